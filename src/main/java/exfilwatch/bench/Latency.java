package exfilwatch.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.StreamingJob;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.kafka.TelemetryWriter;
import exfilwatch.simulate.Simulation;
import exfilwatch.simulate.SimulationSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How long after an event its alert can be read: live telemetry at a steady rate through a broker,
 * the streaming job with at-least-once delivery, and a reader of the alerts topic.
 *
 * <p>Telemetry, job and reader share this process and so its clock. A record is written when the
 * time has come that it bears; what its writer is behind is part of the latency, and told.
 */
public final class Latency {

  /** What the job needs to start. */
  private static final Duration START = Duration.ofSeconds(10);

  /** So many records are made in a second, before the first one's time has come. */
  private static final long MADE_PER_SECOND = 50_000;

  /** As shippers write; those of Kafka's default are too small for the rate beside the job. */
  private static final Map<String, String> LARGE_BATCHES =
      Map.of("producer." + ProducerConfig.BATCH_SIZE_CONFIG, "262144");

  private final BenchSettings settings;
  private final JobConfig config;
  private final DetectionContent content;
  private final Consumer<String> progress;

  /**
   * @param progress is told in one line what has been done
   */
  public Latency(
      BenchSettings settings,
      JobConfig config,
      DetectionContent content,
      Consumer<String> progress) {
    this.settings = settings;
    this.config = config;
    this.content = content;
    this.progress = progress;
  }

  /**
   * Feeds the job, after it has run over telemetry of the settings as often as they want it warmed
   * up.
   *
   * @param rate records a second
   * @param duration of the telemetry; longer than the out-of-orderness bound, for which the
   *     correlated alert waits
   * @throws WrongResultException when no incident had both alerts
   */
  public Result run(Inputs inputs, long rate, Duration duration) throws Exception {
    warmUp(inputs);
    long seconds = rate * duration.toSeconds() / MADE_PER_SECOND;
    return run(inputs, rate, duration, START.plusSeconds(seconds));
  }

  /** As the other, cold; the telemetry begins so long from now, or lies in the past. */
  Result run(Inputs inputs, long rate, Duration duration, Duration lead) throws Exception {
    String bootstrap = inputs.bootstrap();
    if (bootstrap == null) {
      throw new IllegalArgumentException("latency is that of topics; files have none");
    }
    Instant start = Instant.now().plus(lead);
    Simulation simulation =
        Simulation.of(
            settings.seed(),
            SimulationSettings.builder()
                .events(rate * duration.toSeconds())
                .start(start)
                .hosts(settings.hosts())
                .incidents(settings.incidents())
                .duration(duration)
                .shapes(settings.mix().shapes())
                .build());
    Path checkpoints = Files.createTempDirectory("exfilwatch-bench");
    try (Recording telemetry = Recording.of(simulation);
        TopicInput topics = TopicInput.create(settings.parallelism(), bootstrap, LARGE_BATCHES)) {
      JobClient job = start(topics, checkpoints);
      try (AlertReader alerts = AlertReader.start(topics.kafka());
          TelemetryWriter writer = new TelemetryWriter(topics.kafka(), topics.topic())) {
        progress.accept("%,d records a second for %d s".formatted(rate, duration.toSeconds()));
        long behind = telemetry.play(writer);
        Map<String, Percentiles> stages = new TreeMap<>();
        for (String stage : List.of("started", "correlated")) {
          stages.put(
              stage,
              Percentiles.of(
                  alerts.latencies(stage, start.plus(duration.dividedBy(Stopwatch.SETTLING)))));
        }
        return new Result(rate, duration, behind, stages);
      } finally {
        job.cancel().get();
      }
    } finally {
      FileUtils.deleteDirectoryQuietly(checkpoints.toFile());
    }
  }

  /** A job that has run for long has been compiled; so has this one, after some rounds. */
  private void warmUp(Inputs inputs) throws Exception {
    if (settings.warmups() == 0) {
      return;
    }
    Workload workload = new Workload(settings);
    try (Input input = inputs.write(workload, settings.parallelism())) {
      Detection detection = new Detection(config, content, workload.planted());
      Job job = Job.of(detection, workload, input, settings, config.runtime());
      for (int round = 1 - settings.warmups(); round <= 0; round++) {
        progress.accept(job.run().line(round));
      }
    }
  }

  private JobClient start(TopicInput topics, Path checkpoints) throws Exception {
    StreamExecutionEnvironment env = Job.environment(config.runtime(), settings.parallelism());
    new StreamingJob(config.withKafka(topics.kafka()), content).define(env);
    // At a high rate checkpoints are larger than the memory of a JobManager takes, and restarts
    // cost seconds
    Configuration storage = new Configuration();
    storage.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    storage.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    env.configure(storage);
    return env.executeAsync("exfilwatch bench latency");
  }

  /**
   * What came out.
   *
   * @param behindMs by how much the writer was behind at most
   * @param stages by the alert's stage
   */
  public record Result(
      long rate, Duration duration, long behindMs, Map<String, Percentiles> stages) {

    /** For a person. */
    public void print(PrintWriter out) {
      out.printf(
          Locale.ROOT,
          "%,d records a second for %d s, at-least-once; records were written at most %,d ms"
              + " late%n",
          rate,
          duration.toSeconds(),
          behindMs);
      stages.forEach(
          (stage, times) ->
              out.printf(
                  Locale.ROOT,
                  "event to %-10s alert: p50 %,d ms, p99 %,d ms, at most %,d ms, of %d alerts%n",
                  stage,
                  times.p50(),
                  times.p99(),
                  times.max(),
                  times.count()));
    }

    /** For a program: one JSON object, times in milliseconds. */
    public String json() {
      ObjectNode node = new ObjectMapper().createObjectNode();
      node.put("rate", rate).put("seconds", duration.toSeconds()).put("writer_behind", behindMs);
      stages.forEach(
          (stage, times) ->
              node.putObject(stage)
                  .put("alerts", times.count())
                  .put("p50", times.p50())
                  .put("p99", times.p99())
                  .put("max", times.max()));
      return node.toString();
    }
  }

  /** Of times in milliseconds. */
  public record Percentiles(int count, long p50, long p99, long max) {

    static Percentiles of(List<Long> times) {
      if (times.isEmpty()) {
        throw new WrongResultException("no alert came; give more incidents or more seconds");
      }
      long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
      return new Percentiles(
          sorted.length, at(sorted, 0.5), at(sorted, 0.99), sorted[sorted.length - 1]);
    }

    private static long at(long[] sorted, double share) {
      return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
  }
}
