package exfilwatch.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.alert.Alert;
import exfilwatch.alert.RiskWeights;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.Evasion.Case;
import exfilwatch.job.Evasion.Outcome;
import exfilwatch.job.config.SuppressionConfig;
import exfilwatch.telemetry.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every known evasion through the real graph with the shipped rules. {@code docs/evasions.md} shows
 * the same table; run with {@code -Dexfilwatch.docs=write} to write that anew.
 */
class EvasionsTest {

  private static final Path PAGE = Path.of("docs", "evasions.md");
  private static final String BEGIN = "<!-- table: begin -->\n";
  private static final String END = "<!-- table: end -->";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Evasion> ALL = EvasionTable.all();

  @TempDir private Path folder;

  @Test
  void eachIsCaughtAsTheTableSays() throws Exception {
    Map<String, Set<String>> traits = new HashMap<>();
    Map<String, Set<String>> incidents = new HashMap<>();
    for (JsonNode alert : alerts()) {
      String host = alert.at("/host/name").asText();
      traits.computeIfAbsent(host, h -> new TreeSet<>()).addAll(Traits.of(alert));
      incidents
          .computeIfAbsent(host, h -> new HashSet<>())
          .add(alert.at("/exfil/incident/id").asText());
    }
    List<String> wrong = new ArrayList<>();
    for (Evasion evasion : ALL) {
      for (int i = 0; i < evasion.cases().size(); i++) {
        Case one = evasion.cases().get(i);
        String host = evasion.host(i);
        Set<String> found = traits.getOrDefault(host, Set.of());
        int count = incidents.getOrDefault(host, Set.of()).size();
        boolean asCorrelated =
            found.contains("stage correlated") == one.by().contains("stage correlated");
        if (!found.containsAll(one.by()) || !asCorrelated || count != one.incidents()) {
          wrong.add(
              "%s is to be %s in %d by %s, and is %d: %s"
                  .formatted(host, one.outcome(), one.incidents(), one.by(), count, found));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theTableHasAll27InTheirOrderAndSaysWhatIsOutOfReach() {
    assertThat(ALL)
        .extracting(Evasion::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 27).boxed().toList());
    for (Evasion evasion : ALL) {
      assertThat(evasion.cases()).as(evasion.technique()).isNotEmpty();
      assertThat(evasion.cases())
          .filteredOn(one -> one.outcome() == Outcome.CAUGHT)
          .as(evasion.technique())
          .allMatch(one -> one.by().stream().anyMatch(trait -> trait.startsWith("rule ")));
      boolean missed =
          evasion.cases().stream().anyMatch(one -> one.outcome() == Outcome.OUT_OF_REACH);
      assertThat(missed && evasion.limit().isEmpty()).as(evasion.technique()).isFalse();
    }
  }

  @Test
  void thePageShowsTheTable() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    assertThat(from).isLessThanOrEqualTo(to);
    if ("write".equals(System.getProperty("exfilwatch.docs"))) {
      Files.writeString(PAGE, page.substring(0, from) + table() + page.substring(to));
      return;
    }
    assertThat(page.substring(from, to))
        .as("the table of %s; -Dexfilwatch.docs=write writes it anew", PAGE)
        .isEqualTo(table());
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder("| # | evasion | | by | limits |\n|--:|---|---|---|---|\n");
    for (Evasion evasion : ALL) {
      table.append(
          "| %d | %s | %s | %s | %s |\n"
              .formatted(
                  evasion.number(),
                  evasion.technique(),
                  evasion.verdict(),
                  by(evasion),
                  evasion.limit()));
    }
    return table.toString();
  }

  /** Rules by their titles, all else in the words that alerts have for it. */
  private static String by(Evasion evasion) {
    return evasion.by().stream()
        .filter(trait -> !trait.startsWith("stage ") && !trait.startsWith("collect "))
        .sorted((a, b) -> Boolean.compare(b.startsWith("rule "), a.startsWith("rule ")))
        .map(
            trait ->
                trait.startsWith("rule ")
                    ? "*" + trait.substring(5) + "*"
                    : "`" + trait.replace(' ', ':') + "`")
        .collect(Collectors.joining(", "));
  }

  private List<JsonNode> alerts() throws Exception {
    List<Event> events = new ArrayList<>();
    for (Evasion evasion : ALL) {
      for (int i = 0; i < evasion.cases().size(); i++) {
        events.addAll(evasion.cases().get(i).scene().events(evasion.host(i)));
      }
    }
    Files.writeString(folder.resolve("approved.yml"), EvasionTable.APPROVED);
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    DataStream<Decoded> telemetry =
        env.fromData(Decoded.class, events.stream().map(Decoded::of).toArray(Decoded[]::new))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Decoded>noWatermarks()
                    .withTimestampAssigner((decoded, previous) -> EventTime.timeOf(decoded)));
    GraphSettings settings =
        new GraphSettings(
            true,
            Duration.ofMinutes(1),
            Duration.ofHours(24),
            Duration.ofDays(7),
            new SuppressionConfig(Duration.ZERO, Duration.ofDays(1), 10_000, Duration.ofMinutes(5)),
            RiskWeights.DEFAULT);
    DetectionContent content =
        DetectionContent.load(List.of(Path.of("conf", "rules")), List.of(folder));
    List<JsonNode> collected = new ArrayList<>();
    try (CloseableIterator<Alert> results =
        DetectionGraph.build(telemetry, content, settings).alerts().executeAndCollect()) {
      while (results.hasNext()) {
        collected.add(JSON.readTree(results.next().json()));
      }
    }
    return collected;
  }
}
