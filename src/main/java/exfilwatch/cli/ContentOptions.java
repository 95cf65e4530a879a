package exfilwatch.cli;

import exfilwatch.detection.ContentException;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.SetupException;
import exfilwatch.job.config.JobConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which configuration, rules and exceptions to use. */
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

  @Option(
      names = "--exceptions",
      paramLabel = "DIR",
      description = "exceptions instead of the configured ones; repeatable")
  private List<Path> exceptions = new ArrayList<>();

  /** The configuration, with its secrets looked up only for who needs them. */
  JobConfig config(boolean withSecrets) {
    Path file = conf != null ? conf : installed();
    return withSecrets ? JobConfig.loadWithSecrets(file) : JobConfig.load(file);
  }

  DetectionContent content(JobConfig config) {
    return content(config, List.of());
  }

  /** With more folders of rules than those configured. */
  DetectionContent content(JobConfig config, List<Path> more) {
    List<Path> folders = new ArrayList<>(rules.isEmpty() ? config.rules() : rules);
    folders.addAll(more);
    try {
      return DetectionContent.load(
          folders,
          exceptions.isEmpty() ? config.exceptions() : exceptions,
          config.destinationContent());
    } catch (ContentException e) {
      throw new SetupException(String.valueOf(e.getMessage()));
    }
  }

  /** The launcher says where the installation is; without it the current folder is taken for it. */
  private static Path installed() {
    return Path.of(System.getProperty("exfilwatch.home", ""), "conf", "exfilwatch.yaml");
  }
}
