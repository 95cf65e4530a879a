package exfilwatch.job;

import exfilwatch.correlation.Signal;
import exfilwatch.detection.Detections;
import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Judges every event, and passes those that nothing speaks against on in short form. */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
final class Detect extends ProcessFunction<Decoded, Signal> {

  private static final long serialVersionUID = 1;

  private final Detections.Source content;

  private transient Detections detections;
  private transient Count count;

  Detect(Detections.Source content) {
    this.content = content;
  }

  @Override
  public void open(OpenContext context) {
    detections = content.compile();
    count = new Count(new Tally(getRuntimeContext()));
  }

  @Override
  public void processElement(Decoded decoded, Context context, Collector<Signal> out) {
    Event event = count.event(decoded, context);
    if (event == null) {
      return;
    }
    out.collect(
        event.kind() == EventKind.PROCESS_START
            ? start(event)
            : activity(event, context.timerService().currentWatermark()));
  }

  private Signal start(Event event) {
    Suspicion suspicion = detections.judge(event);
    if (suspicion != null) {
      return Signal.suspicious(event, suspicion);
    }
    return detections.wouldBeSuspicious(event) ? Signal.cleared(event) : Signal.ordinary(event);
  }

  private Signal activity(Event event, long watermark) {
    Suspicion suspicion =
        event.kind() == EventKind.PROCESS_END ? null : detections.judgeActivity(event);
    if (suspicion != null) {
      return Signal.suspicious(event, suspicion);
    }
    return event.time() <= watermark ? Signal.late(event) : Signal.ordinary(event);
  }
}
