package exfilwatch.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.alert.AlertFormat;
import exfilwatch.alert.AlertSchemas;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import exfilwatch.simulate.PlantedIncident;
import exfilwatch.simulate.SampleTelemetry;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole hunts, as a user runs them. */
class HuntTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JobConfig CONFIG = JobConfig.load(Path.of("conf/exfilwatch.yaml"));

  @TempDir private Path folder;

  @Test
  void findsTheFiveIncidentsOfTheSampleAndNothingElseWhateverTheOrderOfTheLines() throws Exception {
    List<JsonNode> alerts = hunt("jobs/sample");
    Map<String, List<String>> stagesByCommand =
        alerts.stream()
            .collect(
                Collectors.groupingBy(
                    alert -> alert.at("/process/executable").asText(),
                    Collectors.mapping(
                        alert -> alert.at("/exfil/stage").asText(), Collectors.toList())));
    assertThat(stagesByCommand)
        .isEqualTo(
            new SampleTelemetry()
                .planted().stream()
                    .collect(
                        Collectors.toMap(PlantedIncident::executable, PlantedIncident::expects)));
    assertThat(alerts).extracting(alert -> alert.at("/@timestamp").asText()).isSorted();
    assertThat(hunt(shuffledSample())).isEqualTo(alerts);
  }

  private String shuffledSample() throws Exception {
    List<String> lines = new ArrayList<>();
    try (var files = Files.list(Path.of("jobs/sample"))) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    Collections.shuffle(lines, new Random(1));
    return Files.write(folder.resolve("shuffled.ndjson"), lines).toString();
  }

  @Test
  void findingsOfOneIncidentAreCreatedUpdatedAndClosed() throws Exception {
    DetectionContent content = DetectionContent.load(CONFIG.rules());
    Map<String, List<String>> activities =
        hunt(content, AlertFormat.OCSF, "jobs/sample", null, null).stream()
            .collect(
                Collectors.groupingBy(
                    finding -> finding.at("/finding_info/uid").asText(),
                    Collectors.mapping(
                        finding -> finding.at("/activity_name").asText(), Collectors.toList())));
    assertThat(activities.values())
        .hasSize(5)
        .allSatisfy(all -> assertThat(all).startsWith("Create").endsWith("Close"))
        .filteredOn(all -> all.equals(List.of("Create", "Update", "Close")))
        .hasSize(4);
  }

  @Test
  void everyBadRecordIsADeadLetterWithItsReasonAndTheRunGoesOn() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    line(file, start("2026-03-04T10:00:00Z") + "\r");
    line(file, "not json at all");
    line(file, "{\"event\":{\"module\":\"endpoint\"");
    line(file, "");
    line(file, start("2026-03-04T10:00:01Z").replace("\"host\":{\"name\":\"ws-1\"},", ""));
    line(file, start("2026-03-04T10:00:01Z").replaceFirst("\"@timestamp\":\"[^\"]*\",", ""));
    line(file, start("1601-01-01T00:00:00Z"));
    line(file, start("2200-01-01T00:00:00Z"));
    line(file, start("2026-03-04T10:00:01Z").replace("\"ws-1\"", "{\"a\":1}"));
    line(file, "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000));
    line(file, "\"" + "x".repeat(20 << 20) + "\"");
    file.write(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}', '\n'});
    line(file, connection("2026-03-04T10:00:02Z"));
    Path input = Files.write(folder.resolve("bad.ndjson"), file.toByteArray());
    Path dead = folder.resolve("dead.ndjson");
    Path report = folder.resolve("report.html");

    List<JsonNode> alerts =
        hunt(DetectionContent.load(CONFIG.rules()), input.toString(), dead, report);

    assertThat(alerts)
        .extracting(alert -> alert.at("/exfil/stage").asText())
        .containsExactly("started", "correlated", "closed");
    List<JsonNode> letters = read(dead);
    assertThat(letters)
        .extracting(letter -> letter.get("reason").asText())
        .containsExactlyInAnyOrder(
            "not_json",
            "truncated",
            "no_host",
            "no_time",
            "time_out_of_range",
            "time_out_of_range",
            "wrong_type",
            "too_deep",
            "too_long",
            "invalid_utf8");
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.get("origin").asText()).isEqualTo(input.toString());
              assertThat(letter.get("position").asLong()).isPositive();
              assertThat(letter.has("original") || letter.has("original_base64")).isTrue();
            });
    assertThat(Files.readString(report))
        .contains("10 records could not be read")
        .containsPattern("<td>time_out_of_range</td>.*<td class=\"number\">2</td>")
        .contains("<bdi>ws-1</bdi>")
        .contains("<td class=\"missing\">process ends, name queries</td>")
        .contains("\"kind\":\"connection\"");
  }

  @Test
  void aReportThatCannotBeWrittenIsSaidBeforeTheJobRuns() {
    for (Path page : List.of(folder, folder.resolve("no/such/folder/r.html"), Path.of("-"))) {
      assertThatThrownBy(() -> hunt(DetectionContent.load(CONFIG.rules()), "no/file", null, page))
          .isInstanceOf(SetupException.class)
          .message()
          .startsWith("--report")
          .doesNotContain("\n");
    }
    Path alerts = folder.resolve("alerts.ndjson");
    assertThatThrownBy(() -> hunt(DetectionContent.load(CONFIG.rules()), "no/file", null, alerts))
        .hasMessageContaining("also the file of the alerts");
  }

  @Test
  void rulesWithoutACorrelationGetOne() throws Exception {
    Path rule =
        Files.writeString(
            folder.resolve("rule.yml"),
            """
            title: Any X
            id: 0d1e7f2a-6d0a-4f0e-9c55-0e0f1d2c3b4a
            logsource: {category: process_creation}
            detection:
              x: {Image|endswith: 'x.exe'}
              condition: x
            level: high
            """);
    Path input = folder.resolve("in.ndjson");
    Files.writeString(
        input, start("2026-03-04T10:00:00Z") + "\n" + connection("2026-03-04T10:00:02Z") + "\n");
    List<JsonNode> alerts = hunt(DetectionContent.load(List.of(rule)), input.toString(), null);
    assertThat(alerts)
        .extracting(alert -> alert.at("/exfil/stage").asText())
        .containsExactly("started", "correlated", "closed");
    assertThat(alerts.get(0).at("/rule/name").asText()).isEqualTo("Any X");
  }

  @Test
  void saysInOneLineWhatIsMissing() {
    assertThatThrownBy(() -> hunt("no/such/file"))
        .isInstanceOf(SetupException.class)
        .hasMessage("no/such/file: no such file or folder");
  }

  private List<JsonNode> hunt(String input) throws Exception {
    return hunt(input, null);
  }

  private List<JsonNode> hunt(String input, Path dead) throws Exception {
    return hunt(DetectionContent.load(CONFIG.rules()), input, dead);
  }

  private List<JsonNode> hunt(DetectionContent content, String input, Path dead) throws Exception {
    return hunt(content, input, dead, null);
  }

  /** The alerts without the one field that depends on the clock. */
  private List<JsonNode> hunt(DetectionContent content, String input, Path dead, Path report)
      throws Exception {
    List<JsonNode> read = hunt(content, AlertFormat.ECS, input, dead, report);
    read.forEach(alert -> ((ObjectNode) alert.get("event")).remove("created"));
    return read;
  }

  private List<JsonNode> hunt(
      DetectionContent content, AlertFormat format, String input, Path dead, Path report)
      throws Exception {
    Path alerts = folder.resolve("alerts.ndjson");
    new Hunt(content, GraphSettings.bounded(CONFIG).with(format))
        .run(
            List.of(input),
            "auto",
            InputStream.nullInputStream(),
            alerts.toString(),
            dead == null ? null : dead.toString(),
            report == null ? null : report.toString());
    return read(alerts).stream().map(AlertSchemas::requireValid).toList();
  }

  private static List<JsonNode> read(Path file) throws Exception {
    List<JsonNode> documents = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      documents.add(JSON.readTree(line));
    }
    return documents;
  }

  private static void line(ByteArrayOutputStream file, String text) throws Exception {
    file.write((text + "\n").getBytes(UTF_8));
  }

  private static String start(String time) {
    return """
    {"@timestamp":"%s","event":{"module":"endpoint","action":"start","category":["process"],"type":["start"]},\
    "host":{"name":"ws-1"},"process":{"entity_id":"e1","pid":7,"name":"rclone.exe",\
    "executable":"C:\\\\t\\\\x.exe","command_line":"rclone.exe copy C:\\\\d mega:x"}}\
    """
        .formatted(time);
  }

  private static String connection(String time) {
    return """
    {"@timestamp":"%s","event":{"module":"endpoint","action":"connection_attempted","category":["network"],\
    "type":["start"]},"host":{"name":"ws-1"},"process":{"entity_id":"e1","pid":7},\
    "destination":{"ip":"203.0.113.9","port":443},"network":{"direction":"egress","transport":"tcp"}}\
    """
        .formatted(time);
  }
}
