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
  private final Map<String, EnumMap<EventKind, Tally.Count>> events = new HashMap<>();

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
      tally.of("skipped", "source", skipped).increment();
    }
    return event;
  }

  private Tally.Count of(Sighting event) {
    return events
        .computeIfAbsent(event.source(), source -> new EnumMap<>(EventKind.class))
        .computeIfAbsent(
            event.kind(),
            kind ->
                tally.of(
                    "events",
                    "source",
                    event.source(),
                    "kind",
                    kind.name().toLowerCase(Locale.ROOT)));
  }
}
