package exfilwatch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.alert.Alert;
import exfilwatch.simulate.PlantedIncident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The alerts of the job that runs in this JVM; static as the stopwatch is. */
final class FoundIncidents {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Queue<Alert> ALERTS = new ConcurrentLinkedQueue<>();

  private FoundIncidents() {}

  static void clear() {
    ALERTS.clear();
  }

  static void add(Alert alert) {
    ALERTS.add(alert);
  }

  /**
   * Holds the stages of every command line against what was planted.
   *
   * @throws WrongResultException naming the first difference
   */
  static void requireExactly(List<PlantedIncident> planted) {
    Map<String, Set<String>> expected = new TreeMap<>();
    planted.forEach(
        incident -> expected.put(incident.commandLine(), new TreeSet<>(incident.expects())));
    Map<String, Set<String>> found = found();
    Set<String> all = new TreeSet<>(expected.keySet());
    all.addAll(found.keySet());
    for (String commandLine : all) {
      Set<String> wanted = expected.getOrDefault(commandLine, Set.of());
      Set<String> stages = found.getOrDefault(commandLine, Set.of());
      if (!wanted.equals(stages)) {
        throw new WrongResultException(
            "detection did not find what was planted: of '%s' alerts %s, expected %s"
                .formatted(commandLine, stages, wanted));
      }
    }
  }

  private static Map<String, Set<String>> found() {
    Map<String, Set<String>> found = new TreeMap<>();
    for (Alert alert : ALERTS) {
      try {
        JsonNode json = JSON.readTree(alert.json());
        found
            .computeIfAbsent(json.at("/process/command_line").asText(), line -> new TreeSet<>())
            .add(alert.stage());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }
}
