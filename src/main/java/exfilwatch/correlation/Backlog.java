package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.ProcessInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What was held back of a process until it became a suspect. */
final class Backlog {

  private final HeldEvents held;
  private final UnclaimedEvents unclaimed;
  private final long slackMs;

  /** Held back events are released only if they are kept beyond this time. */
  private long horizon;

  Backlog(HeldEvents held, UnclaimedEvents unclaimed, GateSettings settings) {
    this.held = held;
    this.unclaimed = unclaimed;
    this.slackMs = settings.lookBackMs();
  }

  void horizon(long time) {
    horizon = time;
  }

  boolean hasConnection() throws Exception {
    return held.hasConnection(horizon);
  }

  /** Takes what arrived before the suspect did: its activity, and its children's starts. */
  List<Event> take(Suspect suspect) throws Exception {
    long before = endOfPredecessor(suspect);
    int[] entityIds = suspect.entityIds().values().stream().mapToInt(PackedEvent::hash).toArray();
    Page.Filter mayBe =
        (until, page, at) -> PackedEvent.mayBeActor(page, at, suspect.pid(), entityIds);
    Predicate<Event> wanted =
        event -> concerns(suspect, event) && (event.time() > before || !suspect.isByPid(event));
    List<Event> taken = new ArrayList<>(held.take(mayBe, wanted, horizon));
    taken.addAll(unclaimed.take(mayBe, wanted));
    taken.sort(Comparator.comparingLong(Event::time));
    return taken;
  }

  /** Until when the pid was another process', which has at least started in what is held. */
  private long endOfPredecessor(Suspect suspect) throws Exception {
    long start = latest(EventKind.PROCESS_START, suspect);
    long end = latest(EventKind.PROCESS_END, suspect);
    return end >= start ? end : suspect.started() - 1;
  }

  private long latest(EventKind kind, Suspect suspect) throws Exception {
    return held.latest(
        (until, page, at) ->
            PackedEvent.kind(page, at) == kind && PackedEvent.mayBePid(page, at, suspect.pid()),
        event ->
            event.time() < suspect.started()
                && event.process().pid() == suspect.pid()
                && suspect.isByPid(event),
        horizon);
  }

  private boolean concerns(Suspect suspect, Event event) {
    ProcessInfo actor = event.kind() == EventKind.PROCESS_START ? event.parent() : event.process();
    return actor != null && suspect.is(actor, event.source(), event.time(), slackMs);
  }
}
