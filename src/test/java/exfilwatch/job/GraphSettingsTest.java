package exfilwatch.job;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.correlation.GateSettings;
import exfilwatch.correlation.IncidentSettings;
import exfilwatch.correlation.SuppressionSettings;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is configured arrives in the operators. */
class GraphSettingsTest {

  private static final long MINUTE = 60_000;

  @TempDir private Path folder;

  @Test
  void everyTimeAndLimitIsTheConfiguredOne() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            time: {out_of_orderness: 2m}
            incident: {quiet: 3h, max_age: 4d}
            suppression: {window: 5m, longest: 6h, storm: 7, storm_span: 8m}
            """);
    for (boolean sorted : new boolean[] {true, false}) {
      JobConfig config = JobConfig.load(file);
      GraphSettings settings =
          sorted ? GraphSettings.bounded(config) : GraphSettings.streaming(config);
      long maxAge = Duration.ofDays(4).toMillis();
      assertThat(settings.gate()).isEqualTo(GateSettings.of(sorted, 2 * MINUTE, maxAge));
      assertThat(settings.incident(Duration.ofMinutes(9)))
          .isEqualTo(
              new IncidentSettings(
                  sorted, 2 * MINUTE, 9 * MINUTE, 2 * MINUTE, 3 * 60 * MINUTE, maxAge));
      assertThat(settings.suppress())
          .isEqualTo(
              new SuppressionSettings(sorted, 5 * MINUTE, 6 * 60 * MINUTE, maxAge, 7, 8 * MINUTE));
    }
  }

  @Test
  void theTimeFromStartToConnectionIsTheCorrelations() throws Exception {
    try (Stream<Path> rules = Files.list(Path.of("conf", "rules"))) {
      rules.forEach(this::withLongerTime);
    }
    assertThat(DetectionContent.load(List.of(folder)).timespan()).isEqualTo(Duration.ofMinutes(25));
  }

  private void withLongerTime(Path rule) {
    try {
      Files.writeString(
          folder.resolve(rule.getFileName()),
          Files.readString(rule).replace("timespan: 10m", "timespan: 25m"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
