package exfilwatch.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.simulate.PlantedIncident;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds the alerts that were read against the incidents that were planted. */
final class Ledger {

  /** Every planted command line has machine and number in it. */
  private static final Pattern NUMBER = Pattern.compile("[A-Z]{2}-\\d{5}/(\\d+)");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Map<String, Integer>> stages = new HashMap<>();
  private final Map<String, Integer> connections = new HashMap<>();
  private final Set<String> eventIds = new HashSet<>();
  private final Map<String, Set<String>> incidentIds = new HashMap<>();
  private final List<String> doubled = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();
  private int alerts;

  /** What was found wrong, one line each. */
  record Verdict(
      int planted,
      int expected,
      int alerts,
      List<String> lost,
      List<String> doubled,
      List<String> unexpected) {

    boolean isGood() {
      return lost.isEmpty() && doubled.isEmpty() && unexpected.isEmpty();
    }
  }

  /** Enters the alerts of a topic. */
  static Ledger of(List<byte[]> alerts) throws IOException {
    Ledger ledger = new Ledger();
    for (byte[] alert : alerts) {
      ledger.enter(JSON.readTree(alert));
    }
    return ledger;
  }

  /** The incident that an alert is about; empty when it was not planted. */
  static String incidentOf(JsonNode alert) {
    Matcher number = NUMBER.matcher(alert.at("/process/command_line").asText());
    return number.find() ? "incident-%04d".formatted(Integer.parseInt(number.group(1))) : "";
  }

  private void enter(JsonNode alert) {
    alerts++;
    boolean isNew = eventIds.add(alert.at("/event/id").asText());
    String incident = incidentOf(alert);
    String stage = alert.at("/exfil/stage").asText();
    if (!isNew) {
      doubled.add(incident + " " + stage + ", the same alert");
    }
    if (incident.isEmpty()) {
      if (!alert.at("/process/command_line").asText().contains(Poison.MARK)) {
        unexpected.add(stage + ": " + alert.at("/message").asText());
      }
      return;
    }
    if (isNew
        && stages.computeIfAbsent(incident, i -> new HashMap<>()).merge(stage, 1, Integer::sum)
            > 1) {
      doubled.add(incident + " " + stage + ", as another alert");
    }
    if (stage.equals("closed")) {
      connections.put(incident, alert.at("/exfil/connections/count").asInt());
    }
    Set<String> ids = incidentIds.computeIfAbsent(incident, i -> new HashSet<>());
    if (ids.add(alert.at("/exfil/incident/id").asText()) && ids.size() > 1) {
      doubled.add(incident + " as several incidents");
    }
  }

  /** What is wrong with the alerts, if these incidents were planted. */
  Verdict verdict(List<PlantedIncident> planted) {
    List<String> lost = new ArrayList<>();
    List<String> more = new ArrayList<>(unexpected);
    Set<String> known = new HashSet<>();
    int expected = 0;
    for (PlantedIncident incident : planted) {
      known.add(incident.id());
      expected += incident.expects().size();
      Map<String, Integer> told = stages.getOrDefault(incident.id(), Map.of());
      for (String stage : incident.expects()) {
        if (!told.containsKey(stage)) {
          lost.add(incident.id() + " " + stage + of(incident));
        }
      }
      told.keySet().stream()
          .filter(stage -> !incident.expects().contains(stage))
          .forEach(stage -> more.add(incident.id() + " " + stage + of(incident)));
      Integer count = connections.get(incident.id());
      if (count != null && count < incident.connections()) {
        lost.add(
            "%s %d of %d connections%s"
                .formatted(
                    incident.id(),
                    incident.connections() - count,
                    incident.connections(),
                    of(incident)));
      }
    }
    stages.keySet().stream().filter(id -> !known.contains(id)).forEach(more::add);
    return new Verdict(planted.size(), expected, alerts, lost, List.copyOf(doubled), more);
  }

  private static String of(PlantedIncident incident) {
    return " (%s, %s)".formatted(incident.disguise().label(), incident.shapes());
  }
}
