package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.file.InputFiles;
import exfilwatch.job.file.ReadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
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
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;

/** The bounded job: files in, alerts out, on an embedded Flink in batch execution. */
public final class Hunt {

  private static final String OUTPUT = "-";

  private final DetectionContent content;
  private final GraphSettings settings;

  public Hunt(DetectionContent content, GraphSettings settings) {
    this.content = content;
    this.settings = settings;
  }

  /**
   * Runs to the end of the input.
   *
   * @param inputs files, folders, or {@code -} for {@code stdin}
   * @param source of all inputs, or {@code auto}
   * @param alerts a file, or {@code -} for standard output
   * @param deadLetters a file; null when they are only to be counted
   * @throws SetupException when an input is not there or an output can't be written
   */
  public HuntSummary run(
      List<String> inputs,
      String source,
      InputStream stdin,
      String alerts,
      @Nullable String deadLetters)
      throws Exception {
    requireWritable(alerts);
    if (deadLetters != null) {
      requireWritable(deadLetters);
    }
    try (InputFiles files = InputFiles.find(inputs, stdin)) {
      StreamExecutionEnvironment env = environment();
      DataStream<Decoded> telemetry =
          env.fromSource(
                  files.source(ReadLimits.DEFAULT), WatermarkStrategy.noWatermarks(), "files")
              .uid("files")
              .flatMap(new Decode(source))
              .uid("decode")
              .assignTimestampsAndWatermarks(new EventTime())
              .uid("event-time");
      DetectionGraph.Outputs outputs = DetectionGraph.build(telemetry, content, settings);
      writeAlerts(outputs.alerts(), alerts);
      writeDeadLetters(outputs.deadLetters(), deadLetters);
      JobExecutionResult result = env.execute("exfilwatch hunt");
      return HuntSummary.of(result);
    }
  }

  /** Batch execution sorts by key and time; one key for all gives the order of time. */
  private static void writeAlerts(DataStream<Alert> alerts, String path) {
    alerts
        .keyBy(alert -> OUTPUT)
        .process(new InOrder())
        .uid("alerts-in-order")
        .setParallelism(1)
        .setMaxParallelism(1)
        .sinkTo(new LineSink(path))
        .uid("alerts")
        .setParallelism(1);
  }

  private static void writeDeadLetters(DataStream<DeadLetter> letters, @Nullable String path) {
    if (path == null) {
      letters.sinkTo(new DiscardingSink<>()).uid("dead-letters");
      return;
    }
    letters
        .map(new DeadLetterLine())
        .uid("dead-letter-lines")
        .sinkTo(new LineSink(path))
        .uid("dead-letters")
        .setParallelism(1);
  }

  private static StreamExecutionEnvironment environment() {
    int parallelism = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true); // all that flows is immutable
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return StreamExecutionEnvironment.createLocalEnvironment(configuration);
  }

  private static void requireWritable(String file) {
    if (file.equals(LineSink.STDOUT)) {
      return;
    }
    try {
      Files.newOutputStream(Path.of(file)).close();
    } catch (IOException | InvalidPathException e) {
      throw new SetupException(
          file + ": can't be written (" + e.getMessage() + "); name a file in a folder that exists");
    }
  }
}
