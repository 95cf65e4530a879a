package exfilwatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.detection.ContentException;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.config.TimeConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One round of all jobs. */
class BenchIT {

  private static JobConfig config() {
    return JobConfig.load(Path.of("conf", "exfilwatch.yaml"));
  }

  private static DetectionContent content() throws ContentException {
    return DetectionContent.load(config().rules());
  }

  /** The shipped configuration with a bound that a test can wait for. */
  private static JobConfig withoutWaiting() {
    JobConfig shipped = config();
    return shipped.withTime(new TimeConfig(Duration.ofSeconds(1), Duration.ofSeconds(1)));
  }

  @Test
  void everyJobReadsAllAndDetectionFindsWhatWasPlanted() throws Exception {
    List<String> progress = new ArrayList<>();
    Report report =
        new Bench(BenchTest.SMALL, config(), content(), progress::add).run(Inputs.files());

    JsonNode json = new ObjectMapper().readTree(report.json());
    assertThat(json.at("/records").asLong()).isGreaterThan(500);
    assertThat(json.at("/incidents").asInt()).isEqualTo(6);
    assertThat(json.at("/jobs").fieldNames())
        .toIterable()
        .containsExactly("pass-through", "parse-only", "textbook", "detection");
    assertThat(json.at("/jobs"))
        .allSatisfy(job -> assertThat(job.at("/records_per_second").asDouble()).isPositive());
    assertThat(progress).hasSize(5);

    StringWriter table = new StringWriter();
    report.print(new PrintWriter(table, true));
    assertThat(table.toString())
        .contains("mix sources, parallelism 1, medians of 1")
        .contains("detection found exactly the 6 planted incidents");
  }

  @Test
  void readsFromABrokerOfItsOwn() throws Exception {
    try (Inputs broker = Inputs.ownBroker(System.getProperty("java.class.path"))) {
      Report report = new Bench(BenchTest.SMALL, config(), content(), line -> {}).run(broker);
      assertThat(new ObjectMapper().readTree(report.json()).at("/input").asText())
          .isEqualTo("kafka");

      Latency.Result latency =
          new Latency(BenchTest.SMALL, withoutWaiting(), content(), line -> {})
              .run(broker, 50, Duration.ofSeconds(60), Duration.ofSeconds(-55));
      assertThat(latency.stages()).containsOnlyKeys("started", "correlated");
      assertThat(latency.stages().values())
          .allSatisfy(times -> assertThat(times.p99()).isPositive());
    }
  }

  @Test
  void aSeriesRunsEachValue() throws Exception {
    List<Integer> asked = new ArrayList<>();
    Series.Result result =
        new Series(
                BenchTest.SMALL,
                config(),
                rules -> {
                  asked.add(rules);
                  return DetectionContent.load(
                      List.of(Path.of("conf", "rules"), IdleRules.write(rules)));
                },
                line -> {})
            .run(Inputs.files(), Series.Measure.RULES, List.of(1L, 50L));
    assertThat(asked).containsExactly(1, 50);
    assertThat(new ObjectMapper().readTree(result.json()).at("/points"))
        .hasSize(2)
        .allSatisfy(
            point -> assertThat(point.at("/cpu_micros_per_record").asDouble()).isPositive());
  }
}
