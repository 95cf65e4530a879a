package exfilwatch.job;

import exfilwatch.correlation.Signal;
import exfilwatch.detection.Detections;
import exfilwatch.detection.Exemption;
import exfilwatch.detection.Judgement;
import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Judges every event, and passes those that nothing speaks against on in short form. */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
final class Detect extends ProcessFunction<Decoded, Signal> {

  private static final long serialVersionUID = 1;

  private final Detections.Source content;

  private transient Detections detections;
  private transient Count count;
  private transient long watermark;
  private transient Map<Exemption, Tally.Count> excepted;

  Detect(Detections.Source content) {
    this.content = content;
  }

  @Override
  public void open(OpenContext context) {
    detections = content.compile();
    Tally tally = new Tally(getRuntimeContext());
    count = new Count(tally);
    watermark = Long.MIN_VALUE;
    getRuntimeContext().getMetricGroup().gauge("eventTimeLag", this::eventTimeLag);
    excepted = new HashMap<>();
    for (Exemption exemption : detections.exemptions()) {
      excepted.put(exemption, tally.of(HuntSummary.EXCEPTED, "exception", exemption.toString()));
    }
  }

  @Override
  public void processElement(Decoded decoded, Context context, Collector<Signal> out) {
    Event event = count.event(decoded, context);
    if (event == null) {
      return;
    }
    watermark = context.timerService().currentWatermark();
    out.collect(
        event.kind() == EventKind.PROCESS_START ? start(event) : activity(event, watermark));
  }

  /** How far event time is behind the clock, in milliseconds; 0 before it is known. */
  private long eventTimeLag() {
    return watermark == Long.MIN_VALUE ? 0 : System.currentTimeMillis() - watermark;
  }

  private Signal start(Event event) {
    Suspicion suspicion = judge(event);
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

  private @Nullable Suspicion judge(Event start) {
    Judgement judgement = detections.judge(start);
    for (Exemption exemption : judgement.exempted()) {
      Tally.Count silenced = excepted.get(exemption);
      if (silenced != null) {
        silenced.increment();
      }
    }
    return judgement.suspicion();
  }
}
