package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.job.DeadLetter;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as a Kafka record: the original bytes as they are, so that they can be sent again,
 * with {@code reason}, {@code detail}, {@code topic}, {@code partition}, {@code offset} and {@code
 * time} (when it was written, ISO 8601, UTC) in the headers. Of one that is too large to be sent
 * the beginning, and {@code cut-from}, its length in bytes.
 */
final class DeadLetterSerializer extends TopicSerializer<DeadLetter> {

  private static final long serialVersionUID = 1;

  private final SizeLimit limit;

  DeadLetterSerializer(String topic, SizeLimit limit) {
    super(topic);
    this.limit = limit;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, limit.beginningOf(letter.bytes()));
    header(record, "reason", letter.reason());
    header(record, "detail", letter.detail());
    header(record, "topic", Origins.topic(letter.origin()));
    header(record, "partition", Origins.partition(letter.origin()));
    header(record, "offset", Long.toString(letter.position()));
    if (limit.isExceededBy(letter.bytes())) {
      header(record, "cut-from", Integer.toString(letter.bytes().length));
    }
    header(record, "time", Instant.now().toString());
    return record;
  }

  private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
