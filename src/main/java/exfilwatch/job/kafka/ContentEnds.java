package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.content.ContentRecord;
import exfilwatch.job.content.ContentStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The ends of the job through which its content changes. */
public final class ContentEnds {

  private ContentEnds() {}

  /**
   * The changes.
   *
   * @param from the first offset, for a job without state
   */
  public static KafkaSource<ContentRecord> changes(
      KafkaConfig kafka, KafkaConfig.Content topics, long from) {
    Properties properties = new Properties();
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(KafkaSourceOptions.CLIENT_ID_PREFIX.key(), kafka.group() + "-content");
    properties.putAll(ClientProperties.consumer(kafka));
    properties.setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "false");
    return KafkaSource.<ContentRecord>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setGroupId(kafka.group())
        .setTopics(topics.changes())
        .setStartingOffsets(
            OffsetsInitializer.offsets(Map.of(new TopicPartition(topics.changes(), 0), from)))
        .setProperties(properties)
        .setDeserializer(new Deserializer())
        .build();
  }

  /**
   * What became of each change. Exactly once means also: who reads that a change is accepted knows
   * that every subtask goes by it, and that a restart will keep it, because a checkpoint is between.
   */
  public static KafkaSink<ContentStatus> status(KafkaConfig kafka, KafkaConfig.Content topics) {
    return KafkaEnds.sink(kafka, "content-status", new Serializer(topics.status()));
  }

  private static final class Deserializer
      implements KafkaRecordDeserializationSchema<ContentRecord> {

    private static final long serialVersionUID = 1;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ContentRecord> out) {
      out.collect(ContentTopic.record(record));
    }

    @Override
    public TypeInformation<ContentRecord> getProducedType() {
      return TypeInformation.of(ContentRecord.class);
    }
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
