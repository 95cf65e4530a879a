package exfilwatch.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;

/** Strikes a running job, and mends what does not mend itself. */
final class Disruption {

  /** A frozen TaskManager is not given up as dead before 20 s of the cluster's heartbeats. */
  static final Duration CHECKPOINT_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration FREEZE = CHECKPOINT_TIMEOUT.plusSeconds(7);
  private static final List<Integer> PARALLELISMS = List.of(1, 2, 4);

  private final Cluster cluster;
  private final Feed feed;
  private final Disk checkpoints;
  private final Path conf;
  private final Duration away;
  private final Random random;
  private final List<String> deadLetters = new ArrayList<>();
  private int parallelism = 2;
  private int strikes;

  /**
   * @param conf of the job
   * @param away how long a broker stays away
   */
  Disruption(
      Cluster cluster, Feed feed, Disk checkpoints, Path conf, Duration away, Random random) {
    this.cluster = cluster;
    this.feed = feed;
    this.checkpoints = checkpoints;
    this.conf = conf;
    this.away = away;
    this.random = random;
  }

  /** What became a dead letter, as {@link Poison#nameOf} tells. */
  List<String> deadLetters() {
    return deadLetters;
  }

  void submit() throws Exception {
    submit(List.of());
  }

  /** Returns, when the cluster is whole again, what exactly was done. */
  String strike(Fault fault) throws Exception {
    strikes++;
    return switch (fault) {
      case KILL_TASKMANAGER -> {
        String victim = taskManager();
        cluster.awaitCheckpoint();
        cluster.signal("KILL", victim);
        cluster.up();
        yield victim;
      }
      case KILL_JOBMANAGER -> {
        cluster.awaitCheckpoint();
        cluster.signal("KILL", "jobmanager");
        cluster.up();
        yield "";
      }
      case RESTART_BROKER -> {
        cluster.end("kafka");
        cluster.up();
        yield "";
      }
      case KILL_BROKER -> {
        cluster.awaitCheckpoint();
        cluster.signal("KILL", "kafka");
        cluster.up();
        yield "";
      }
      case BROKER_AWAY -> {
        cluster.end("kafka");
        Thread.sleep(away.toMillis());
        cluster.up();
        yield "for " + away.toSeconds() + " s";
      }
      case ADD_PARTITION -> addPartition();
      case CHECKPOINT_DISK_FULL -> fillDisk();
      case CHECKPOINT_TIMEOUT -> freeze();
      case POISON -> poison();
      case CLOCK_JUMP -> jump();
      case RESCALE -> rescale();
    };
  }

  private String taskManager() {
    return "taskmanager-" + (1 + random.nextInt(2));
  }

  private String addPartition() throws Exception {
    int partitions = feed.partitions() + 1;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.broker()))) {
      admin
          .createPartitions(Map.of(Soak.TELEMETRY, NewPartitions.increaseTo(partitions)))
          .all()
          .get();
    }
    Wait.require(
        "the feed to see the new partition",
        () -> feed.partitions() == partitions,
        Duration.ofMinutes(1));
    return "now " + partitions;
  }

  private String fillDisk() throws Exception {
    int failed = cluster.checkpoints("failed");
    checkpoints.fill();
    try {
      Wait.require(
          "failed checkpoints",
          () -> cluster.checkpoints("failed") >= failed + 2,
          Duration.ofMinutes(1));
    } finally {
      checkpoints.free();
    }
    return checkpoints.kind();
  }

  /** Freezes one; where that has no task to answer for, also the other. */
  private String freeze() throws Exception {
    int failed = cluster.checkpoints("failed");
    String first = taskManager();
    for (String victim : List.of(first, other(first))) {
      cluster.signal("STOP", victim);
      try {
        if (Wait.until(() -> cluster.checkpoints("failed") > failed, FREEZE)) {
          return victim + " frozen until a checkpoint failed";
        }
      } finally {
        cluster.signal("CONT", victim);
      }
    }
    throw new ChaosException("no checkpoint failed while a TaskManager was frozen");
  }

  private static String other(String taskManager) {
    return taskManager.endsWith("1") ? "taskmanager-2" : "taskmanager-1";
  }

  private String poison() {
    List<byte[]> records = Poison.dead(strikes);
    for (byte[] record : records) {
      feed.write(random.nextInt(feed.partitions()), record);
      deadLetters.add(Poison.nameOf(record));
    }
    feed.write(0, Poison.hugeCommandLine(strikes, Instant.ofEpochMilli(feed.clock())));
    return records.size() + " records, and a command line of 3 MB";
  }

  private String jump() {
    Instant now = Instant.ofEpochMilli(feed.clock());
    List<Instant> times =
        List.of(
            now.plus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(400)),
            now.minus(Duration.ofDays(1)),
            now.minus(Duration.ofDays(400)));
    List<Instant> impossible =
        List.of(Instant.parse("9999-12-31T23:59:59Z"), Instant.EPOCH.plusSeconds(1));
    for (int partition = 0; partition < feed.partitions(); partition++) {
      for (Instant time : times) {
        feed.write(partition, Poison.at(time));
      }
      for (Instant time : impossible) {
        feed.write(partition, Poison.at(time));
        deadLetters.add(Poison.nameOf(Poison.at(time)));
      }
    }
    return "in all partitions";
  }

  private String rescale() throws Exception {
    int before = parallelism;
    String savepoint = savepoint();
    List<Integer> others = PARALLELISMS.stream().filter(p -> p != before).toList();
    parallelism = others.get(random.nextInt(others.size()));
    submit(List.of("-s", savepoint));
    return before + " to " + parallelism;
  }

  /** A stop is refused while the job restarts from an earlier fault. */
  private String savepoint() throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return cluster.stop();
      } catch (ChaosException e) {
        if (attempt == 3) {
          throw e;
        }
        Wait.until(cluster::runs, Duration.ofMinutes(1));
      }
    }
  }

  private void submit(List<String> options) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-D", "execution.checkpointing.timeout=" + CHECKPOINT_TIMEOUT.toMillis() + " ms"));
    all.addAll(options);
    cluster.submit(parallelism, all, conf);
  }
}
