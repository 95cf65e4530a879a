package exfilwatch.job.config;

import exfilwatch.alert.RiskWeights;
import exfilwatch.destination.DestinationContent;
import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code conf/exfilwatch.yaml}. What the file leaves out has the default that the shipped file
 * shows; unknown keys are errors.
 *
 * @param file where it was read from
 * @param rules folders of detection rules; relative ones are beside the file
 * @param exceptions folders of exceptions; empty when none is named and there is no {@code
 *     exceptions} beside the file
 * @param destinations the catalogue of cloud storage; null for the shipped one
 * @param network what belongs to the organisation
 * @param kafka null when the file has none, which is enough for hunting
 */
public record JobConfig(
    Path file,
    List<Path> rules,
    List<Path> exceptions,
    @Nullable Path destinations,
    NetworkConfig network,
    TimeConfig time,
    IncidentConfig incident,
    SuppressionConfig suppression,
    RiskWeights risk,
    RuntimeConfig runtime,
    @Nullable KafkaConfig kafka) {

  public JobConfig {
    rules = List.copyOf(rules);
    exceptions = List.copyOf(exceptions);
  }

  /**
   * Reads the file without looking up the secrets that it refers to: for what does not talk to
   * Kafka.
   *
   * @throws ConfigException for the first mistake
   */
  public static JobConfig load(Path file) {
    return read(file, References.KEPT);
  }

  /**
   * As {@link #load}, with its references {@code ${env:NAME}} and {@code ${file:PATH}} resolved.
   */
  public static JobConfig loadWithSecrets(Path file) {
    return read(file, References.resolved(file, System.getenv()));
  }

  static JobConfig read(Path file, References references) {
    try {
      return ConfigReader.read(file, YamlFile.document(file), references);
    } catch (YamlException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The catalogue with the organisation's networks.
   *
   * @throws ConfigException when the catalogue isn't good
   */
  public DestinationContent destinationContent() {
    try {
      return DestinationContent.of(destinations, network.internal(), network.proxies());
    } catch (YamlException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** The same with other times. */
  public JobConfig withTime(TimeConfig other) {
    return new JobConfig(
        file,
        rules,
        exceptions,
        destinations,
        network,
        other,
        incident,
        suppression,
        risk,
        runtime,
        kafka);
  }

  /** The same with other Kafka ends. */
  public JobConfig withKafka(KafkaConfig other) {
    return new JobConfig(
        file,
        rules,
        exceptions,
        destinations,
        network,
        time,
        incident,
        suppression,
        risk,
        runtime,
        other);
  }

  /** The Kafka ends, for a command that can't do without. */
  public KafkaConfig requireKafka() {
    if (kafka == null) {
      throw new ConfigException(
          file + ": kafka: is missing; add bootstrap_servers and telemetry below it");
    }
    return kafka;
  }
}
