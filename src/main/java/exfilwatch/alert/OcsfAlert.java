package exfilwatch.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.Stage;
import exfilwatch.detection.Detections;
import exfilwatch.detection.RuleInfo;
import exfilwatch.detection.ToolEvidence;
import exfilwatch.telemetry.ProcessInfo;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Renders incidents as Detection Findings (class 2004) of the Open Cybersecurity Schema Framework,
 * with the profile {@code host}. The stages of one incident create, update and close one finding;
 * what the schema has no place for is {@code unmapped.exfil}, as in ECS alerts.
 */
final class OcsfAlert implements AlertRenderer {

  static final String OCSF_VERSION = "1.8.0";

  private static final int CLASS = 2004;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Detections detections;
  private final RiskWeights weights;
  private final Clock clock;

  OcsfAlert(Detections detections, RiskWeights weights, Clock clock) {
    this.detections = detections;
    this.weights = weights;
    this.clock = clock;
  }

  /** An identifier of the schema with its caption. */
  private record Id(int id, String caption) {

    void put(ObjectNode node, String name, String captionName) {
      node.put(name, id);
      node.put(captionName, caption);
    }
  }

  @Override
  public Alert render(Incident incident) {
    Evidence evidence = Evidence.of(incident, weights, detections);
    ObjectNode document = JSON.createObjectNode();
    classification(document, incident.stage());
    times(document, incident);
    risk(document, evidence);
    confidence(document, evidence);
    document.put("message", Reason.of(evidence));
    document.put("count", incident.suppressed() + 1);
    document.put("is_alert", incident.stage() != Stage.CLOSED);
    if (incident.stage() == Stage.STARTED) {
      new Id(1, "New").put(document, "status_id", "status");
    }
    metadata(document, evidence);
    document.set("finding_info", OcsfFinding.of(evidence, JSON.createObjectNode()));
    new OcsfEvidence(evidence).add(document);
    OcsfObservables.add(document, evidence);
    Guide guide = Guide.of(evidence);
    remediation(document, evidence.rule(), guide);
    ObjectNode exfil = ExfilFields.of(evidence, guide, JSON.createObjectNode());
    document.putObject("unmapped").set("exfil", exfil);
    try {
      return new Alert(
          evidence.alertId(),
          incident.id(),
          incident.stage().label(),
          evidence.risk().severity().label(),
          incident.time(),
          JSON.writeValueAsBytes(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an alert is plain JSON", e);
    }
  }

  private static void classification(ObjectNode document, Stage stage) {
    Id activity =
        switch (stage) {
          case STARTED -> new Id(1, "Create");
          case CORRELATED -> new Id(2, "Update");
          case CLOSED -> new Id(3, "Close");
        };
    activity.put(document, "activity_id", "activity_name");
    new Id(2, "Findings").put(document, "category_uid", "category_name");
    new Id(CLASS, "Detection Finding").put(document, "class_uid", "class_name");
    new Id(CLASS * 100 + activity.id(), "Detection Finding: " + activity.caption())
        .put(document, "type_uid", "type_name");
  }

  private static void times(ObjectNode document, Incident incident) {
    long start = incident.start().time();
    document.put("time", incident.time());
    document.put("timezone_offset", 0);
    document.put("start_time", start);
    if (incident.ended() != 0) {
      document.put("end_time", incident.ended());
      document.put("duration", Math.max(0, incident.ended() - start));
    }
  }

  private static void risk(ObjectNode document, Evidence evidence) {
    Risk risk = evidence.risk();
    Id level =
        switch (Severity.of(risk.score())) {
          case LOW -> new Id(1, "Low");
          case MEDIUM -> new Id(2, "Medium");
          case HIGH -> new Id(3, "High");
          case CRITICAL -> new Id(4, "Critical");
        };
    level.put(document, "risk_level_id", "risk_level");
    new Id(level.id() + 1, level.caption()).put(document, "severity_id", "severity");
    document.put("risk_score", risk.score());
    document.put(
        "risk_details",
        risk.factors().stream()
            .map(factor -> String.format(Locale.ROOT, "%+d %s", factor.points(), factor.why()))
            .collect(Collectors.joining("; ")));
  }

  /** That the program is rclone: version data proves it, a name only suggests it. */
  private static void confidence(ObjectNode document, Evidence evidence) {
    ProcessInfo process = evidence.incident().start().process();
    List<String> signs = ToolEvidence.ofProgram(process);
    int ofProgram =
        signs.contains("original_file_name") || signs.contains("product")
            ? 100
            : signs.isEmpty() ? 0 : 60;
    int score = Math.max(ofProgram, evidence.explanation().confidence());
    Id level = score < 40 ? new Id(1, "Low") : score < 75 ? new Id(2, "Medium") : new Id(3, "High");
    level.put(document, "confidence_id", "confidence");
    document.put("confidence_score", score);
  }

  private void metadata(ObjectNode document, Evidence evidence) {
    ObjectNode metadata = document.putObject("metadata");
    metadata.put("version", OCSF_VERSION);
    metadata
        .putObject("product")
        .put("name", "Exfilwatch")
        .put("vendor_name", "Exfilwatch")
        .put("uid", "exfilwatch");
    metadata.put("uid", evidence.alertId());
    metadata.put("correlation_uid", evidence.incident().id());
    metadata.put("event_code", evidence.incident().stage().label());
    metadata.put("log_name", EcsAlert.DATASET);
    metadata.put("logged_time", clock.millis());
    metadata.putArray("profiles").add("host");
  }

  private static void remediation(ObjectNode document, @Nullable RuleInfo rule, Guide guide) {
    ObjectNode remediation = document.putObject("remediation");
    remediation.put("desc", String.join("\n", guide.response()));
    if (rule != null && !rule.references().isEmpty()) {
      ArrayNode references = remediation.putArray("references");
      rule.references().forEach(references::add);
    }
  }
}
