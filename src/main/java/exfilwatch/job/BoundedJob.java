package exfilwatch.job;

import exfilwatch.job.file.InputFiles;
import exfilwatch.job.file.ReadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;

/**
 * What the jobs over files have in common: an embedded Flink in batch execution, and their ends.
 */
final class BoundedJob {

  private final StreamExecutionEnvironment env;

  BoundedJob(int parallelism, Progress progress) {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true); // all that flows is immutable
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    progress.counts().report(configuration);
    env = StreamExecutionEnvironment.createLocalEnvironment(configuration);
  }

  static int cores() {
    return Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));
  }

  StreamExecutionEnvironment env() {
    return env;
  }

  SingleOutputStreamOperator<Decoded> decoded(InputFiles files, Decode decode) {
    return env.fromSource(
            files.source(ReadLimits.DEFAULT), WatermarkStrategy.noWatermarks(), "files")
        .uid("files")
        .flatMap(decode)
        .returns(Decoded.class)
        .uid("decode")
        .assignTimestampsAndWatermarks(new EventTime())
        .uid("event-time");
  }

  static void write(DataStream<byte[]> lines, String path, String uid) {
    lines.sinkTo(new LineSink(path)).uid(uid).setParallelism(1);
  }

  /** Dead letters as lines of a file; only counted where {@code path} is null. */
  static void writeDeadLetters(DataStream<DeadLetter> letters, @Nullable String path) {
    if (path == null) {
      letters.sinkTo(new DiscardingSink<>()).uid("dead-letters");
      return;
    }
    write(letters.map(new DeadLetterLine()).uid("dead-letter-lines"), path, "dead-letters");
  }

  /** Finds out before the job runs for an hour. */
  static void requireWritable(@Nullable String file) {
    if (file == null || file.equals(LineSink.STDOUT)) {
      return;
    }
    try {
      Files.newOutputStream(Path.of(file)).close();
    } catch (IOException | InvalidPathException e) {
      throw new SetupException(
          file
              + ": can't be written ("
              + e.getMessage()
              + "); name a file in a folder that exists");
    }
  }
}
