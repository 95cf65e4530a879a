package exfilwatch.bench;

import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** Runs the contenders in alternation over the same input, each in an embedded Flink. */
public final class Bench {

  private final BenchSettings settings;
  private final JobConfig config;
  private final DetectionContent content;
  private final Consumer<String> progress;

  /**
   * @param progress is told in one line what has been done
   */
  public Bench(
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
   * Runs all rounds.
   *
   * @param bootstrap of a running Kafka broker; null for files
   * @throws WrongResultException when detection found other incidents than were planted, or a job
   *     did not read all
   */
  public Report run(@Nullable String bootstrap) throws Exception {
    Workload workload = new Workload(settings);
    try (Input input =
        bootstrap == null
            ? FileInput.write(workload, settings.parallelism())
            : TopicInput.write(workload, settings.parallelism(), bootstrap)) {
      progress.accept(
          "wrote %,d records, %,d bytes each, %d incidents"
              .formatted(
                  workload.records(),
                  workload.bytes() / workload.records(),
                  workload.planted().size()));
      return new Report(settings, workload, input.name(), rounds(workload, input));
    }
  }

  private List<Map<String, Timing>> rounds(Workload workload, Input input) throws Exception {
    Duration outOfOrderness = config.time().outOfOrderness();
    List<Contender> contenders =
        List.of(
            new PassThrough(),
            new ParseOnly(),
            new Textbook(outOfOrderness),
            new Detection(config, content, workload.planted()));
    List<Map<String, Timing>> rounds = new ArrayList<>();
    for (int round = -settings.warmups(); round < settings.runs(); round++) {
      Map<String, Timing> timings = new LinkedHashMap<>();
      for (Contender contender : contenders) {
        timings.put(contender.name(), time(contender, workload, input, round + 1));
      }
      if (round >= 0) {
        rounds.add(timings);
      }
    }
    return rounds;
  }

  private Timing time(Contender contender, Workload workload, Input input, int round)
      throws Exception {
    Stopwatch.reset();
    System.gc(); // nobody pays for the garbage of the one before
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(configuration());
    contender.define(env, input);
    env.execute("exfilwatch bench " + contender.name());
    Timing timing = Stopwatch.timing();
    progress.accept(
        String.format(
            Locale.ROOT,
            "%-9s %-13s %,10.0f records/s %6.2f µs CPU a record",
            round > 0 ? "round " + round : "warm-up",
            contender.name(),
            timing.perSecond(),
            timing.cpuMicros()));
    if (timing.records() != workload.records()) {
      throw new WrongResultException(
          "%s read %,d records of %,d"
              .formatted(contender.name(), timing.records(), workload.records()));
    }
    contender.check();
    return timing;
  }

  /** As the streaming job is configured, but without checkpoints, and all state on the heap. */
  private Configuration configuration() {
    Configuration flink = config.runtime().toFlink();
    flink.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, true);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    flink.set(CoreOptions.DEFAULT_PARALLELISM, settings.parallelism());
    flink.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.parallelism());
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    return flink;
  }
}
