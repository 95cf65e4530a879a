package exfilwatch.bench;

import exfilwatch.job.config.RuntimeConfig;
import java.io.Serializable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A contender and what it reads, ready to run in an embedded Flink: here, or in a process of its
 * own.
 *
 * @param records that the input has
 */
record Job(Contender contender, Input input, long records, int parallelism, RuntimeConfig runtime)
    implements Serializable {

  /** Over all that has been written. */
  static Job of(
      Contender contender,
      Workload written,
      Input input,
      BenchSettings settings,
      RuntimeConfig runtime) {
    return new Job(contender, input, written.records(), settings.parallelism(), runtime);
  }

  /**
   * Runs it over the whole input.
   *
   * @throws WrongResultException when it did not read all or found something else than was planted
   */
  Timing run() throws Exception {
    Stopwatch.reset(records / Stopwatch.SETTLING / parallelism);
    System.gc(); // nobody pays for the garbage of the round before
    StreamExecutionEnvironment env = environment(runtime, parallelism);
    contender.define(env, input);
    env.execute("exfilwatch bench " + contender.name());
    Timing timing = Stopwatch.timing();
    if (Stopwatch.records() != records) {
      throw new WrongResultException(
          "%s read %,d records of %,d".formatted(contender.name(), Stopwatch.records(), records));
    }
    contender.check();
    return timing;
  }

  /** As the streaming job is configured, but without checkpoints, and all state on the heap. */
  static StreamExecutionEnvironment environment(RuntimeConfig runtime, int parallelism) {
    Configuration flink = runtime.toFlink();
    flink.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, true);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    flink.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    return StreamExecutionEnvironment.createLocalEnvironment(flink);
  }
}
