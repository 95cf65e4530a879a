package exfilwatch.job.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Hands over one record again and again instead of each that a {@link TelemetryDeserializer} found
 * to be of no use: there is nothing to see in them, but for the thread that decodes each one lies
 * in another core's memory. As many records as before come out, so that all counts are right.
 *
 * <p>Of what is fetched of a partition at a time the first record stays the first. Those of no use
 * come next and have its offset, so that the job, wherever it starts again, reads no other one
 * twice or never. The last one stays the last, so that the group's offset gets to the end.
 */
public final class UselessTogether implements ConsumerInterceptor<byte[], FetchedValue> {

  @Override
  public ConsumerRecords<byte[], FetchedValue> onConsume(
      ConsumerRecords<byte[], FetchedValue> fetched) {
    Map<TopicPartition, List<ConsumerRecord<byte[], FetchedValue>>> all = new LinkedHashMap<>();
    for (TopicPartition partition : fetched.partitions()) {
      all.put(partition, together(fetched.records(partition)));
    }
    return new ConsumerRecords<>(all, fetched.nextOffsets());
  }

  private static List<ConsumerRecord<byte[], FetchedValue>> together(
      List<ConsumerRecord<byte[], FetchedValue>> records) {
    int last = records.size() - 1;
    if (last < 2) {
      return records;
    }
    ConsumerRecord<byte[], FetchedValue> first = records.get(0);
    List<ConsumerRecord<byte[], FetchedValue>> ordered = new ArrayList<>(records.size());
    ordered.add(first);
    Map<String, ConsumerRecord<byte[], FetchedValue>> useless = new HashMap<>();
    for (int i = 1; i < last; i++) {
      FetchedValue value = records.get(i).value();
      String source = uselessTo(value);
      if (source != null) {
        ordered.add(useless.computeIfAbsent(source, s -> at(first, value)));
      }
    }
    for (int i = 1; i < last; i++) {
      if (uselessTo(records.get(i).value()) == null) {
        ordered.add(records.get(i));
      }
    }
    ordered.add(records.get(last));
    return ordered;
  }

  /** Null also for a record without a value. */
  private static @Nullable String uselessTo(@Nullable FetchedValue value) {
    return value == null ? null : value.uselessTo();
  }

  /** A record with that value where the other one is. */
  private static ConsumerRecord<byte[], FetchedValue> at(
      ConsumerRecord<byte[], FetchedValue> place, FetchedValue value) {
    return new ConsumerRecord<>(
        place.topic(),
        place.partition(),
        place.offset(),
        place.timestamp(),
        place.timestampType(),
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        null,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> configs) {}
}
