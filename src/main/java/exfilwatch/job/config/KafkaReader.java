package exfilwatch.job.config;

import exfilwatch.alert.AlertFormat;
import exfilwatch.job.config.KafkaConfig.Delivery;
import exfilwatch.job.config.KafkaConfig.Telemetry;
import exfilwatch.job.config.KafkaConfig.Topic;
import exfilwatch.telemetry.decode.TelemetryDecoder;
import exfilwatch.yaml.Suggestion;
import exfilwatch.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The section {@code kafka}. */
final class KafkaReader {

  private static final Pattern ADDRESS =
      Pattern.compile("([\\w.-]+|\\[[0-9A-Fa-f:.]+]):[0-9]{1,5}", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** Properties that the job sets by itself, each with what to set instead. */
  private static final Map<String, String> RESERVED =
      Map.of(
          "bootstrap.servers", "kafka.bootstrap_servers",
          "group.id", "kafka.group",
          "transactional.id", "kafka.group",
          "key.serializer", "nothing",
          "value.serializer", "nothing",
          "key.deserializer", "nothing",
          "value.deserializer", "nothing");

  private final References references;

  KafkaReader(References references) {
    this.references = references;
  }

  KafkaConfig read(YamlNode node) {
    node.rejectUnknownKeys(
        "bootstrap_servers",
        "properties",
        "telemetry",
        "alerts",
        "alerts_format",
        "dead_letters",
        "late",
        "content",
        "content_status",
        "group",
        "delivery");
    Telemetry telemetry = telemetry(node.get("telemetry"));
    return new KafkaConfig(
        servers(node.get("bootstrap_servers")),
        node.find("properties").map(this::properties).orElse(Map.of()),
        telemetry,
        output(node, "alerts", "exfilwatch.alerts", telemetry),
        output(node, "dead_letters", "exfilwatch.dead-letters", telemetry),
        output(node, "late", "exfilwatch.late", telemetry),
        node.find("group").map(references::text).orElse("exfilwatch"),
        node.find("delivery").map(n -> n.oneOf(Delivery.class)).orElse(Delivery.EXACTLY_ONCE),
        node.find("alerts_format").map(n -> n.oneOf(AlertFormat.class)).orElse(AlertFormat.ECS),
        content(node, telemetry));
  }

  private KafkaConfig.@Nullable Content content(YamlNode node, Telemetry telemetry) {
    Optional<YamlNode> status = node.find("content_status");
    if (node.find("content").isEmpty()) {
      status.ifPresent(
          named -> {
            throw named.error("tells of changes, but none are read; write content, too");
          });
      return null;
    }
    String changes = output(node, "content", "", telemetry);
    return new KafkaConfig.Content(
        changes, output(node, "content_status", changes + ".status", telemetry));
  }

  private String servers(YamlNode node) {
    List<String> addresses = new ArrayList<>();
    for (YamlNode item : node.listOrOne()) {
      for (String address : references.text(item).split(",", -1)) {
        if (!ADDRESS.matcher(address.strip()).matches() && !address.contains("${")) {
          throw item.error("'" + address.strip() + "' is no address; write HOST:PORT");
        }
        addresses.add(address.strip());
      }
    }
    return String.join(",", addresses);
  }

  private Map<String, String> properties(YamlNode node) {
    Map<String, String> properties = new LinkedHashMap<>();
    node.map()
        .forEach(
            (key, value) -> {
              String bare = key.replaceFirst("^(consumer|producer)\\.", "");
              if (RESERVED.containsKey(bare)) {
                throw value.error("is set by the job; set " + RESERVED.get(bare) + " instead");
              }
              properties.put(key, references.text(value));
            });
    return properties;
  }

  private Telemetry telemetry(YamlNode node) {
    node.rejectUnknownKeys("topics", "pattern", "source");
    String source = node.find("source").map(KafkaReader::source).orElse(KafkaConfig.AUTO);
    if (node.find("topics").isPresent() == node.find("pattern").isPresent()) {
      throw node.error("needs either topics or pattern; write one of them");
    }
    return node.find("pattern")
        .map(n -> Telemetry.matching(pattern(n), source))
        .orElseGet(() -> Telemetry.of(topics(node.get("topics"), source)));
  }

  private List<Topic> topics(YamlNode node, String standard) {
    List<Topic> topics = new ArrayList<>();
    for (YamlNode item : node.listOrOne()) {
      if (item.isMap()) {
        item.rejectUnknownKeys("name", "source");
        topics.add(
            new Topic(
                topic(item.get("name")),
                item.find("source").map(KafkaReader::source).orElse(standard)));
      } else {
        topics.add(new Topic(topic(item), standard));
      }
    }
    if (topics.isEmpty()) {
      throw node.error("names no topic; write at least one");
    }
    return topics;
  }

  private static String source(YamlNode node) {
    List<String> known = TelemetryDecoder.sources();
    if (!known.contains(node.string())) {
      throw node.error(
          "'" + node.string() + "' is no source; " + Suggestion.hint(node.string(), known));
    }
    return node.string();
  }

  private static Pattern pattern(YamlNode node) {
    try {
      return Pattern.compile(node.string());
    } catch (PatternSyntaxException e) {
      throw node.error("is no regular expression: " + e.getDescription());
    }
  }

  private String topic(YamlNode node) {
    String name = references.text(node);
    if (!TOPIC.matcher(name).matches() && !name.contains("${")) {
      throw node.error(
          "'" + name + "' is no topic; write letters, digits, '.', '_' and '-', at most 249");
    }
    return name;
  }

  /** A topic that is written must not be read, or the job would feed itself. */
  private String output(YamlNode node, String key, String standard, Telemetry telemetry) {
    String name = node.find(key).map(this::topic).orElse(standard);
    Pattern pattern = telemetry.pattern();
    boolean read =
        pattern == null
            ? telemetry.topics().stream().anyMatch(topic -> topic.name().equals(name))
            : pattern.matcher(name).matches();
    if (read) {
      throw node.find(key)
          .orElse(node.get("telemetry"))
          .error("the job would read the topic " + name + " that it writes; give it another name");
    }
    return name;
  }
}
