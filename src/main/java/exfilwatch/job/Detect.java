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

  /** Group of the count of starts that rules matched. */
  static final String SUSPECTS = "suspects";

  private static final long serialVersionUID = 1;

  private final Detections.Source content;

  private transient Detections detections;
  private transient Count count;
  private transient Tally.Count suspects;
  private transient Map<Exemption, Tally.Count> excepted;
  private transient Map<Exemption, Tally.Count> exceptedActivity;

  Detect(Detections.Source content) {
    this.content = content;
  }

  @Override
  public void open(OpenContext context) {
    detections = content.compile();
    Tally tally = new Tally(getRuntimeContext());
    count = new Count(tally);
    suspects = tally.of(SUSPECTS, "start");
    excepted = new HashMap<>();
    exceptedActivity = new HashMap<>();
    for (Exemption exemption : detections.exemptions()) {
      excepted.put(exemption, tally.of(HuntSummary.EXCEPTED, exemption.toString()));
      exceptedActivity.put(
          exemption, tally.of(HuntSummary.EXCEPTED_ACTIVITY, exemption.toString()));
    }
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
    Suspicion suspicion = counted(detections.judge(event), excepted);
    if (suspicion != null) {
      suspects.increment();
      return Signal.suspicious(event, suspicion);
    }
    return detections.wouldBeSuspicious(event) ? Signal.cleared(event) : Signal.ordinary(event);
  }

  private Signal activity(Event event, long watermark) {
    Suspicion suspicion =
        event.kind() == EventKind.PROCESS_END
            ? null
            : counted(detections.judgeActivity(event), exceptedActivity);
    if (suspicion != null) {
      return Signal.suspicious(event, suspicion);
    }
    return event.time() <= watermark ? Signal.late(event) : Signal.ordinary(event);
  }

  private static @Nullable Suspicion counted(
      Judgement judgement, Map<Exemption, Tally.Count> counts) {
    for (Exemption exemption : judgement.exempted()) {
      Tally.Count silenced = counts.get(exemption);
      if (silenced != null) {
        silenced.increment();
      }
    }
    return judgement.suspicion();
  }
}
