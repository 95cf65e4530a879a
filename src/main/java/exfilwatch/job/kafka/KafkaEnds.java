package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.job.DeadLetter;
import exfilwatch.job.RecordDecoder;
import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.config.KafkaConfig.Delivery;
import exfilwatch.job.config.KafkaConfig.Topic;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventJson;
import exfilwatch.telemetry.HostKey;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The Kafka source and sinks of the job. */
public final class KafkaEnds {

  /**
   * How long an open transaction lives: a checkpoint and a restart must fit in, and brokers allow
   * no more unless their {@code transaction.max.timeout.ms} is raised.
   */
  public static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

  private static final Duration DISCOVERY = Duration.ofMinutes(1);

  private KafkaEnds() {}

  /**
   * The telemetry, from the group's committed offsets, else from the beginning. Records are decoded
   * in the source, so that its watermarks are those of each partition, and read for that in the
   * thread that fetches them as far as {@link TelemetryDeserializer} finds that of use.
   */
  public static <T> KafkaSource<T> telemetry(
      KafkaConfig kafka, RecordDecoder<T> decoder, TypeInformation<T> type) {
    return builder(kafka, decoder, type).build();
  }

  /** As {@link #telemetry}, up to what is there when the job starts. */
  public static <T> KafkaSource<T> boundedTelemetry(
      KafkaConfig kafka, RecordDecoder<T> decoder, TypeInformation<T> type) {
    return builder(kafka, decoder, type).setBounded(OffsetsInitializer.latest()).build();
  }

  /**
   * The alerts topic. All alerts of an incident have its id as their key, so they stay in order.
   *
   * @param json the alert as UTF-8
   */
  public static <T> KafkaSink<T> alerts(
      KafkaConfig kafka,
      SerializableFunction<T, String> incidentId,
      SerializableFunction<T, byte[]> json) {
    return sink(
        kafka,
        "alerts",
        new AlertSerializer<>(kafka.alerts(), SizeLimit.of(kafka), incidentId, json));
  }

  /** The late topic: events as {@link EventJson}, keyed by their host's name or id. */
  public static KafkaSink<Event> late(KafkaConfig kafka) {
    return sink(
        kafka,
        "late",
        new AlertSerializer<>(
            kafka.late(),
            SizeLimit.of(kafka),
            event -> HostKey.of(event.host()),
            event -> EventJson.toJson(event).getBytes(UTF_8)));
  }

  /** The dead letters topic: the original bytes, and in the headers why and from where. */
  public static KafkaSink<DeadLetter> deadLetters(KafkaConfig kafka) {
    return sink(
        kafka, "dead-letters", new DeadLetterSerializer(kafka.deadLetters(), SizeLimit.of(kafka)));
  }

  // The strategy's name is deprecated by Kafka; the connector has no other parameter for it
  @SuppressWarnings("deprecation")
  private static <T> KafkaSourceBuilder<T> builder(
      KafkaConfig kafka, RecordDecoder<T> decoder, TypeInformation<T> type) {
    Properties properties = new Properties();
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(
        KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
        String.valueOf(DISCOVERY.toMillis()));
    properties.setProperty(KafkaSourceOptions.CLIENT_ID_PREFIX.key(), kafka.group());
    properties.putAll(ClientProperties.consumer(kafka));
    if (decoder.wantsTraces()) {
      properties.setProperty(
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, TelemetryDeserializer.class.getName());
      properties.merge(
          ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
          UselessTogether.class.getName(),
          (configured, ours) -> configured + "," + ours);
    }
    KafkaSourceBuilder<T> builder =
        KafkaSource.<T>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setGroupId(kafka.group())
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setProperties(properties)
            .setDeserializer(new RawRecordDeserializer<>(decoder, type));
    Pattern pattern = kafka.telemetry().pattern();
    return pattern == null
        ? builder.setTopics(kafka.telemetry().topics().stream().map(Topic::name).toList())
        : builder.setTopicPattern(pattern);
  }

  static <T> KafkaSink<T> sink(
      KafkaConfig kafka, String name, KafkaRecordSerializationSchema<T> serializer) {
    Properties properties = new Properties();
    properties.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, String.valueOf(TRANSACTION_TIMEOUT.toMillis()));
    properties.putAll(ClientProperties.producer(kafka));
    return KafkaSink.<T>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaProducerConfig(properties)
        .setDeliveryGuarantee(
            kafka.delivery() == Delivery.EXACTLY_ONCE
                ? DeliveryGuarantee.EXACTLY_ONCE
                : DeliveryGuarantee.AT_LEAST_ONCE)
        .setTransactionalIdPrefix(kafka.group() + "-" + name)
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setRecordSerializer(serializer)
        .build();
  }
}
