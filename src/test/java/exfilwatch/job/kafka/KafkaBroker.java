package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker (KRaft, one node) in a child process from the test class path, on free ports
 * of the loopback address, with its data under {@code target/kafka}. It never outlives this JVM.
 *
 * <pre>{@code
 * try (KafkaBroker broker = KafkaBroker.start()) {
 *   broker.createTopic("telemetry", 4);
 *   broker.produce("telemetry", 0, "{}");
 *   broker.read("alerts", 3, Duration.ofSeconds(30));
 * }
 * }</pre>
 */
public final class KafkaBroker implements AutoCloseable {

  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final String address;
  private final String clusterId = Uuid.randomUuid().toString();
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private @Nullable Process process;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  private KafkaBroker(Path folder, int port, int controllerPort) throws IOException {
    this.folder = folder;
    this.address = "127.0.0.1:" + port;
    Files.writeString(folder.resolve("server.properties"), properties(port, controllerPort));
  }

  /** Starts a broker with an empty folder; returns once it answers. */
  public static KafkaBroker start() {
    try {
      Path parent = Files.createDirectories(Path.of("target", "kafka"));
      Path folder = Files.createTempDirectory(parent, "broker-").toAbsolutePath();
      List<Integer> ports = freePorts();
      KafkaBroker broker = new KafkaBroker(folder, ports.get(0), ports.get(1));
      broker.restart();
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code host:port}. */
  public String address() {
    return address;
  }

  /** Starts the process again on its old data and ports, after {@link #stop} or {@link #kill}. */
  public void restart() {
    try {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx384m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  BrokerMain.class.getName(),
                  folder.resolve("server.properties").toString(),
                  clusterId)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      awaitReady(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shuts the broker down in order. */
  public void stop() {
    if (process != null) {
      process.destroy();
      awaitEnd(process);
    }
  }

  /** Kills the process as {@code kill -9} does. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      awaitEnd(process);
    }
  }

  /** Creates a topic and waits until its partitions have a leader. */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  /** As above, with settings of the topic. */
  public void createTopic(String name, int partitions, Map<String, String> settings) {
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(settings);
    try (Admin admin = admin()) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    for (PartitionInfo partition : producer().partitionsFor(name)) {
      await("a leader of " + partition, () -> partition.leader() != null);
    }
  }

  /** Writes records to one partition; returns when they are stored. */
  public void produce(String topic, int partition, String... values) {
    for (String value : values) {
      produce(topic, partition, value.getBytes(UTF_8));
    }
    flush();
  }

  /** Writes one record; {@link #flush} or the other {@code produce} waits for it. */
  public void produce(String topic, int partition, byte @Nullable [] value) {
    sent.add(producer().send(new ProducerRecord<>(topic, partition, null, value)));
  }

  /** Waits until everything that was produced is stored. */
  public void flush() {
    producer().flush();
    try {
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("not stored", e);
    }
    sent.clear();
  }

  /**
   * What is committed in a topic, from its beginning, as {@code read_committed} sees it.
   *
   * @param atLeast returns when so many records are there
   * @param patience returns with fewer after this time
   */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic, int atLeast, Duration patience) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<String, Object> config =
        Map.of("bootstrap.servers", address, "isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Instant end = Instant.now().plus(patience);
      while (records.size() < atLeast && Instant.now().isBefore(end)) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** The values of {@link #read} as text. */
  public List<String> readText(String topic, int atLeast, Duration patience) {
    return read(topic, atLeast, patience).stream().map(r -> new String(r.value(), UTF_8)).toList();
  }

  /** A client for whatever else a test needs. */
  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", address));
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
    kill();
  }

  private KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> known = producer;
    if (known == null) {
      known =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", address),
              new ByteArraySerializer(),
              new ByteArraySerializer());
      producer = known;
    }
    return known;
  }

  private void awaitReady(Process started) {
    try (Admin admin = admin()) {
      await(
          "the broker",
          () -> {
            if (!started.isAlive()) {
              throw new IllegalStateException("the broker ended; see " + log());
            }
            return admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).size() == 1;
          });
    }
  }

  private interface Condition {
    boolean holds() throws InterruptedException, ExecutionException, TimeoutException;
  }

  private void await(String what, Condition condition) {
    Instant end = Instant.now().plus(START_PATIENCE);
    while (Instant.now().isBefore(end)) {
      try {
        if (condition.holds()) {
          return;
        }
        Thread.sleep(50);
      } catch (ExecutionException | TimeoutException e) {
        // not yet
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new IllegalStateException("waited in vain for " + what + "; see " + log());
  }

  private static void awaitEnd(Process ending) {
    try {
      if (!ending.waitFor(30, TimeUnit.SECONDS)) {
        ending.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path log() {
    return folder.resolve("broker.log");
  }

  private static List<Integer> freePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, loopback);
        ServerSocket two = new ServerSocket(0, 1, loopback)) {
      return List.of(one.getLocalPort(), two.getLocalPort());
    }
  }

  private String properties(int port, int controllerPort) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%2$d
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
    controller.listener.names=CONTROLLER
    log.dirs=%3$s
    auto.create.topics.enable=false
    offsets.topic.num.partitions=1
    offsets.topic.replication.factor=1
    transaction.state.log.num.partitions=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    group.initial.rebalance.delay.ms=0
    broker.session.timeout.ms=2000
    broker.heartbeat.interval.ms=500
    num.network.threads=2
    num.io.threads=2
    """
        .formatted(port, controllerPort, folder.resolve("data"));
  }
}
