package exfilwatch.cli;

import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.ExfilwatchConfig;
import java.nio.file.Path;
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

}
