package exfilwatch.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.simulate.Disguise;
import exfilwatch.simulate.Simulation;
import exfilwatch.simulate.SimulationSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One run: feeds the job, strikes it, waits for its recovery, and in the end counts. */
final class Soak {

  static final String TELEMETRY = "endpoint-telemetry";
  private static final String ALERTS = "exfilwatch.alerts";
  private static final String DEAD_LETTERS = "exfilwatch.dead-letters";

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int HOSTS = 40;
  private static final int INCIDENTS_AN_HOUR = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;
  private final Settings settings;
  private final PrintStream out;
  private final Map<Fault, LongSummaryStatistics> recoveries = new EnumMap<>(Fault.class);

  /** Incidents of which an alert has been read. */
  private final Set<String> told = new HashSet<>();

  /**
   * What a run does.
   *
   * @param away how long a broker stays away
   * @param rate ordinary activities a second
   * @param speed seconds of telemetry in a second
   */
  record Settings(List<Fault> faults, long seed, Duration away, int rate, int speed) {

    /** Half of it has incidents, enough for five minutes of every fault. */
    Duration length() {
      return Duration.ofMinutes(10L * speed * Math.max(1, faults.size()));
    }

    /** Time before the first incident. */
    Duration quiet() {
      return length().dividedBy(20);
    }

    Simulation simulation(Instant start) {
      return Simulation.of(
          seed,
          SimulationSettings.builder()
              .start(start)
              .duration(length())
              .events(length().toSeconds() * rate / speed)
              .hosts(HOSTS)
              .incidents((int) (length().toHours() * INCIDENTS_AN_HOUR / 2))
              .disguises(List.of(Disguise.values()))
              .maxDelay(Duration.ofSeconds(10))
              .duplicatePercent(2)
              .futurePercent(0.2)
              .build());
    }
  }

  Soak(Cluster cluster, Settings settings, PrintStream out) {
    this.cluster = cluster;
    this.settings = settings;
    this.out = out;
  }

  /** Returns whether everything was told, and once. */
  boolean run() throws Exception {
    try (Disk disk = Disk.at(cluster.checkpoints())) {
      cluster.up();
      Instant start = Instant.now().minus(settings.length()).minus(Duration.ofDays(1));
      Simulation simulation = settings.simulation(start);
      Instant from = start.plus(settings.quiet());
      Feed feed = new Feed(cluster.broker(), TELEMETRY, simulation, from, settings.speed());
      try (feed;
          Topic alerts = new Topic(cluster.broker(), ALERTS)) {
        Disruption disruption =
            new Disruption(
                cluster, feed, disk, conf(), settings.away(), new Random(settings.seed()));
        disruption.submit();
        long submitted = System.nanoTime();
        feed.start();
        awaitAlert(feed, alerts, submitted);
        out.printf(
            "%d records and %d s of telemetry a second, checkpoints on %s, seed %d%n",
            settings.rate(), settings.speed(), disk.kind(), settings.seed());
        for (int i = 0; i < settings.faults().size(); i++) {
          strike(i, disruption, feed, alerts);
        }
        feed.drain();
        Ledger.Verdict verdict = settle(feed);
        return tally(feed, verdict, disruption.deadLetters());
      }
    }
  }

  private void strike(int number, Disruption disruption, Feed feed, Topic alerts) throws Exception {
    Fault fault = settings.faults().get(number);
    long struck = System.nanoTime();
    String what = disruption.strike(fault);
    awaitAlert(feed, alerts, struck);
    long millis = (System.nanoTime() - struck) / 1_000_000;
    recoveries.computeIfAbsent(fault, kind -> new LongSummaryStatistics()).accept(millis);
    out.printf(
        Locale.ROOT,
        "%3d/%d  %-21s %-42s recovered in %5.1f s%n",
        number + 1,
        settings.faults().size(),
        fault.label(),
        what,
        millis / 1e3);
    Wait.require("the job to run", cluster::runs, PATIENCE);
  }

  /** Waits until an incident that began after {@code nanoTime} has been told and committed. */
  private void awaitAlert(Feed feed, Topic alerts, long nanoTime) throws InterruptedException {
    Wait.require(
        "an alert of an incident that began after the fault",
        () -> {
          feed.check();
          for (ConsumerRecord<byte[], byte[]> alert : alerts.poll(Duration.ofMillis(50))) {
            told.add(Ledger.incidentOf(JSON.readTree(alert.value())));
          }
          return told.stream().anyMatch(incident -> feed.begunAfter(incident, nanoTime));
        },
        PATIENCE);
  }

  /** Waits until nothing is missing, or in vain; what is there then counts. */
  private Ledger.Verdict settle(Feed feed) throws IOException, InterruptedException {
    Wait.until(() -> verdict(feed).lost().isEmpty(), Duration.ofMinutes(1));
    Thread.sleep(5000); // what comes twice may come late
    return verdict(feed);
  }

  private Ledger.Verdict verdict(Feed feed) throws IOException {
    return Ledger.of(Topic.read(cluster.broker(), ALERTS)).verdict(feed.planted());
  }

  private boolean tally(Feed feed, Ledger.Verdict verdict, List<String> poison) throws IOException {
    out.println();
    recoveries.forEach(
        (fault, seconds) ->
            out.printf(
                Locale.ROOT,
                "%-21s %2d  recovered in %.1f to %.1f s%n",
                fault.label(),
                seconds.getCount(),
                seconds.getMin() / 1e3,
                seconds.getMax() / 1e3));
    List<String> dead =
        Topic.read(cluster.broker(), DEAD_LETTERS).stream().map(Poison::nameOf).sorted().toList();
    boolean deadAsExpected = dead.equals(poison.stream().sorted().toList());
    out.printf(
        """

        %d faults, %,d records, %,d incidents planted
        alerts: %,d expected, %,d read; %d lost, %d doubled, %d unexpected
        dead letters: %d expected, %d read%s
        """,
        settings.faults().size(),
        feed.records(),
        verdict.planted(),
        verdict.expected(),
        verdict.alerts(),
        verdict.lost().size(),
        verdict.doubled().size(),
        verdict.unexpected().size(),
        poison.size(),
        dead.size(),
        deadAsExpected ? "" : ", not the same");
    verdict.lost().forEach(lost -> out.println("lost: " + lost));
    verdict.doubled().forEach(doubled -> out.println("doubled: " + doubled));
    verdict.unexpected().forEach(unexpected -> out.println("unexpected: " + unexpected));
    return verdict.isGood() && deadAsExpected;
  }

  /** The shipped configuration, but alerts every other second, and new partitions at once. */
  private Path conf() throws IOException {
    String conf = cluster.project().resolve("conf") + "/";
    return Files.writeString(
        cluster.home().resolve("chaos.yaml"),
        """
        rules: ['%1$srules']
        exceptions: ['%1$sexceptions']
        destinations: '%1$sdestinations.yaml'
        runtime: {checkpoint_interval: 2s}
        kafka:
          bootstrap_servers: %2$s
          group: chaos
          telemetry: {topics: [%3$s]}
          alerts: %4$s
          dead_letters: %5$s
          late: exfilwatch.late
          properties:
            consumer.partition.discovery.interval.ms: '1000'
        """
            .formatted(conf, cluster.broker(), TELEMETRY, ALERTS, DEAD_LETTERS));
  }
}
