package exfilwatch.cli;

import exfilwatch.detection.ContentException;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.GraphSettings;
import exfilwatch.job.SetupException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which configuration and rules to use. */
final class ContentOptions {

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "configuration (default: conf/exfilwatch.yaml of the installation)")
  private @Nullable Path conf;

  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description = "Sigma rules instead of the configured ones; repeatable")
  private List<Path> rules = new ArrayList<>();

  DetectionContent load() {
    try {
      return DetectionContent.load(rules.isEmpty() ? List.of(Path.of("conf/rules")) : rules);
    } catch (ContentException e) {
      throw new SetupException(e.getMessage());
    }
  }

  GraphSettings settings() {
    return new GraphSettings(true, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(7));
  }
}
