package exfilwatch.job;

import exfilwatch.correlation.Signal;
import exfilwatch.detection.Detections;
import exfilwatch.detection.Exemption;
import exfilwatch.detection.Judgement;
import exfilwatch.detection.Suspicion;
import exfilwatch.detection.UsesDetections;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Sighting;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.jspecify.annotations.Nullable;

/**
 * Judges every event by the detections in force, and gives those that nothing speaks against in
 * short form.
 */
final class Examiner implements UsesDetections {

  private final Tally tally;
  private final Count count;
  private final Tally.Count suspects;
  private final Map<Exemption, Tally.Count> excepted = new HashMap<>();
  private final Map<Exemption, Tally.Count> exceptedActivity = new HashMap<>();
  private Detections detections;
  private long watermark = Long.MIN_VALUE;

  Examiner(Detections detections, RuntimeContext context) {
    this.tally = new Tally(context);
    this.count = new Count(tally);
    this.suspects = tally.of(Detect.SUSPECTS);
    this.detections = detections;
    context.getMetricGroup().gauge("eventTimeLag", this::eventTimeLag);
    use(detections);
  }

  @Override
  public void use(Detections newest) {
    detections = newest;
    excepted.clear();
    exceptedActivity.clear();
    for (Exemption exemption : newest.exemptions()) {
      excepted.put(exemption, tally.of(HuntSummary.EXCEPTED, "exception", exemption.toString()));
      exceptedActivity.put(
          exemption, tally.of(HuntSummary.EXCEPTED_ACTIVITY, "exception", exemption.toString()));
    }
  }

  /** What goes on to the gate; null when the record became no event. */
  @Nullable Signal examine(Decoded decoded, long newestWatermark) {
    watermark = newestWatermark;
    Sighting event = count.event(decoded);
    if (event == null) {
      return null;
    }
    return event.kind() == EventKind.PROCESS_START ? start(event) : activity(event);
  }

  /** How far event time is behind the clock, in milliseconds; 0 before it is known. */
  private long eventTimeLag() {
    return watermark == Long.MIN_VALUE ? 0 : System.currentTimeMillis() - watermark;
  }

  private Signal start(Sighting start) {
    Suspicion suspicion = counted(detections.judge(start), excepted);
    if (suspicion != null) {
      suspects.increment();
      return Signal.suspicious(start.event(), suspicion);
    }
    return detections.wouldBeSuspicious(start)
        ? Signal.cleared(start.event())
        : Signal.ordinary(start.outline());
  }

  private Signal activity(Sighting activity) {
    Suspicion suspicion =
        activity.kind() == EventKind.PROCESS_END
            ? null
            : counted(detections.judgeActivity(activity), exceptedActivity);
    if (suspicion != null) {
      return Signal.suspicious(activity.event(), suspicion);
    }
    return activity.time() <= watermark
        ? Signal.late(activity.event())
        : Signal.ordinary(activity.outline());
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
