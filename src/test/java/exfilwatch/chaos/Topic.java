package exfilwatch.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is committed in a topic, as {@code read_committed} sees it, from its beginning on. */
final class Topic implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;

  Topic(String broker, String name) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(name).stream()
            .map(p -> new TopicPartition(name, p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** What has come since the last call, or within {@code patience}. */
  List<ConsumerRecord<byte[], byte[]>> poll(Duration patience) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(patience).forEach(records::add);
    return records;
  }

  /** All that is there now. */
  static List<byte[]> read(String broker, String name) {
    List<byte[]> values = new ArrayList<>();
    try (Topic topic = new Topic(broker, name)) {
      Map<TopicPartition, Long> ends = topic.consumer.endOffsets(topic.consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> topic.consumer.position(end.getKey()) < end.getValue())) {
        topic.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
