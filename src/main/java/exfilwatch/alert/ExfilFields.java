package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.correlation.Caveats;
import exfilwatch.correlation.ConnectionTotals;
import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.Stage;
import exfilwatch.destination.BackendMatch;
import exfilwatch.destination.Destination;
import exfilwatch.destination.ObservedDestination;
import exfilwatch.detection.RuleHit;
import exfilwatch.detection.RuleInfo;
import exfilwatch.rclone.Redactor;
import java.util.Map;

/** Our own part of an alert, {@code exfil.*}. */
final class ExfilFields {

  private ExfilFields() {}

  static ObjectNode of(Evidence evidence, Guide guide, ObjectNode node) {
    RuleInfo info = evidence.rule();
    Incident incident = evidence.incident();
    node.put("stage", incident.stage().label());
    node.putObject("incident").put("id", incident.id());
    if (!incident.content().hash().isEmpty()) {
      node.putObject("content").put("version", incident.content().hash());
    }
    CommandFields.add(node, evidence);
    rules(node, incident);
    Ecs.put(node, "sources", incident.sources());
    connections(node, incident.totals(), evidence.destinations());
    TimelineFields.add(node, incident);
    observed(node, evidence.destinations());
    if (incident.stage() == Stage.CLOSED && incident.totals().count() == 0) {
      node.put("network_telemetry", incident.networkTelemetry());
    }
    risk(node, evidence.risk());
    node.put("suppressed", incident.suppressed());
    if (incident.summary()) {
      node.put("summary", true);
    }
    caveats(node, incident.caveats());
    if (info != null) {
      Ecs.put(node, "questions", info.questions());
      Ecs.put(node, "false_positives", info.falsePositives());
      if (info.attack() != null) {
        Ecs.put(node, "attack_version", info.attack().version());
      }
    }
    GuideFields.add(node, guide);
    return node;
  }

  /** Only what holds is written. */
  private static void caveats(ObjectNode node, Caveats caveats) {
    if (caveats.startUnseen()) {
      node.putArray("missing").add("start");
    }
    if (caveats.lateConnection()) {
      node.put("late_first_connection", true);
    }
    if (caveats.clockAhead()) {
      node.put("clock_ahead", true);
    }
    Ecs.putPositive(node, "cut", caveats.cut());
  }

  private static void rules(ObjectNode node, Incident incident) {
    ArrayNode rules = node.putArray("rules");
    for (RuleHit hit : incident.rules()) {
      ObjectNode rule = rules.addObject();
      rule.put("id", hit.id());
      rule.put("title", hit.title());
      rule.put("level", hit.level());
      rule.put("risk_score", hit.riskScore());
      ObjectNode matched = rule.putObject("matched");
      for (Map.Entry<String, String> field : hit.matched().entrySet()) {
        matched.put(field.getKey(), Redactor.redact(field.getValue()));
      }
    }
  }

  /** What the connections tell of the destination, which may be all that is known of it. */
  private static void observed(ObjectNode node, DestinationView view) {
    BackendMatch match = view.match();
    if (match != null) {
      node.put("backend_match", match.toString());
    }
    ObservedDestination storage = view.storage();
    if (storage != null) {
      ObjectNode destination = node.withObjectProperty("destination");
      service(destination.putObject("observed"), storage);
      if (!destination.has("provider")) {
        Ecs.put(destination, "provider", storage.provider());
      }
    }
  }

  private static void service(ObjectNode node, ObservedDestination observed) {
    Destination service = observed.service();
    if (service != null) {
      node.put("provider", service.provider());
      node.put("kind", service.kind().toString());
    }
  }

  private static void connections(ObjectNode node, ConnectionTotals totals, DestinationView view) {
    ObjectNode connections = node.putObject("connections");
    connections.put("count", totals.count());
    if (totals.count() == 0) {
      return;
    }
    connections.put("first_seen", Ecs.iso(totals.firstSeen()));
    connections.put("last_seen", Ecs.iso(totals.lastSeen()));
    if (totals.bytesSent() >= 0) {
      connections.put("bytes_sent", totals.bytesSent());
    }
    connections.put("via_proxy", view.viaProxy());
    ArrayNode destinations = connections.putArray("destinations");
    for (int i = 0; i < totals.destinations().size(); i++) {
      DestinationTotal total = totals.destinations().get(i);
      ObservedDestination observed = view.observed().get(i);
      ObjectNode destination = destinations.addObject();
      Ecs.put(destination, "ip", total.ip());
      Ecs.putPositive(destination, "port", total.port());
      Ecs.put(destination, "domain", total.domain());
      service(destination, observed);
      destination.put("backend_match", observed.match().toString());
      destination.put("scope", observed.internal() ? "internal" : "public");
      if (observed.viaProxy()) {
        destination.put("via_proxy", true);
      }
      destination.put("count", total.count());
      if (total.firstSeen() != 0) {
        destination.put("first_seen", Ecs.iso(total.firstSeen()));
        destination.put("last_seen", Ecs.iso(total.lastSeen()));
      }
    }
    Ecs.putPositive(connections, "other_destinations", totals.otherConnections());
  }

  private static void risk(ObjectNode node, Risk risk) {
    ObjectNode riskNode = node.putObject("risk");
    riskNode.put("score", risk.score());
    riskNode.put("severity", Severity.of(risk.score()).label());
    ArrayNode factors = riskNode.putArray("factors");
    for (Risk.Factor factor : risk.factors()) {
      factors
          .addObject()
          .put("name", factor.name())
          .put("points", factor.points())
          .put("why", factor.why());
    }
    Ecs.put(riskNode, "not_assessed", risk.notAssessed());
  }
}
