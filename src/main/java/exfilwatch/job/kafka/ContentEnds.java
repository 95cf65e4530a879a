package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.content.ContentLog;
import exfilwatch.job.content.ContentStatus;
import java.util.Objects;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The ends of the job through which its content changes. */
public final class ContentEnds {

  private ContentEnds() {}

  /** The changes, for everybody who follows them by himself. */
  public static ContentLog changes(KafkaConfig kafka, KafkaConfig.Content topics) {
    return from -> ContentFollower.start(kafka, topics.changes(), from);
  }

  /**
   * What became of each change. Exactly once means also: who reads that a change is accepted knows
   * that a restart will keep it.
   */
  public static KafkaSink<ContentStatus> status(KafkaConfig kafka, KafkaConfig.Content topics) {
    return KafkaEnds.sink(kafka, "content-status", new Serializer(topics.status()));
  }

  /** The statuses of one publication have one key, so they stay in order. */
  private static final class Serializer extends TopicSerializer<ContentStatus> {

    private static final long serialVersionUID = 1;

    Serializer(String topic) {
      super(topic);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        ContentStatus status, KafkaSinkContext context, @Nullable Long timestamp) {
      String key = Objects.requireNonNullElse(status.publication(), status.id());
      return new ProducerRecord<>(topic, key.getBytes(UTF_8), status.toJson());
    }
  }
}
