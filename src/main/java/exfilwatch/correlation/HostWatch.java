package exfilwatch.correlation;

import exfilwatch.correlation.CaseEvent.Step;
import exfilwatch.detection.Detections;
import exfilwatch.detection.Suspicion;
import exfilwatch.detection.UsesDetections;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * What the gate does about a host that has suspects, or may get some: which events belong to them,
 * and pass. A child of a suspect is a suspect of the same incident. Activity that is suspicious in
 * itself opens an incident when no start has come for it within the look-back; activity that came
 * late, and is nobody's by then, is told as late.
 */
@SuppressWarnings("NullAway.Init") // use() and of() initialise
final class HostWatch implements UsesDetections {

  private static final String NO_INCIDENT = "";

  private final GateSettings settings;
  private final HeldEvents held;
  private final GateOutput out;
  private final Suspects suspects;

  /**
   * Processes that could be taken for suspects, and of which the start shows that they are none.
   */
  private final Suspects cleared;

  /** Like {@code held}, but what nobody claims here is told. */
  private final UnclaimedEvents unclaimed;

  private final Backlog backlog;
  private final Counter untracked;

  private Detections detections;
  private HostState host;

  /** Event time as far as the gate knows it. */
  private long clock;

  HostWatch(RuntimeContext context, GateSettings settings, HeldEvents held, GateOutput out) {
    this.settings = settings;
    this.held = held;
    this.out = out;
    suspects = new Suspects(context, settings, "suspects");
    cleared = new Suspects(context, settings.outliving(), "cleared");
    unclaimed = new UnclaimedEvents(context, settings);
    backlog = new Backlog(held, unclaimed, settings);
    untracked = context.getMetricGroup().counter("suspectsNotFollowed");
  }

  @Override
  public void use(Detections newest) {
    detections = newest;
  }

  /** Goes on with the host of the current key at this time, and tells and forgets what is over. */
  void of(long key, HostState state, long now) throws Exception {
    host = state;
    clock = now;
    suspects.of(state.suspects);
    cleared.of(state.cleared);
    unclaimed.of(state.unclaimed);
    held.of(key);
    forget();
  }

  private void forget() throws Exception {
    // What is told now may claim what was held back with it
    backlog.horizon(Math.min(clock, host.unclaimed.earliest - 1));
    for (Event event : unclaimed.takeOver(clock)) {
      tell(event);
    }
    backlog.horizon(clock);
    suspects.forget(clock);
    cleared.forget(clock);
  }

  /** Passes on what the signal means, and returns whether it is to be held back. */
  boolean process(Signal signal) throws Exception {
    if (signal.kind() == EventKind.PROCESS_START) {
      return onStart(signal);
    }
    boolean claimed = suspects.count() > 0 && onActivity(signal.event());
    return !claimed && onUnclaimed(signal);
  }

  /** Whether the start is to be held back. */
  private boolean onStart(Signal signal) throws Exception {
    Event start = signal.event();
    Suspicion suspicion = signal.suspicion();
    if (suspects.count() > 0) {
      Suspect known = suspects.startedBy(start);
      if (known != null) {
        if (suspicion != null) {
          out.pass(caseEvent(known, Step.JOIN, start, suspicion, true));
        }
        return false;
      }
      takeOver(start, suspicion);
      Suspect parent = parentOf(start);
      if (suspicion == null && parent != null) {
        open(start, null, parent);
        return false;
      }
    }
    if (suspicion != null) {
      open(start, suspicion, parentOf(start));
      return false;
    }
    if (signal.note() == Signal.Note.CLEARED) {
      clear(start);
    }
    return true;
  }

  /** A new process with the pid of a suspect ends it, and later events of that pid are its own. */
  private void takeOver(Event start, @Nullable Suspicion suspicion) throws Exception {
    Suspect replaced = suspects.replacedBy(start);
    if (replaced != null) {
      end(replaced, start);
    }
    if (suspicion == null && suspects.ofPid(start.process().pid()) != null) {
      clear(start);
    }
  }

  private void clear(Event start) throws Exception {
    if (cleared.count() < settings.maxSuspectsPerHost()) {
      cleared.put(Suspect.of(start, NO_INCIDENT));
    }
  }

  private @Nullable Suspect parentOf(Event start) throws Exception {
    ProcessInfo parent = start.parent();
    return parent == null ? null : suspects.find(parent, start);
  }

  /**
   * Follows a process from its start on; where nobody saw that, {@code start} is the first that was
   * seen of it.
   */
  private void open(Event start, @Nullable Suspicion suspicion, @Nullable Suspect parent)
      throws Exception {
    Suspect alone = Suspect.of(start, parent == null ? null : parent.incidentKey());
    if (suspects.count() >= settings.maxSuspectsPerHost()) {
      untracked.inc();
      tellUntracked(start, suspicion, parent);
      return;
    }
    List<Event> earlier = backlog.take(alone);
    Suspect relative = parent != null ? parent : startedAmong(earlier);
    Suspect suspect = relative == null ? alone : Suspect.of(start, relative.incidentKey());
    Step step = relative == null ? Step.START : suspicion == null ? Step.CHILD : Step.JOIN;
    out.pass(caseEvent(suspect, step, start, suspicion, suspicion != null));
    suspects.put(suspect);
    if (!suspects.networkTelemetry() && (backlog.hasConnection() || hasConnection(earlier))) {
      suspects.noteNetworkTelemetry();
    }
    if (suspects.networkTelemetry()) {
      out.pass(caseEvent(suspect, Step.NETWORK_TELEMETRY, start, null, false));
    }
    if (relative == null && start.kind() == EventKind.PROCESS_START) {
      // The start of the wrapper around it may still come
      held.add(PackedEvent.whole(start), clock);
    }
    release(earlier, suspect);
  }

