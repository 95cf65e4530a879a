package exfilwatch.correlation;

import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import org.jspecify.annotations.Nullable;

/**
 * What crosses the one shuffle, from detection to the gate: a suspicious start whole, everything
 * else cut down to what tells whose event it is and where it went.
 *
 * @param hostKey {@link HostKey#hash} of the event's host
 * @param suspicion null for all but suspicious starts, and activity that is suspicious in itself
 */
public record Signal(long hostKey, Event event, @Nullable Suspicion suspicion, Note note) {

  /** What else the gate has to know. */
  public enum Note {
    NOTHING,
    /** An activity that arrived behind the watermark; it is whole. */
    LATE,
    /** A start that was judged, and found harmless although its activity alone would not be. */
    CLEARED
  }

  /** The key says which host it is. */
  private static final Host NO_HOST = new Host(null, null, null);

  public static Signal suspicious(Event event, Suspicion suspicion) {
    return new Signal(HostKey.hash(event.host()), event, suspicion, Note.NOTHING);
  }

  public static Signal late(Event activity) {
    return new Signal(HostKey.hash(activity.host()), activity, null, Note.LATE);
  }

  public static Signal cleared(Event start) {
    return new Signal(HostKey.hash(start.host()), start, null, Note.CLEARED);
  }

  public static Signal ordinary(Event event) {
    ProcessInfo parent = event.parent();
    boolean start = event.kind() == EventKind.PROCESS_START; // its name is a child's of a suspect
    Event slim =
        new Event(
            event.kind(),
            event.source(),
            event.id(),
            event.time(),
            NO_HOST,
            identityOf(event.process(), start ? event.process().name() : null),
            parent == null ? null : identityOf(parent, null),
            null,
            event.connection(),
            event.dns(),
            event.clockAhead());
    return new Signal(HostKey.hash(event.host()), slim, null, Note.NOTHING);
  }

  private static ProcessInfo identityOf(ProcessInfo process, @Nullable String name) {
    return new ProcessInfo(
        process.entityId(),
        process.pid(),
        process.start(),
        name,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
