package exfilwatch.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.alert.RiskWeights;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.SuppressionConfig;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The metrics that there are, and that nothing else is told of in document, rules and dashboard.
 */
class MetricsTest {

  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
  private static final Path DASHBOARDS = Path.of("conf", "dashboards");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those that need Kafka, or more than this test's job. */
  private static final Set<String> NOT_HERE =
      Set.of(
          OPERATOR + "pendingRecords",
          OPERATOR + "currentEmitEventTimeLag",
          OPERATOR + "contentNumber",
          OPERATOR + "contentTopicErrors");

  private static final Set<String> OURS =
      Set.of(
          "source_kind_events",
          "reason_dead_letters",
          "source_skipped",
          "exception_excepted",
          "stage_severity_alerts",
          "stage_alertLatency",
          "eventTimeLag",
          "lateEvents",
          "suspects",
          "gateBufferSize",
          "gateBufferDropped",
          "suspectsNotFollowed",
          "eventsWithoutIncident",
          "incidentsSuppressed",
          "incidentsSummarised");

  /** As Prometheus names them. */
  private static Set<String> registered;

  @BeforeAll
  static void run() throws Exception {
    InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
    Configuration configuration = reporter.addToConfiguration(new Configuration());
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(1));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    Decoded[] telemetry = {
      Decoded.of(start()),
      Decoded.skipped("sysmon"),
      Decoded.dead(new DeadLetter("topic-0", 1, "not_json", "", "x".getBytes(UTF_8)))
    };
    DetectionContent content =
        DetectionContent.load(
            List.of(Path.of("conf/rules")),
            List.of(Path.of("src/test/resources/exfilwatch/job/approved.yml")));
    GraphSettings settings =
        new GraphSettings(
            false,
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofDays(7),
            SuppressionConfig.DEFAULT,
            RiskWeights.DEFAULT);
    DetectionGraph.build(
            env.fromData(Decoded.class, telemetry)
                .assignTimestampsAndWatermarks(
                    WatermarkStrategy.<Decoded>forMonotonousTimestamps()
                        .withTimestampAssigner((decoded, time) -> EventTime.timeOf(decoded))),
            content,
            settings)
        .alerts()
        .sinkTo(new DiscardingSink<>());
    env.execute();
    registered =
        reporter.getMetricsByGroup().entrySet().stream()
            .flatMap(
                group ->
                    group.getValue().keySet().stream()
                        .map(name -> prometheus(group.getKey(), name)))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theJobHasTheMetrics() {
    assertThat(registered).containsAll(OURS.stream().map(name -> OPERATOR + name).toList());
  }

  /** In the first columns of the tables. */
  @Test
  void theDocumentTellsOfAllOfOursAndOfNothingElse() throws Exception {
    String document = Files.readString(Path.of("docs", "operating.md"));
    int watch = document.indexOf("\n## Watch");
    String section = document.substring(watch, document.indexOf("\n## ", watch + 1));
    Set<String> told =
        section
            .lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> names("`(\\w+)`", line.split("\\|", -1)[1]))
            .map(name -> name.startsWith("flink_") ? name : OPERATOR + name)
            .collect(Collectors.toSet());
    assertThat(known()).containsAll(told);
    assertThat(told).containsAll(OURS.stream().map(name -> OPERATOR + name).toList());
  }

  @Test
  void theAlertRulesAskForMetricsThatThereAre() throws Exception {
    JsonNode rules =
        JSON.valueToTree(
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(DASHBOARDS.resolve("prometheus-rules.yml"))));
    List<JsonNode> all = rules.at("/groups/0/rules").findParents("alert");
    assertThat(all).hasSizeGreaterThan(5);
    for (JsonNode rule : all) {
      assertThat(known()).as(rule.at("/alert").asText()).containsAll(asked(rule.at("/expr")));
      assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
      assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
    }
  }

  @Test
  void theDashboardShowsAllOfOursAndAsksForNothingElse() throws Exception {
    JsonNode dashboard = JSON.readTree(DASHBOARDS.resolve("grafana.json").toFile());
    assertThat(dashboard.at("/templating/list").findValuesAsText("type")).contains("datasource");
    Set<String> asked = new TreeSet<>();
    for (JsonNode target : dashboard.at("/panels").findParents("expr")) {
      asked.addAll(asked(target.at("/expr")));
    }
    for (JsonNode panel : dashboard.at("/panels")) {
      assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      assertThat(panel.at("/title").asText()).isNotEmpty();
    }
    assertThat(known()).containsAll(asked);
    assertThat(asked).containsAll(OURS.stream().map(name -> OPERATOR + name).toList());
  }

  private static Set<String> known() {
    return Stream.concat(registered.stream(), NOT_HERE.stream()).collect(Collectors.toSet());
  }

  /** A histogram is a summary in Prometheus, with a count beside it. */
  private static Set<String> asked(JsonNode expression) {
    Set<String> asked =
        names("\\b(flink_\\w+)", expression.asText())
            .map(name -> name.replaceFirst("(alertLatency)_count$", "$1"))
            .collect(Collectors.toSet());
    assertThat(asked).as(expression.asText()).isNotEmpty();
    return asked;
  }

  private static Stream<String> names(String regex, String text) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    return matcher.results().map(found -> found.group(1));
  }

  private static String prometheus(MetricGroup group, String name) {
    CharacterFilter none = text -> text;
    return "flink_"
        + ((AbstractMetricGroup<?>) group).getLogicalScope(none, '_')
        + "_"
        + name.replace('.', '_');
  }

  private static Event start() {
    return new Event(
        EventKind.PROCESS_START,
        "endpoint",
        null,
        1_700_000_000_000L,
        new Host("WS-7", "host-id", "windows"),
        new ProcessInfo(
            "a",
            10,
            0,
            "rclone.exe",
            "C:\\t\\rclone.exe",
            "rclone.exe copy C:\\data mega:loot",
            null,
            null,
            null,
            null,
            null),
        null,
        null,
        null,
        null);
  }
}
