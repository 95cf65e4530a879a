package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** An alert as a Kafka record, cut short where it is too large for one. */
final class AlertSerializer<T> extends TopicSerializer<T> {

  private static final long serialVersionUID = 1;

  /** Of a key; hosts have names that an attacker may choose. */
  private static final int LONGEST_KEY = 1024;

  private final SizeLimit limit;
  private final SerializableFunction<T, String> incidentId;
  private final SerializableFunction<T, byte[]> json;

  AlertSerializer(
      String topic,
      SizeLimit limit,
      SerializableFunction<T, String> incidentId,
      SerializableFunction<T, byte[]> json) {
    super(topic);
    this.limit = limit;
    this.incidentId = incidentId;
    this.json = json;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T alert, KafkaSinkContext context, @Nullable Long timestamp) {
    byte[] key = incidentId.apply(alert).getBytes(UTF_8);
    return new ProducerRecord<>(
        topic,
        key.length > LONGEST_KEY ? Arrays.copyOf(key, LONGEST_KEY) : key,
        limit.fit(json.apply(alert)));
  }
}
