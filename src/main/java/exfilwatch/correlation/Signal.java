package exfilwatch.correlation;

import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import org.jspecify.annotations.Nullable;

/**
 * What crosses the one shuffle, from detection to the gate: a suspicious start whole, everything
 * else cut down to what tells whose event it is and where it went.
 *
 * @param hostKey {@link HostKey#hash} of the event's host
 * @param suspicion null for all but suspicious starts
 */
public record Signal(long hostKey, Event event, @Nullable Suspicion suspicion) {

  /** The key says which host it is. */
  private static final Host NO_HOST = new Host(null, null, null);

  public static Signal suspicious(Event start, Suspicion suspicion) {
    return new Signal(HostKey.hash(start.host()), start, suspicion);
  }

  public static Signal ordinary(Event event) {
    ProcessInfo parent = event.parent();
    Event slim =
        new Event(
            event.kind(),
            event.source(),
            event.id(),
            event.time(),
            NO_HOST,
            identityOf(event.process()),
            parent == null ? null : identityOf(parent),
            null,
            event.connection(),
            event.dns());
    return new Signal(HostKey.hash(event.host()), slim, null);
  }

  private static ProcessInfo identityOf(ProcessInfo process) {
    return new ProcessInfo(
        process.entityId(),
        process.pid(),
        process.start(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
