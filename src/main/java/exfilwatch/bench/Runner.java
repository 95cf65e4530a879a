package exfilwatch.bench;

import exfilwatch.job.config.JobConfig;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs one job after the other in an embedded Flink. */
final class Runner {

  /** The first one in so many parts of the telemetry doesn't count: the job settles. */
  static final int SETTLING = 5;

  private final JobConfig config;

  Runner(JobConfig config) {
    this.config = config;
  }

  /**
   * Runs a job over the whole input.
   *
   * @throws WrongResultException when it did not read all or found something else than was planted
   */
  Timing time(Contender contender, Workload workload, Input input, int parallelism)
      throws Exception {
    Stopwatch.reset(workload.records() / SETTLING / parallelism);
    System.gc(); // nobody pays for the garbage of the one before
    StreamExecutionEnvironment env = environment(parallelism);
    contender.define(env, input);
    env.execute("exfilwatch bench " + contender.name());
    Timing timing = Stopwatch.timing();
    if (Stopwatch.records() != workload.records()) {
      throw new WrongResultException(
          "%s read %,d records of %,d"
              .formatted(contender.name(), Stopwatch.records(), workload.records()));
    }
    contender.check();
    return timing;
  }

  /** As the streaming job is configured, but without checkpoints, and all state on the heap. */
  StreamExecutionEnvironment environment(int parallelism) {
    Configuration flink = config.runtime().toFlink();
    flink.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, true);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    flink.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    return StreamExecutionEnvironment.createLocalEnvironment(flink);
  }
}
