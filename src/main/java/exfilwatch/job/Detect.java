package exfilwatch.job;

import exfilwatch.correlation.Signal;
import exfilwatch.detection.Detections;
import exfilwatch.detection.UsesDetections;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Judges every event, and passes those that nothing speaks against on in short form. */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
final class Detect extends ProcessFunction<Decoded, Signal> implements UsesDetections {

  /** Group of the count of starts that rules matched. */
  static final String SUSPECTS = "suspicious_starts";

  private static final long serialVersionUID = 1;

  private final Detections.Source content;

  private transient Examiner examiner;

  Detect(Detections.Source content) {
    this.content = content;
  }

  @Override
  public void open(OpenContext context) {
    examiner = new Examiner(content.compile(), getRuntimeContext());
  }

  @Override
  public void use(Detections detections) {
    examiner.use(detections);
  }

  @Override
  public void processElement(Decoded decoded, Context context, Collector<Signal> out) {
    DeadLetter letter = decoded.deadLetter();
    if (letter != null) {
      context.output(Count.DEAD_LETTERS, letter);
    }
    Signal signal = examiner.examine(decoded, context.timerService().currentWatermark());
    if (signal != null) {
      out.collect(signal);
    }
  }
}
