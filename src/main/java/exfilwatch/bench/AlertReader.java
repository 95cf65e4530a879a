package exfilwatch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.job.config.KafkaConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the alerts topic all the time, and notes for each alert how old its event was by then. */
final class AlertReader implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Seen(String stage, long time, long ageMs) {}

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Seen> seen = new ArrayList<>();
  private final Thread thread = new Thread(this::read, "alert-reader");
  private volatile boolean closed;

  private AlertReader(KafkaConfig kafka) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(kafka.alerts()).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread.setDaemon(true);
  }

  static AlertReader start(KafkaConfig kafka) {
    AlertReader reader = new AlertReader(kafka);
    reader.thread.start();
    return reader;
  }

  /**
   * In milliseconds, from the alert's event to the reading of the alert.
   *
   * @param since of earlier events no alert counts
   */
  List<Long> latencies(String stage, Instant since) {
    synchronized (seen) {
      return seen.stream()
          .filter(alert -> alert.stage().equals(stage) && alert.time() >= since.toEpochMilli())
          .map(Seen::ageMs)
          .toList();
    }
  }

  private void read() {
    while (!closed) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(10))) {
        note(record.value(), System.currentTimeMillis());
      }
    }
    consumer.close();
  }

  private void note(byte[] alert, long now) {
    try {
      JsonNode json = JSON.readTree(alert);
      long time = Instant.parse(json.at("/@timestamp").asText()).toEpochMilli();
      synchronized (seen) {
        seen.add(new Seen(json.at("/exfil/stage").asText(), time, now - time));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
