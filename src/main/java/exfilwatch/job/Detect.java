package exfilwatch.job;

import exfilwatch.correlation.Signal;
import exfilwatch.detection.Detections;
import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Judges process starts, passes everything else on in short form, and counts what comes by. */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
final class Detect extends ProcessFunction<Decoded, Signal> {

  private static final long serialVersionUID = 1;

  static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters") {};

  private final Detections.Source content;

  private transient Detections detections;
  private transient Tally tally;
  private transient Map<String, EnumMap<EventKind, Tally.Count>> events;

  Detect(Detections.Source content) {
    this.content = content;
  }

  @Override
  public void open(OpenContext context) {
    detections = content.compile();
    tally = new Tally(getRuntimeContext());
    events = new HashMap<>();
  }

  @Override
  public void processElement(Decoded decoded, Context context, Collector<Signal> out) {
    Event event = decoded.event();
    DeadLetter letter = decoded.deadLetter();
    if (event != null) {
      count(event);
      out.collect(judge(event));
    } else if (letter != null) {
      tally.of("dead_letters", letter.reason()).increment();
      context.output(DEAD_LETTERS, letter);
    } else if (decoded.skipped() != null) {
      tally.of("skipped", decoded.skipped()).increment();
    }
  }

  private Signal judge(Event event) {
    if (event.kind() == EventKind.PROCESS_START) {
      Suspicion suspicion = detections.judge(event);
      if (suspicion != null) {
        return Signal.suspicious(event, suspicion);
      }
    }
    return Signal.ordinary(event);
  }

  private void count(Event event) {
    events
        .computeIfAbsent(event.source(), source -> new EnumMap<>(EventKind.class))
        .computeIfAbsent(
            event.kind(),
            kind -> tally.of("events", event.source() + "." + kind.name().toLowerCase(Locale.ROOT)))
        .increment();
  }
}
