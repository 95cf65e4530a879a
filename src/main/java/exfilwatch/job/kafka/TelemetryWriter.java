package exfilwatch.job.kafka;

import exfilwatch.job.config.KafkaConfig;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes raw records to a telemetry topic, without a key, so that partitions take turns. */
public final class TelemetryWriter implements AutoCloseable {

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private volatile @Nullable Exception failure;

  /**
   * Connects when the first record is written.
   *
   * @throws BrokerException when a client property can't be used
   */
  public TelemetryWriter(KafkaConfig kafka, String topic) {
    this.topic = topic;
    Properties properties = ClientProperties.producer(kafka);
    properties.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "20");
    properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    try {
      producer =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw new BrokerException("kafka.properties: " + e.getMessage());
    }
  }

  /** Queues a record; a failure of an earlier one is thrown here or by {@link #close}. */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback takes the failure
  public void write(byte[] record) {
    throwFailure();
    producer.send(
        new ProducerRecord<>(topic, record),
        (metadata, exception) -> {
          if (exception != null) {
            failure = exception;
          }
        });
  }

  /** Waits until all is written. */
  @Override
  public void close() {
    producer.close();
    throwFailure();
  }

  private void throwFailure() {
    Exception broken = failure;
    if (broken != null) {
      throw new BrokerException("kafka: topic " + topic + ": " + broken.getMessage());
    }
  }
}
