package exfilwatch.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.simulate.PlantedIncident;
import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes simulated telemetry to a topic, in the order of its time, to all partitions in turn. It
 * waits for a broker that is away, and then catches up.
 */
final class Feed implements AutoCloseable {

  private static final long MAX_STEP_MS = 3_600_000;

  private final String topic;
  private final Simulation simulation;
  private final Instant from;
  private final double speed;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::run, "feed");

  /**
   * When the first record of each incident was written, on the clock of {@link System#nanoTime}.
   */
  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  private volatile Throwable failure;
  private volatile boolean draining;
  private volatile long clock;
  private final AtomicLong records = new AtomicLong();

  /**
   * @param from records before that are left out
   * @param speed seconds of telemetry in a second
   */
  Feed(String broker, String topic, Simulation simulation, Instant from, double speed) {
    this.topic = topic;
    this.simulation = simulation;
    this.from = from;
    this.speed = speed;
    this.producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", broker,
                "linger.ms", 20,
                "compression.type", "lz4",
                "max.request.size", 16 << 20,
                // One by one: what is sent again after others came through is refused for ever
                "max.in.flight.requests.per.connection", 1,
                // It must not give up, and must not see new partitions before the job does
                "delivery.timeout.ms", 1_800_000,
                "max.block.ms", 1_800_000,
                "metadata.max.age.ms", 10_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Time of the telemetry that is written now, epoch milliseconds. */
  long clock() {
    return clock;
  }

  long records() {
    return records.get();
  }

  /** Whether a record of the incident was written after {@code nanoTime}. */
  boolean begunAfter(String incident, long nanoTime) {
    Long time = begun.get(incident);
    return time != null && time - nanoTime > 0;
  }

  /** The incidents of which all records are written, once {@link #drain} has returned. */
  List<PlantedIncident> planted() {
    return simulation.planted().stream()
        .filter(incident -> begun.containsKey(incident.id()))
        .toList();
  }

  /** Writes one more record to one partition, at the time of the telemetry; null has no value. */
  void write(int partition, byte[] value) {
    send(partition, clock, value);
  }

  int partitions() {
    return producer.partitionsFor(topic).size();
  }

  /**
   * Begins no more incidents, writes the rest of those begun, and then an event of now, so much
   * later that all of them are over.
   */
  void drain() throws InterruptedException {
    draining = true;
    thread.join();
    check();
    String tick =
        """
        {"@timestamp":"%s","event":{"module":"endpoint","action":"start","category":["process"],"type":["start"]},\
        "host":{"name":"tick"},"process":{"entity_id":"t","pid":4,"name":"tick"}}\
        """
            .formatted(Instant.now());
    for (int partition = 0; partition < partitions(); partition++) {
      send(partition, System.currentTimeMillis(), tick.getBytes(UTF_8));
    }
    producer.flush();
    check();
  }

  @Override
  public void close() {
    draining = true;
    thread.interrupt();
    producer.close(java.time.Duration.ZERO);
  }

  /**
   * Fails when a record could not be written.
   *
   * @throws ChaosException why
   */
  void check() {
    if (failure != null) {
      throw new ChaosException("the feed failed: " + failure);
    }
  }

  private void run() {
    try {
      feed();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private void feed() {
    long began = System.nanoTime();
    long end = 0;
    clock = from.toEpochMilli();
    for (Iterator<SimulatedRecord> all = simulation.iterator(); all.hasNext(); ) {
      SimulatedRecord record = all.next();
      if (record.time() < from.toEpochMilli()) {
        continue;
      }
      if (draining && end == 0) {
        end = endOfBegun();
      }
      if (record.time() < clock + MAX_STEP_MS) { // others have a clock that is ahead
        clock = Math.max(clock, record.time());
      }
      if (end != 0 && clock > end) {
        return;
      }
      if (end == 0) {
        long due = began + (long) ((clock - from.toEpochMilli()) / speed * 1e6);
        LockSupport.parkNanos(due - System.nanoTime());
      }
      if (end == 0 || record.incident() == null || begun.containsKey(record.incident())) {
        write(record);
      }
    }
  }

  private void write(SimulatedRecord record) {
    if (record.incident() != null) {
      begun.putIfAbsent(record.incident(), System.nanoTime());
    }
    send((int) (records.get() % partitions()), clock, record.json());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback takes the failure
  private void send(int partition, long time, byte[] value) {
    records.incrementAndGet();
    producer.send(
        new ProducerRecord<>(topic, partition, time, null, value),
        (metadata, exception) -> {
          if (exception != null) {
            failure = exception;
          }
        });
  }

  private long endOfBegun() {
    return planted().stream().mapToLong(PlantedIncident::end).max().orElse(clock) + 60_000;
  }
}
