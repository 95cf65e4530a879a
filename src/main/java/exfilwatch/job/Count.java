package exfilwatch.job;

import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Sighting;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Counts what comes out of the decoder. */
final class Count {

  static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters") {};

  private final Tally tally;

  // looked up once, because the tally builds names to do so
  private final Map<String, EnumMap<EventKind, Tally.Count>> events = new HashMap<>();
  private final Map<String, Tally.Count> skips = new HashMap<>();

  Count(Tally tally) {
    this.tally = tally;
  }

  /**
   * The event to go on with; null when the record became something else. Dead letters are the
   * caller's to pass on.
   */
  @Nullable Sighting event(Decoded decoded) {
    Sighting event = decoded.sighting();
    DeadLetter letter = decoded.deadLetter();
    String skipped = decoded.skipped();
    if (event != null) {
      of(event).increment();
    } else if (letter != null) {
      tally.of("dead_letters", "reason", letter.reason()).increment();
    } else if (skipped != null) {
      ofSkipped(skipped).increment();
    }
    return event;
  }

  private Tally.Count ofSkipped(String source) {
    Tally.Count known = skips.get(source);
    return known != null
        ? known
        : skips.computeIfAbsent(source, s -> tally.of("skipped", "source", s));
  }

  private Tally.Count of(Sighting event) {
    EnumMap<EventKind, Tally.Count> kinds = events.get(event.source());
    Tally.Count known = kinds == null ? null : kinds.get(event.kind());
    return known != null ? known : make(event);
  }

  private Tally.Count make(Sighting event) {
    String kind = event.kind().name().toLowerCase(Locale.ROOT);
    Tally.Count made = tally.of("events", "source", event.source(), "kind", kind);
    events
        .computeIfAbsent(event.source(), source -> new EnumMap<>(EventKind.class))
        .put(event.kind(), made);
    return made;
  }
}
