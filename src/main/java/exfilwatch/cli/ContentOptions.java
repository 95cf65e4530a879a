package exfilwatch.cli;

import exfilwatch.detection.ContentException;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.SetupException;
import exfilwatch.job.config.JobConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which configuration, rules and exceptions to use. */
final class ContentOptions {

  @Mixin private ConfOption conf = new ConfOption();

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
    return conf.config(withSecrets);
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
}
