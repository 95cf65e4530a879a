package exfilwatch.job.config;

import exfilwatch.alert.AlertFormat;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The broker and what is read from and written to it.
 *
 * @param bootstrapServers {@code host:port} pairs, with commas between
 * @param properties any client properties, for example of security; with the prefix {@code
 *     consumer.} or {@code producer.} only for that client
 * @param telemetry read; several topics can have several sources
 * @param alerts topic of the alerts
 * @param deadLetters topic of the input that became no event
 * @param late topic of the activity that came too late for a decision
 * @param group consumer group, and the beginning of all transactional ids: one a running job
 * @param alertsFormat what the alerts of that topic are written as
 * @param content where rules, exceptions and destinations are changed; null when a restart changes
 *     them
 */
public record KafkaConfig(
    String bootstrapServers,
    Map<String, String> properties,
    Telemetry telemetry,
    String alerts,
    String deadLetters,
    String late,
    String group,
    Delivery delivery,
    AlertFormat alertsFormat,
    @Nullable Content content)
    implements Serializable {

  public KafkaConfig {
    properties = Map.copyOf(properties);
  }

  /** With alerts in ECS, without a topic of content. */
  public KafkaConfig(
      String bootstrapServers,
      Map<String, String> properties,
      Telemetry telemetry,
      String alerts,
      String deadLetters,
      String late,
      String group,
      Delivery delivery) {
    this(
        bootstrapServers,
        properties,
        telemetry,
        alerts,
        deadLetters,
        late,
        group,
        delivery,
        AlertFormat.ECS,
        null);
  }

  /**
   * The topics that change the content of a running job.
   *
   * @param changes compacted, with one partition
   * @param status what became of each change
   */
  public record Content(String changes, String status) implements Serializable {}

  /** Without the values of the properties, which may be secrets. */
  @Override
  public String toString() {
    return "KafkaConfig[%s, %s, group %s, %s]"
        .formatted(bootstrapServers, properties.keySet(), group, delivery);
  }

  /** What readers of the alerts topic can rely on. */
  public enum Delivery {
    /** Each alert once, readable with {@code read_committed} after the next checkpoint. */
    EXACTLY_ONCE,
    /** Each alert at once, after a failure possibly again with the same id. */
    AT_LEAST_ONCE
  }

  /**
   * The topics with telemetry: either by name or by pattern.
   *
   * @param topics empty when {@code pattern} is given
   * @param pattern regular expression over whole topic names; new topics are found while running
   */
  public record Telemetry(List<Topic> topics, @Nullable Pattern pattern, String patternSource)
      implements Serializable {

    public Telemetry {
      topics = List.copyOf(topics);
      if (topics.isEmpty() == (pattern == null)) {
        throw new IllegalArgumentException("either topics or a pattern");
      }
    }

    /** Topics by name. */
    public static Telemetry of(List<Topic> topics) {
      return new Telemetry(topics, null, AUTO);
    }

    /** Topics by pattern. */
    public static Telemetry matching(Pattern pattern, String source) {
      return new Telemetry(List.of(), pattern, source);
    }

    /** What the events of a topic are: the name of a source, or {@link #AUTO}. */
    public String sourceOf(String topic) {
      for (Topic t : topics) {
        if (t.name().equals(topic)) {
          return t.source();
        }
      }
      return patternSource;
    }
  }

  /** A topic and what its events are: the name of a source, or {@link #AUTO}. */
  public record Topic(String name, String source) implements Serializable {}

  /** Each event tells by itself what it is. */
  public static final String AUTO = "auto";
}
