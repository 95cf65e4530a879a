package exfilwatch.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What came out. A ratio is the median over the rounds of the ratio within each round, so that a
 * machine that slows down for a while slows down both sides of it.
 */
public final class Report {

  private static final String PASS_THROUGH = "pass-through";
  private static final String PARSE_ONLY = "parse-only";
  private static final String TEXTBOOK = "textbook";
  private static final String DETECTION = "detection";

  private final BenchSettings settings;
  private final Workload workload;
  private final String input;
  private final List<Map<String, Timing>> rounds;

  Report(
      BenchSettings settings, Workload workload, String input, List<Map<String, Timing>> rounds) {
    this.settings = settings;
    this.workload = workload;
    this.input = input;
    this.rounds = rounds;
  }

  /** Records a second of the product, the median. */
  public long detectionPerSecond() {
    return (long) median(DETECTION, Timing::perSecond);
  }

  /** A table for a person. */
  public void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%,d records of %,d bytes from %s, mix %s, parallelism %d, medians of %d; load %.1f on %d"
            + " processors%n",
        workload.records(),
        workload.bytes() / workload.records(),
        input,
        settings.mix().label(),
        settings.parallelism(),
        rounds.size(),
        load(),
        Runtime.getRuntime().availableProcessors());
    out.printf(
        "%-13s %12s %14s %15s %13s%n",
        "job", "records/s", "CPU µs/record", "× pass-through", "× parse-only");
    for (String job : rounds.get(0).keySet()) {
      out.printf(
          Locale.ROOT,
          "%-13s %,12.0f %14.2f %15.2f %13.2f%n",
          job,
          median(job, Timing::perSecond),
          median(job, Timing::cpuMicros),
          speed(job, PASS_THROUGH),
          speed(job, PARSE_ONLY));
    }
    for (String other : List.of(PASS_THROUGH, PARSE_ONLY, TEXTBOOK)) {
      out.printf(
          Locale.ROOT,
          "detection is %.2f × as fast as %s (by CPU time %.2f ×)%n",
          speed(DETECTION, other),
          other,
          thrift(DETECTION, other));
    }
    out.printf("detection found exactly the %d planted incidents%n", workload.planted().size());
  }

  /** The same for a program, with the figures of each round: one JSON object. */
  public String json() {
    ObjectNode report = new ObjectMapper().createObjectNode();
    report
        .put("input", input)
        .put("mix", settings.mix().label())
        .put("events", settings.events())
        .put("records", workload.records())
        .put("bytes", workload.bytes())
        .put("hosts", settings.hosts())
        .put("incidents", workload.planted().size())
        .put("parallelism", settings.parallelism())
        .put("runs", rounds.size())
        .put("seed", settings.seed())
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("load_average", load())
        .put("java", Runtime.version().toString());
    ObjectNode jobs = report.putObject("jobs");
    for (String job : rounds.get(0).keySet()) {
      ObjectNode node = jobs.putObject(job);
      node.put("records_per_second", median(job, Timing::perSecond));
      node.put("cpu_micros_per_record", median(job, Timing::cpuMicros));
      ArrayNode seconds = node.putArray("seconds");
      ArrayNode cpuSeconds = node.putArray("cpu_seconds");
      for (Map<String, Timing> round : rounds) {
        Timing timing = timing(round, job);
        seconds.add(timing.nanos() / 1e9);
        cpuSeconds.add(timing.cpuNanos() / 1e9);
      }
    }
    ObjectNode speed = report.putObject("detection_speed");
    ObjectNode thrift = report.putObject("detection_speed_by_cpu_time");
    for (String other : List.of(PASS_THROUGH, PARSE_ONLY, TEXTBOOK)) {
      speed.put(other, speed(DETECTION, other));
      thrift.put(other, thrift(DETECTION, other));
    }
    return report.toString();
  }

  /** How many times as fast as {@code other} by the clock. */
  private double speed(String job, String other) {
    return Timing.median(
        rounds, round -> timing(round, job).perSecond() / timing(round, other).perSecond());
  }

  /** How many times as fast as {@code other} if both were limited by the CPU alone. */
  private double thrift(String job, String other) {
    return Timing.median(
        rounds, round -> timing(round, other).cpuMicros() / timing(round, job).cpuMicros());
  }

  private double median(String job, ToDoubleFunction<Timing> figure) {
    return Timing.median(rounds, round -> figure.applyAsDouble(timing(round, job)));
  }

  private static Timing timing(Map<String, Timing> round, String job) {
    Timing timing = round.get(job);
    if (timing == null) {
      throw new IllegalStateException("no round of " + job);
    }
    return timing;
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
