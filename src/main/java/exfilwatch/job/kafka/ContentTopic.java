package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.content.ContentRecord;
import exfilwatch.job.content.ContentStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The topic that changes the content of a running job: the key is the id of a document, the value
 * the document, no value removes it. Records with a header {@code publication} are judged together
 * when its end comes.
 */
public final class ContentTopic {

  private static final String PUBLICATION = "publication";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private ContentTopic() {}

  /**
   * What the topic holds.
   *
   * @param texts the newest value of each key; null for one that was removed
   * @param next the first offset that isn't in
   */
  public record Snapshot(Map<String, @Nullable String> texts, long next) {}

  static ContentRecord record(ConsumerRecord<byte[], byte[]> record) {
    Header publication = record.headers().lastHeader(PUBLICATION);
    return new ContentRecord(
        record.offset(),
        record.key() == null ? "" : new String(record.key(), UTF_8),
        record.value() == null ? null : new String(record.value(), UTF_8),
        publication == null ? null : new String(publication.value(), UTF_8));
  }

  /**
   * Reads the topic to its end.
   *
   * @throws BrokerException when it can't be read
   */
  public static Snapshot read(KafkaConfig kafka, KafkaConfig.Content topics) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
      TopicPartition partition = new TopicPartition(topics.changes(), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      Map<String, @Nullable String> texts = new TreeMap<>();
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(PATIENCE)) {
          ContentRecord record = record(each);
          if (!record.id().equals(ContentRecord.END) && !record.id().isEmpty()) {
            texts.put(record.id(), record.text());
          }
        }
      }
      return new Snapshot(texts, end);
    } catch (KafkaException e) {
      throw new BrokerException("kafka.content: " + e.getMessage());
    }
  }

  /**
   * Sends changes, all or none, and then waits for what the job says of them.
   *
   * @param changes by id; null removes
   * @param remaining all ids that there are to be afterwards
   * @param patience how long to wait for the job
   * @return the end of the publication last; without it when the job didn't answer in time
   * @throws BrokerException when they can't be sent
   */
  public static List<ContentStatus> publish(
      KafkaConfig kafka,
      KafkaConfig.Content topics,
      Map<String, @Nullable String> changes,
      List<String> remaining,
      Duration patience) {
    String publication = UUID.randomUUID().toString();
    try (KafkaConsumer<byte[], byte[]> statuses = consumer(kafka)) {
      List<TopicPartition> partitions =
          statuses.partitionsFor(topics.status(), PATIENCE).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      statuses.assign(partitions);
      statuses.seekToEnd(partitions);
      partitions.forEach(statuses::position); // it looks for the end only now
      send(kafka, topics, changes, publication, String.join("\n", remaining));
      return await(statuses, publication, patience);
    } catch (KafkaException e) {
      throw new BrokerException("kafka.content: " + e.getMessage());
    }
  }

  private static void send(
      KafkaConfig kafka,
      KafkaConfig.Content topics,
      Map<String, @Nullable String> changes,
      String publication,
      String remaining) {
    Properties properties = ClientProperties.producer(kafka);
    properties.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    properties.setProperty(ProducerConfig.TRANSACTIONAL_ID_CONFIG, kafka.group() + "-publish");
    properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, "20000");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      changes.forEach((id, text) -> send(producer, record(topics, id, text, publication)));
      send(producer, record(topics, ContentRecord.END, remaining, publication));
      producer.commitTransaction();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the commit throws what went wrong
  private static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    producer.send(record);
  }

  private static ProducerRecord<byte[], byte[]> record(
      KafkaConfig.Content topics, String id, @Nullable String text, String publication) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topics.changes(), 0, id.getBytes(UTF_8), text == null ? null : text.getBytes(UTF_8));
    record.headers().add(PUBLICATION, publication.getBytes(UTF_8));
    return record;
  }

  private static List<ContentStatus> await(
      KafkaConsumer<byte[], byte[]> statuses, String publication, Duration patience) {
    List<ContentStatus> own = new ArrayList<>();
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      for (ConsumerRecord<byte[], byte[]> record : statuses.poll(Duration.ofMillis(200))) {
        ContentStatus status = record.value() == null ? null : ContentStatus.of(record.value());
        if (status != null && publication.equals(status.publication())) {
          own.add(status);
          if (status.id().equals(ContentRecord.END)) {
            return own;
          }
        }
      }
    }
    return own;
  }

  static KafkaConsumer<byte[], byte[]> consumer(KafkaConfig kafka) {
    Properties properties = ClientProperties.consumer(kafka);
    properties.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.setProperty(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(PATIENCE.toMillis()));
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
