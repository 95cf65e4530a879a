package exfilwatch.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the page shows of an incident when it is opened: its alert without what nobody reads. */
final class IncidentDetail {

  private IncidentDetail() {}

  /**
   * Picks it.
   *
   * @param telemetry of its host; null when that was not counted
   * @param withQueries those of the guide
   */
  static ObjectNode of(JsonNode alert, @Nullable HostTelemetry telemetry, boolean withQueries) {
    ObjectNode detail = PageJson.object();
    for (String part : new String[] {"message", "event", "host", "user", "process", "exfil"}) {
      if (alert.has(part)) {
        detail.set(part, alert.get(part).deepCopy());
      }
    }
    if (detail.get("process") instanceof ObjectNode process) {
      process.remove("args");
      process.remove("args_count");
    }
    if (detail.at("/exfil/guide") instanceof ObjectNode guide) {
      guide.remove("markdown"); // the same once more, as text
      if (!withQueries) {
        guide.path("questions").forEach(question -> ((ObjectNode) question).remove("query"));
        guide.put("queries_left_out", true);
      }
    }
    techniques(alert.path("threat"), detail);
    if (telemetry != null) {
      detail
          .putObject("telemetry")
          .put("starts", telemetry.starts())
          .put("ends", telemetry.ends())
          .put("connections", telemetry.connections())
          .put("names", telemetry.names());
    }
    return detail;
  }

  private static void techniques(JsonNode threat, ObjectNode detail) {
    JsonNode technique = threat.path("technique");
    JsonNode precise = technique.has("subtechnique") ? technique.get("subtechnique") : technique;
    if (precise.path("id").isArray()) {
      ObjectNode techniques = detail.putObject("techniques");
      for (int i = 0; i < precise.get("id").size(); i++) {
        techniques.put(precise.get("id").path(i).asText(), precise.path("name").path(i).asText());
      }
    }
  }

  /** Null when the hunt didn't count that host. */
  static @Nullable HostTelemetry telemetry(JsonNode alert, Map<Long, HostTelemetry> hosts) {
    JsonNode host = alert.path("host");
    String name = host.has("hostname") ? host.get("hostname").asText() : null;
    String id = host.has("id") ? host.get("id").asText() : null;
    return hosts.get(HostKey.hash(new Host(name, id, null)));
  }
}
