package exfilwatch.bench;

import exfilwatch.job.SetupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker (KRaft, one node, plaintext) in a child process on free ports of the loopback
 * address. Its data are in a temporary folder, which goes with it.
 */
final class LocalBroker implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final String address;
  private final Process process;

  private LocalBroker(Path folder, String address, Process process) {
    this.folder = folder;
    this.address = address;
    this.process = process;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param classPath has Kafka's broker on it
   * @throws SetupException when it does not come up
   */
  static LocalBroker start(String classPath) throws IOException {
    Path folder = Files.createTempDirectory("exfilwatch-broker");
    List<Integer> ports = freePorts();
    Path properties =
        Files.writeString(
            folder.resolve("server.properties"), properties(ports.get(0), ports.get(1), folder));
    Process process =
        ChildJvm.of(
                List.of("-Xmx512m", "-XX:+UseSerialGC"),
                classPath,
                BrokerProcess.class,
                properties.toString(),
                Uuid.randomUuid().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("broker.log").toFile())
            .start();
    LocalBroker broker = new LocalBroker(folder, "127.0.0.1:" + ports.get(0), process);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "end-broker"));
    broker.awaitReady();
    return broker;
  }

  /** {@code host:port}. */
  String address() {
    return address;
  }

  private void awaitReady() {
    Instant end = Instant.now().plus(PATIENCE);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      while (process.isAlive() && Instant.now().isBefore(end)) {
        try {
          admin.describeCluster().nodes().get(1, TimeUnit.SECONDS);
          return;
        } catch (ExecutionException | TimeoutException e) {
          Thread.sleep(50); // not yet
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String log = log();
    close();
    throw new SetupException("the broker for the benchmark did not start: " + log);
  }

  /** The last line that says something. */
  private String log() {
    try (Stream<String> lines = Files.lines(folder.resolve("broker.log"))) {
      return lines.filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
    } catch (IOException | UncheckedIOException e) {
      return "no log";
    }
  }

  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // closed before, or the system's own clean-up will do it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Integer> freePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, loopback);
        ServerSocket two = new ServerSocket(0, 1, loopback)) {
      return List.of(one.getLocalPort(), two.getLocalPort());
    }
  }

  private static String properties(int port, int controllerPort, Path folder) {
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
    log.retention.ms=-1
    """
        .formatted(port, controllerPort, folder.resolve("data").toString().replace("\\", "\\\\"));
  }
}
