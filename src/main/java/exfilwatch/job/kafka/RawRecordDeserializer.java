package exfilwatch.job.kafka;

import exfilwatch.job.RawRecord;
import exfilwatch.job.RecordDecoder;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Hands every Kafka record to the decoder; an exception here would stop the job for ever. */
final class RawRecordDeserializer<T> implements KafkaRecordDeserializationSchema<T> {

  private static final long serialVersionUID = 1;
  private static final byte[] NOTHING = new byte[0];

  private final RecordDecoder<T> decoder;
  private final TypeInformation<T> type;

  // Records come in runs of one partition; its name is made once a run
  private transient @Nullable String topic;
  private transient int partition;
  private transient @Nullable String origin;

  /** The clock as far as it was needed: what was written before has arrived. */
  private transient long now;

  RawRecordDeserializer(RecordDecoder<T> decoder, TypeInformation<T> type) {
    this.decoder = decoder;
    this.type = type;
  }

  @Override
  public void open(InitializationContext context) {
    decoder.open(context.getMetricGroup());
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<T> out) {
    decode(record, out);
  }

  /**
   * Decodes a record.
   *
   * @param record whose value is what the deserializer made of it, whatever Flink takes it for
   */
  void decode(ConsumerRecord<?, ?> record, Collector<T> out) {
    String from = originOf(record);
    long arrival = arrivalOf(record);
    Object value = record.value();
    if (value instanceof FetchedValue fetched) {
      decoder.decodeSafely(fetched.take(from, record.offset(), arrival), out);
    } else if (value instanceof byte[] bytes) {
      decoder.decodeSafely(new RawRecord(from, record.offset(), bytes, null, arrival), out);
    } else {
      decoder.decodeSafely(
          new RawRecord(from, record.offset(), NOTHING, RawRecord.NO_VALUE, arrival), out);
    }
  }

  /**
   * When the broker, or the producer, says that it came in; a shipper may write the event's own
   * time there, so it is never later than now.
   */
  private long arrivalOf(ConsumerRecord<?, ?> record) {
    long written = record.timestamp();
    if (written <= 0 || written > now) {
      now = System.currentTimeMillis();
    }
    return written > 0 ? Math.min(written, now) : now;
  }

  private String originOf(ConsumerRecord<?, ?> record) {
    String known = origin;
    if (known != null && record.partition() == partition && record.topic().equals(topic)) {
      return known;
    }
    topic = record.topic();
    partition = record.partition();
    String made = Origins.name(record.topic(), partition);
    origin = made;
    return made;
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return type;
  }
}
