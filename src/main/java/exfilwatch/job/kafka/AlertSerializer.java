package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** An alert as a Kafka record. */
final class AlertSerializer<T> extends TopicSerializer<T> {

  private static final long serialVersionUID = 1;

  private final SerializableFunction<T, String> incidentId;
  private final SerializableFunction<T, byte[]> json;

  AlertSerializer(
      String topic,
      SerializableFunction<T, String> incidentId,
      SerializableFunction<T, byte[]> json) {
    super(topic);
    this.incidentId = incidentId;
    this.json = json;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T alert, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(topic, incidentId.apply(alert).getBytes(UTF_8), json.apply(alert));
  }
}
