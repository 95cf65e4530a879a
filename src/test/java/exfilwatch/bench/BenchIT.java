package exfilwatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.kafka.KafkaBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One round of all jobs. */
class BenchIT {

  @Test
  void everyJobReadsAllAndDetectionFindsWhatWasPlanted() throws Exception {
    JobConfig config = JobConfig.load(Path.of("conf", "exfilwatch.yaml"));
    List<String> progress = new ArrayList<>();
    Report report =
        new Bench(BenchTest.SMALL, config, DetectionContent.load(config.rules()), progress::add)
            .run(null);

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
  void readsFromABroker() throws Exception {
    JobConfig config = JobConfig.load(Path.of("conf", "exfilwatch.yaml"));
    DetectionContent content = DetectionContent.load(config.rules());
    try (KafkaBroker broker = KafkaBroker.start()) {
      Report report = new Bench(BenchTest.SMALL, config, content, line -> {}).run(broker.address());
      assertThat(new ObjectMapper().readTree(report.json()).at("/input").asText())
          .isEqualTo("kafka");
    }
  }
}
