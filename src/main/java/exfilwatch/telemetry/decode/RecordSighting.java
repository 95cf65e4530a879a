package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.ProgramSet;
import exfilwatch.telemetry.ProgramSet.Part;
import exfilwatch.telemetry.Sighting;
import org.jspecify.annotations.Nullable;

/** An event of which the outline has been read; the rest is still in the document's fields. */
final class RecordSighting implements Sighting {
  private final Event outline;
  private final Source source;
  private final boolean raw;
  private final Fields fields;

  /**
   * @param raw whether the document is as the vendor writes it, otherwise as Elastic stores it
   */
  RecordSighting(Event outline, Source source, boolean raw, Fields fields) {
    this.outline = outline;
    this.source = source;
    this.raw = raw;
    this.fields = fields;
  }

  @Override
  public EventKind kind() {
    return outline.kind();
  }

  @Override
  public String source() {
    return outline.source();
  }

  @Override
  public long time() {
    return outline.time();
  }

  @Override
  public Event outline() {
    return outline;
  }

  @Override
  public Event event() {
    Whole whole = new Whole();
    Emit emit = new Emit(source, whole);
    try {
      if (raw) {
        source.decodeRaw(fields, emit);
      } else {
        source.decodeEcs(fields, emit);
      }
    } catch (BadRecord e) {
      return outline; // what is damaged is nothing that matters
    }
    Event event = whole.event;
    return event == null ? outline : event;
  }

  @Override
  public boolean isOf(ProgramSet programs, Part part) {
    int length = copy(part);
    return length > 0 && programs.contains(fields.pieces().copied(), length);
  }

  @Override
  public void addTo(ProgramSet programs, Part part) {
    int length = copy(part);
    if (length > 0) {
      programs.add(fields.pieces().copied(), length);
    }
  }

  /** The same bytes only for records in which the same source finds the same program. */
  private int copy(Part part) {
    int form = 2 * kind().name().hashCode() + (raw ? 1 : 0);
    int tag = 31 * source.name().hashCode() + form;
    return fields.pieces().copy(fields, tag, source.programs(raw).of(kind(), part));
  }

  /** Takes the event that the source makes of all fields. */
  private static final class Whole implements Emit.Target {
    private @Nullable Event event;

    @Override
    public void event(Event made) {
      event = made;
    }

    @Override
    public void skipped(String source, String why) {}
  }
}
