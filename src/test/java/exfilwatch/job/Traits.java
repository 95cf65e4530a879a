package exfilwatch.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** What an alert says of how its incident was found, a few words for each. */
final class Traits {

  private Traits() {}

  static Set<String> of(JsonNode alert) {
    Set<String> traits = new TreeSet<>();
    JsonNode exfil = alert.at("/exfil");
    traits.add("stage " + exfil.at("/stage").asText());
    exfil.at("/rules").forEach(rule -> traits.add("rule " + rule.at("/title").asText()));
    exfil.at("/tool/evidence").forEach(name -> traits.add("evidence " + name.asText()));
    exfil.at("/risk/factors").forEach(f -> traits.add("factor " + f.at("/name").asText()));
    exfil.at("/hiding").forEach(sign -> traits.add("hiding " + sign.asText()));
    exfil.at("/missing").forEach(what -> traits.add("missing " + what.asText()));
    exfil.at("/collect").forEach(file -> traits.add("collect " + file.asText()));
    traits.add("severity " + exfil.at("/risk/severity").asText());
    traits.add("destination " + exfil.at("/backend_match").asText());
    if (exfil.at("/late_first_connection").asBoolean()) {
      traits.add("late_first_connection");
    }
    if (exfil.at("/stage").asText().equals("closed")) {
      traits.add("connections " + exfil.at("/connections/count").asInt());
      traits.add("network_telemetry " + exfil.at("/network_telemetry").asText("true"));
    }
    return traits;
  }
}
