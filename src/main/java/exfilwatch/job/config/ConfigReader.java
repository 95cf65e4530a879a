package exfilwatch.job.config;

import exfilwatch.alert.RiskWeights;
import exfilwatch.destination.Networks;
import exfilwatch.destination.Proxies;
import exfilwatch.job.config.RuntimeConfig.StateBackend;
import exfilwatch.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From YAML to the records, with every mistake named by file, line and key. */
final class ConfigReader {

  private ConfigReader() {}

  static JobConfig read(Path file, YamlNode root, References references) {
    root.rejectUnknownKeys(
        "rules",
        "exceptions",
        "destinations",
        "network",
        "time",
        "incident",
        "suppression",
        "risk",
        "runtime",
        "kafka");
    RuntimeConfig runtime =
        root.find("runtime").map(ConfigReader::runtime).orElse(RuntimeConfig.DEFAULT);
    KafkaConfig kafka =
        root.find("kafka").map(node -> new KafkaReader(references).read(node)).orElse(null);
    checkInterval(root, runtime, kafka);
    return new JobConfig(
        file,
        root.find("rules")
            .map(node -> beside(file, node.strings()))
            .orElseGet(() -> beside(file, List.of("rules"))),
        root.find("exceptions")
            .map(node -> beside(file, node.strings()))
            .orElseGet(
                () ->
                    beside(file, List.of("exceptions")).stream()
                        .filter(Files::isDirectory)
                        .toList()),
        catalogue(file, root),
        root.find("network").map(ConfigReader::network).orElse(NetworkConfig.NONE),
        root.find("time").map(ConfigReader::time).orElse(TimeConfig.DEFAULT),
        root.find("incident").map(ConfigReader::incident).orElse(IncidentConfig.DEFAULT),
        root.find("suppression").map(ConfigReader::suppression).orElse(SuppressionConfig.DEFAULT),
        root.find("risk").map(RiskWeights::read).orElse(RiskWeights.DEFAULT),
        runtime,
        kafka);
  }

  private static List<Path> beside(Path file, List<String> names) {
    return names.stream().map(file.toAbsolutePath()::resolveSibling).map(Path::normalize).toList();
  }

  /** The named file; where none is named the one beside the configuration, if it is there. */
  private static @Nullable Path catalogue(Path file, YamlNode root) {
    Path folder = file.toAbsolutePath();
    Path standard = folder.resolveSibling("destinations.yaml");
    return root.find("destinations")
        .map(node -> folder.resolveSibling(node.string()).normalize())
        .orElse(Files.exists(standard) ? standard : null);
  }

  private static NetworkConfig network(YamlNode node) {
    node.rejectUnknownKeys("internal", "proxies");
    node.find("internal").ifPresent(Networks::of);
    node.find("proxies").ifPresent(Proxies::of);
    return new NetworkConfig(
        node.find("internal").map(YamlNode::strings).orElse(List.of()),
        node.find("proxies").map(YamlNode::strings).orElse(List.of()));
  }

  private static TimeConfig time(YamlNode node) {
    node.rejectUnknownKeys("out_of_orderness", "idleness");
    TimeConfig standard = TimeConfig.DEFAULT;
    return new TimeConfig(
        duration(node, "out_of_orderness", Duration.ZERO, standard.outOfOrderness()),
        duration(node, "idleness", Duration.ofMillis(1), standard.idleness()));
  }

  private static IncidentConfig incident(YamlNode node) {
    node.rejectUnknownKeys("quiet", "max_age");
    Duration quiet = duration(node, "quiet", Duration.ofSeconds(1), IncidentConfig.DEFAULT.quiet());
    return new IncidentConfig(
        quiet, duration(node, "max_age", quiet, IncidentConfig.DEFAULT.maxAge()));
  }

  private static SuppressionConfig suppression(YamlNode node) {
    node.rejectUnknownKeys("window", "longest", "storm", "storm_span");
    SuppressionConfig standard = SuppressionConfig.DEFAULT;
    Duration window = duration(node, "window", Duration.ZERO, standard.window());
    return new SuppressionConfig(
        window,
        duration(node, "longest", window, longer(window, standard.longest())),
        node.find("storm").map(n -> (int) n.integer(1, 1_000_000)).orElse(standard.storm()),
        duration(node, "storm_span", Duration.ofSeconds(1), standard.stormSpan()));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static RuntimeConfig runtime(YamlNode node) {
    node.rejectUnknownKeys(
        "parallelism",
        "max_parallelism",
        "state_backend",
        "checkpoint_interval",
        "checkpoint_directory");
    RuntimeConfig standard = RuntimeConfig.DEFAULT;
    int maxParallelism =
        node.find("max_parallelism")
            .map(n -> (int) n.integer(1, 1 << 15))
            .orElse(standard.maxParallelism());
    @Nullable Integer parallelism =
        node.find("parallelism").map(n -> (int) n.integer(1, maxParallelism)).orElse(null);
    return new RuntimeConfig(
        parallelism,
        maxParallelism,
        node.find("state_backend")
            .map(n -> n.oneOf(StateBackend.class))
            .orElse(standard.stateBackend()),
        duration(
            node, "checkpoint_interval", Duration.ofMillis(100), standard.checkpointInterval()),
        node.find("checkpoint_directory").map(YamlNode::string).orElse(null));
  }

  private static Duration duration(YamlNode node, String key, Duration least, Duration standard) {
    return node.find(key)
        .map(
            n -> {
              Duration duration = n.duration();
              if (duration.compareTo(least) < 0) {
                throw n.error(n.string() + " is too short; write at least " + show(least));
              }
              return duration;
            })
        .orElse(standard);
  }

  /** An open transaction must outlive a checkpoint interval and a restart. */
  private static void checkInterval(
      YamlNode root, RuntimeConfig runtime, @Nullable KafkaConfig kafka) {
    if (kafka != null
        && kafka.delivery() == KafkaConfig.Delivery.EXACTLY_ONCE
        && runtime.checkpointInterval().compareTo(Duration.ofMinutes(10)) > 0) {
      throw root.get("runtime")
          .get("checkpoint_interval")
          .error(
              "is too long for exactly_once, since brokers end transactions after 15m; write at"
                  + " most 10m");
    }
  }

  private static String show(Duration duration) {
    return duration.toSeconds() > 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }
}
