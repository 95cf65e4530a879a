package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.file.InputFiles;
import java.io.InputStream;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/** The bounded job: files in, alerts out. */
public final class Hunt {

  private static final String OUTPUT = "-";

  private final DetectionContent content;
  private final GraphSettings settings;
  private final Progress progress;

  public Hunt(DetectionContent content, GraphSettings settings) {
    this(content, settings, new Progress());
  }

  /** A hunt that is watched, or ended early, through {@code progress}. */
  public Hunt(DetectionContent content, GraphSettings settings, Progress progress) {
    this.content = content;
    this.settings = settings;
    this.progress = progress;
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
    return run(inputs, source, stdin, alerts, deadLetters, null);
  }

  /**
   * The same with a report.
   *
   * @param report a file for a page of HTML; null for none
   */
  public HuntSummary run(
      List<String> inputs,
      String source,
      InputStream stdin,
      String alerts,
      @Nullable String deadLetters,
      @Nullable String report)
      throws Exception {
    BoundedJob.requireWritable(alerts);
    BoundedJob.requireWritable(deadLetters);
    Decode decode = Decode.of(source);
    try (ReportFile page = ReportFile.at(report, alerts, deadLetters);
        InputFiles files = InputFiles.find(inputs, stdin, progress.reading())) {
      BoundedJob job = new BoundedJob(BoundedJob.cores(), progress);
      DetectionGraph.Outputs outputs =
          DetectionGraph.build(page.note(job.decoded(files, decode)), content, settings);
      BoundedJob.write(inOrder(outputs.alerts()), alerts, "alerts");
      page.keep(outputs.incidents(), content, settings);
      BoundedJob.writeDeadLetters(outputs.deadLetters(), deadLetters);
      HuntSummary summary = HuntSummary.of(job.env().execute("exfilwatch hunt"));
      page.write(summary.facts(inputs));
      return summary;
    }
  }

  /** Batch execution sorts by key and time; one key for all gives the order of time. */
  private static DataStream<byte[]> inOrder(DataStream<Alert> alerts) {
    return alerts
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Alert>noWatermarks()
                .withTimestampAssigner((alert, sorted) -> alert.time()))
        .uid("alert-time")
        .keyBy(alert -> OUTPUT)
        .process(new InOrder())
        .uid("alerts-in-order")
        .setParallelism(1)
        .setMaxParallelism(1);
  }
}