  /** Beyond the limit all starts of the host are one incident, which counts them. */
  private void tellUntracked(Event start, @Nullable Suspicion suspicion, @Nullable Suspect parent) {
    if (parent != null || suspicion != null) {
      String incident =
          parent != null ? parent.incidentKey() : HostKey.of(start.host()) + "|not-followed";
      Step step = suspicion == null ? Step.CHILD : Step.JOIN;
      out.pass(
          new CaseEvent(incident, Suspect.keyOf(start), step, start, suspicion, suspicion != null));
    }
  }

  /** The child that is a suspect already, because its start came first. */
  private @Nullable Suspect startedAmong(List<Event> held) throws Exception {
    for (Event event : held) {
      Suspect child = event.kind() == EventKind.PROCESS_START ? suspects.startedBy(event) : null;
      if (child != null) {
        return child;
      }
    }
    return null;
  }

  private static boolean hasConnection(List<Event> held) {
    return held.stream().anyMatch(event -> event.kind() == EventKind.CONNECTION);
  }

  private void release(List<Event> held, Suspect suspect) throws Exception {
    for (Event event : held) {
      if (event.kind() != EventKind.PROCESS_START) {
        onActivity(event);
      } else if (suspects.startedBy(event) == null) {
        open(event, null, suspect);
      }
    }
  }

  /** Passes the event on if it is a suspect's, and returns whether that was clear. */
  private boolean onActivity(Event event) throws Exception {
    if (suspects.count() == 0) {
      return false;
    }
    if (event.kind() == EventKind.CONNECTION) {
      noteNetworkTelemetry(event);
    }
    Suspect suspect = suspects.find(event.process(), event);
    if (suspect == null || isOfAnother(suspect, event)) {
      return false;
    }
    switch (event.kind()) {
      case PROCESS_END -> end(suspect, event);
      case DNS -> out.pass(caseEvent(suspect, Step.DNS, event, null, false));
      case CONNECTION -> connect(suspect, event);
      case PROCESS_START -> throw new IllegalStateException("a start is not an activity");
    }
    return true;
  }

  /** A process that had the pid before the suspect ended, or one that has it after. */
  private boolean isOfAnother(Suspect suspect, Event event) throws Exception {
    if (!suspect.isByPid(event)) {
      return false;
    }
    if (event.kind() == EventKind.PROCESS_END && event.time() < suspect.started()) {
      return true;
    }
    if (suspect.ended() != 0 && event.time() > suspect.ended() + Suspect.SAME_START_MS) {
      return true;
    }
    Suspect other = cleared.count() == 0 ? null : cleared.ofPid(event.process().pid());
    return other != null && other.started() > suspect.started() && event.time() >= other.started();
  }

  private void connect(Suspect suspect, Event event) throws Exception {
    if (!detections.isOutbound(event)) {
      return;
    }
    out.pass(caseEvent(suspect, Step.CONNECTION, event, null, !suspect.connected()));
    if (!suspect.connected()) {
      suspects.put(suspect.withConnection());
    }
  }

  private void end(Suspect suspect, Event event) throws Exception {
    out.pass(caseEvent(suspect, Step.END, event, null, false));
    suspects.put(suspect.endedAt(event.time()));
  }

  /** Tells every incident of the host, once, that connections of this host do arrive. */
  private void noteNetworkTelemetry(Event event) throws Exception {
    if (suspects.networkTelemetry()) {
      return;
    }
    suspects.noteNetworkTelemetry();
    for (Suspect suspect : suspects.all()) {
      out.pass(caseEvent(suspect, Step.NETWORK_TELEMETRY, event, null, false));
    }
  }

  /** Whether the activity is to be held back among ordinary events. */
  private boolean onUnclaimed(Signal signal) throws Exception {
    if (signal.kind() == EventKind.PROCESS_END && cleared.count() > 0) {
      Event end = signal.event();
      Suspect ended = cleared.find(end.process(), end);
      if (ended != null) {
        cleared.put(ended.endedAt(end.time()));
      }
    }
    if (signal.isOrdinary()) {
      return true;
    }
    for (byte[] old : unclaimed.add(signal.packed(), clock, settings.maxUnclaimedPerHost())) {
      tell(PackedEvent.read(old, 0));
    }
    return false;
  }

  /** Nobody's start came for {@code activity}: it is suspicious in itself, or simply late. */
  private void tell(Event activity) throws Exception {
    if (onActivity(activity)) {
      return;
    }
    ProcessInfo process = activity.process();
    Suspicion suspicion =
        activity.kind() == EventKind.PROCESS_END
            ? null
            : detections.judgeActivity(activity).suspicion();
    if (suspicion == null) {
      out.late(activity);
    } else if ((process.entityId() != null || process.pid() != 0)
        && cleared.find(process, activity) == null) {
      open(activity, suspicion, null);
      onActivity(activity);
    }
  }

  private static CaseEvent caseEvent(
      Suspect suspect, Step step, Event event, @Nullable Suspicion suspicion, boolean forPattern) {
    return new CaseEvent(suspect.incidentKey(), suspect.key(), step, event, suspicion, forPattern);
  }
}
