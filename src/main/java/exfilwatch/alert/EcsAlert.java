package exfilwatch.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.Stage;
import exfilwatch.detection.Detections;
import exfilwatch.detection.RuleHit;
import exfilwatch.detection.RuleInfo;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Renders incidents as alerts in the Elastic Common Schema, with our own fields under {@code
 * exfil}.
 */
final class EcsAlert implements AlertRenderer {

  static final String ECS_VERSION = "8.17.0";
  static final String DATASET = "exfilwatch.alert";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Detections detections;
  private final RiskWeights weights;
  private final Clock clock;

  /**
   * @param clock tells {@code event.created}
   */
  EcsAlert(Detections detections, RiskWeights weights, Clock clock) {
    this.detections = detections;
    this.weights = weights;
    this.clock = clock;
  }

  @Override
  public Alert render(Incident incident) {
    Evidence evidence = Evidence.of(incident, weights, detections);
    String id = evidence.alertId();
    RuleInfo info = evidence.rule();
    ObjectNode document = JSON.createObjectNode();
    document.put("@timestamp", Ecs.iso(incident.time()));
    document.putObject("ecs").put("version", ECS_VERSION);
    String reason = Reason.of(evidence);
    document.put("message", reason);
    document.putArray("tags").add("exfiltration").add("rclone");
    event(document, evidence, id, reason);
    observer(document);
    rule(document, evidence.topRule(), info);
    ThreatFields.add(document, info == null ? null : info.attack());
    ProcessFields.add(document, evidence);
    NetworkFields.add(document, evidence);
    document.set("exfil", ExfilFields.of(evidence, Guide.of(evidence), JSON.createObjectNode()));
    try {
      return new Alert(
          id,
          incident.id(),
          incident.stage().label(),
          evidence.risk().severity().label(),
          incident.time(),
          JSON.writeValueAsBytes(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an alert is plain JSON", e);
    }
  }

  private void event(ObjectNode document, Evidence evidence, String id, String reason) {
    Incident incident = evidence.incident();
    ObjectNode event = document.putObject("event");
    event.put("kind", "alert");
    event.put("id", id);
    event.put("created", Ecs.iso(clock.millis()));
    event.put("module", "exfilwatch");
    event.put("provider", "exfilwatch");
    event.put("dataset", DATASET);
    event.put("action", "exfiltration-" + incident.stage().label());
    ArrayNode category = event.putArray("category").add("process");
    if (incident.stage() != Stage.STARTED && incident.connection() != null) {
      category.add("network");
    }
    event.putArray("type").add("info");
    event.put("severity", evidence.risk().score());
    event.put("risk_score", evidence.risk().score());
    event.put("reason", reason);
    event.put("start", Ecs.iso(incident.start().time()));
    if (incident.ended() != 0) {
      event.put("end", Ecs.iso(incident.ended()));
      long millis = incident.ended() - incident.start().time();
      Ecs.putPositive(event, "duration", TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  private static void observer(ObjectNode document) {
    document
        .putObject("observer")
        .put("vendor", "Exfilwatch")
        .put("product", "Exfilwatch")
        .put("type", "ids");
  }

  private static void rule(ObjectNode document, RuleHit hit, @Nullable RuleInfo info) {
    ObjectNode rule = document.putObject("rule");
    rule.put("id", hit.id());
    rule.put("uuid", hit.id());
    rule.put("name", hit.title());
    rule.put("ruleset", "exfilwatch");
    if (info != null) {
      Ecs.put(rule, "description", info.description());
      List<String> references = info.references();
      Ecs.put(rule, "reference", references.isEmpty() ? null : references.get(0));
      if (info.author() != null && !info.author().isEmpty()) {
        rule.putArray("author").add(info.author());
      }
    }
  }
}
