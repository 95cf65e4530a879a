package exfilwatch.cli;

import exfilwatch.destination.DestinationContent;
import exfilwatch.detection.ContentException;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.SetupException;
import exfilwatch.job.config.JobConfig;
import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlFile;
import java.nio.file.Files;
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
    return load(
        folders,
        exceptions.isEmpty() ? config.exceptions() : exceptions,
        config.destinationContent());
  }

  /**
   * The content of a folder that is laid out as {@code conf/}; without exceptions there are none,
   * without a catalogue it is the configured one.
   */
  static DetectionContent ofFolder(Path folder, JobConfig config) {
    Path exceptions = folder.resolve("exceptions");
    Path catalogue = folder.resolve("destinations.yaml");
    DestinationContent destinations = config.destinationContent();
    try {
      return load(
          List.of(folder.resolve("rules")),
          Files.isDirectory(exceptions) ? List.of(exceptions) : List.of(),
          Files.exists(catalogue)
              ? destinations.withCatalogue(catalogue.toString(), YamlFile.text(catalogue))
              : destinations);
    } catch (YamlException e) {
      throw new SetupException(String.valueOf(e.getMessage()));
    }
  }

  private static DetectionContent load(
      List<Path> rules, List<Path> exceptions, DestinationContent destinations) {
    try {
      return DetectionContent.load(rules, exceptions, destinations);
    } catch (ContentException e) {
      throw new SetupException(String.valueOf(e.getMessage()));
    }
  }
}
