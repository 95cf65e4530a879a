package exfilwatch.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.detection.CommandLines;
import exfilwatch.job.file.InputFiles;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventJson;
import java.io.InputStream;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Shows files as this product sees them: every event as one ECS document, in the order of the
 * input.
 */
public final class DecodeFiles {

  private final Progress progress;

  /** A run that is watched, or ended early, through {@code progress}. */
  public DecodeFiles(Progress progress) {
    this.progress = progress;
  }

  /**
   * Runs to the end of the input.
   *
   * @param source of all inputs, or {@code auto}
   * @param deadLetters a file; null when they are only to be counted
   * @throws SetupException when an input is not there or an output can't be written
   */
  public HuntSummary run(
      List<String> inputs, String source, InputStream stdin, @Nullable String deadLetters)
      throws Exception {
    BoundedJob.requireWritable(deadLetters);
    Decode decode = Decode.of(source);
    try (InputFiles files = InputFiles.find(inputs, stdin, progress.reading())) {
      BoundedJob job = new BoundedJob(1, progress);
      SingleOutputStreamOperator<byte[]> lines =
          job.decoded(files, decode).process(new Show()).uid("show");
      BoundedJob.write(lines, LineSink.STDOUT, "events");
      BoundedJob.writeDeadLetters(lines.getSideOutput(Count.DEAD_LETTERS), deadLetters);
      return HuntSummary.of(job.env().execute("exfilwatch decode"));
    }
  }

  @SuppressWarnings("NullAway.Init") // Flink's open() initialises
  private static final class Show extends ProcessFunction<Decoded, byte[]> {

    private static final long serialVersionUID = 1;

    private transient Count count;

    @Override
    public void open(OpenContext context) {
      count = new Count(new Tally(getRuntimeContext()));
    }

    @Override
    public void processElement(Decoded decoded, Context context, Collector<byte[]> out) {
      DeadLetter letter = decoded.deadLetter();
      if (letter != null) {
        context.output(Count.DEAD_LETTERS, letter);
      }
      count.event(decoded);
      Event event = decoded.event();
      if (event != null) {
        out.collect(EventJson.toJson(CommandLines.withArguments(event)).getBytes(UTF_8));
      }
    }
  }
}
