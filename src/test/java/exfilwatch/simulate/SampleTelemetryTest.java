package exfilwatch.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SampleTelemetryTest {
  private static final SampleTelemetry SAMPLE = new SampleTelemetry();
  private static final Path JOBS = Path.of("jobs");

  @Test
  void committedFilesAreWhatTheGeneratorWrites() throws IOException {
    Map<String, byte[]> files = SAMPLE.files();
    try (Stream<Path> committed = Files.list(JOBS.resolve("sample"))) {
      assertThat(committed.map(p -> p.getFileName().toString()).collect(Collectors.toSet()))
          .isEqualTo(files.keySet());
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(Files.readAllBytes(JOBS.resolve("sample").resolve(file.getKey())))
          .as(file.getKey())
          .isEqualTo(file.getValue());
    }
    assertThat(Files.readString(JOBS.resolve("sample.md"))).isEqualTo(SAMPLE.page());
  }

  @Test
  void fiveIncidentsInFiveDisguises() {
    assertThat(SAMPLE.planted())
        .extracting(PlantedIncident::disguise)
        .hasSameElementsAs(Disguise.BASIC);
    assertThat(SAMPLE.planted()).hasSize(5);
    assertThat(SAMPLE.planted())
        .allSatisfy(
            p ->
                assertThat(p.expects().contains("correlated"))
                    .isEqualTo(p.disguise() != Disguise.NO_NETWORK));
  }

  /** A plain reading of the three rules over every start, kept apart from the product's own. */
  @Test
  void theRulesMatchTheIncidentsAndNothingElse() {
    Set<String> matched = new TreeSet<>();
    for (JsonNode start : starts()) {
      if (elasticOrOurs(start) || kql(start)) {
        matched.add(commandLine(start));
      }
    }
    assertThat(matched)
        .containsExactlyInAnyOrderElementsOf(
            SAMPLE.planted().stream().map(PlantedIncident::commandLine).toList());
  }

  @Test
  void theFirstConnectionOfTheEarlyOneIsRecordedBeforeItsStart() {
    PlantedIncident early =
        SAMPLE.planted().stream()
            .filter(p -> p.disguise() == Disguise.NETWORK_FIRST)
            .findFirst()
            .orElseThrow();
    List<JsonNode> own =
        lines("sysmon-winlogbeat.ndjson")
            .filter(
                r ->
                    early.executable().equals(r.at("/winlog/event_data/Image").asText())
                        && !r.at("/winlog/event_id").asText().equals("22"))
            .toList();
    assertThat(own.get(0).at("/winlog/event_id").asText()).isEqualTo("3");
    assertThat(own.get(1).at("/winlog/event_id").asText()).isEqualTo("1");
    assertThat(own.get(0).get("@timestamp").asText())
        .isLessThan(own.get(1).get("@timestamp").asText());
  }

  @Test
  void theSilentMachineSendsNoNetworkEvents() {
    assertThat(lines("sysmon-nxlog.ndjson"))
        .isNotEmpty()
        .noneMatch(r -> r.get("EventID").asInt() == 3 || r.get("EventID").asInt() == 22);
  }

  private static Stream<JsonNode> lines(String file) {
    return Records.lines(Objects.requireNonNull(SAMPLE.files().get(file), file));
  }

  private static List<JsonNode> starts() {
    return SAMPLE.files().values().stream()
        .flatMap(Records::lines)
        .filter(r -> !commandLine(r).isEmpty() && isStart(r))
        .toList();
  }

  private static boolean isStart(JsonNode record) {
    String category = record.at("/event/category/0").asText();
    return (category.equals("process") && record.at("/event/type/0").asText().equals("start"))
        || record.at("/winlog/event_id").asText().equals("1")
        || record.at("/Event/System/EventID").asInt() == 1
        || record.path("EventID").asInt() == 1;
  }

  private static String first(JsonNode record, String... pointers) {
    return Stream.of(pointers)
        .map(record::at)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst()
        .orElse("");
  }

  private static String field(JsonNode record, String ecs, String sysmon) {
    return first(
        record, ecs, "/winlog/event_data/" + sysmon, "/Event/EventData/" + sysmon, "/" + sysmon);
  }

  private static String commandLine(JsonNode record) {
    return field(record, "/process/command_line", "CommandLine");
  }

  private static String name(JsonNode record) {
    String path = field(record, "/process/executable", "Image");
    return path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
  }

  private static boolean elasticOrOurs(JsonNode start) {
    String text = start.toString().toLowerCase(Locale.ROOT);
    String original = field(start, "/process/pe/original_file_name", "OriginalFileName");
    boolean tool =
        name(start).matches("(?i)rclone(\\.exe)?")
            || original.equalsIgnoreCase("rclone.exe")
            || text.contains("rclone.org\"")
            || text.contains("\"rclone\"");
    return tool && commandLine(start).matches(".*\\b(copy|copyto|move|moveto|sync|bisync)\\b.*");
  }

  private static boolean kql(JsonNode start) {
    String line = commandLine(start);
    return Stream.of("copy", "ignore-existing", "auto-confirm").allMatch(line::contains)
        || line.contains("rclone.exe copy")
        || name(start).equals("rclone.exe");
  }
}
