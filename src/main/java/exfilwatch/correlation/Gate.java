package exfilwatch.correlation;

import exfilwatch.correlation.CaseEvent.Step;
import exfilwatch.detection.Detections;
import exfilwatch.detection.Suspicion;
import exfilwatch.detection.UsesDetections;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by host: lets only the events of suspected processes through. Telemetry arrives out of
 * order, so it holds back the last seconds of everybody else's and releases what belongs to a
 * process when that one becomes a suspect. A child of a suspect is a suspect of the same incident.
 *
 * <p>Activity that is suspicious in itself opens an incident when no start has come for it within
 * the look-back; activity that came late, and is nobody's by then, goes to {@link #LATE}.
 *
 * <p>State is proportional to the suspects, plus a bounded buffer per host. A host has one timer,
 * and an ordinary event costs one read and one write of state: 290 ns of CPU for a connection of 10
 * hosts and of 1,000, where lists in slots of time and timers for each took 267 and 3,300.
 */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
public final class Gate extends KeyedProcessFunction<Long, Signal, CaseEvent>
    implements UsesDetections, CheckpointedFunction {

  private static final long serialVersionUID = 1;

  /** Activity behind the watermark of processes that nobody suspects. */
  public static final OutputTag<Event> LATE =
      new OutputTag<>("late", TypeInformation.of(Event.class));

  private static final String NO_INCIDENT = "";

  private final Detections.Source content;
  private final GateSettings settings;

  private transient Detections detections;
  private transient ValueState<HostState> hosts;
  private transient Suspects suspects;

  /**
   * Processes that could be taken for suspects, and of which the start shows that they are none.
   */
  private transient Suspects cleared;

  private transient RecentEvents recent;

  /** Like {@code recent}, but what nobody claims here is told. */
  private transient RecentEvents unclaimed;

  /** Event time as far as this operator knows it, set with every event. */
  private transient long clock;

  /** Held back events are released only if they are kept beyond this time. */
  private transient long horizon;

  private transient Total held;
  private transient Total followed;

  private transient Counter dropped;
  private transient Counter untracked;
  private transient Counter late;

  public Gate(Detections.Source content, GateSettings settings) {
    this.content = content;
    this.settings = settings;
  }

  @Override
  public void use(Detections newest) {
    detections = newest;
  }

  @Override
  public void open(OpenContext context) {
    detections = content.compile();
    suspects = new Suspects(getRuntimeContext(), settings, "suspects");
    cleared = new Suspects(getRuntimeContext(), settings.outliving(), "cleared");
    recent = new RecentEvents(getRuntimeContext(), settings, "recent");
    unclaimed = new RecentEvents(getRuntimeContext(), settings, "unclaimed");
    hosts = getRuntimeContext().getState(new ValueStateDescriptor<>("host", HostState.TYPE));
    dropped = getRuntimeContext().getMetricGroup().counter("gateBufferDropped");
    untracked = getRuntimeContext().getMetricGroup().counter("suspectsNotFollowed");
    late = getRuntimeContext().getMetricGroup().counter("lateEvents");
    getRuntimeContext().getMetricGroup().gauge("gateBufferSize", held::value);
    getRuntimeContext().getMetricGroup().gauge("suspects", followed::value);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    held = new Total(context, "held");
    followed = new Total(context, "followed");
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    held.snapshot();
    followed.snapshot();
  }

  @Override
  public void processElement(Signal signal, Context context, Collector<CaseEvent> out)
      throws Exception {
    HostState host = host();
    clock = settings.sorted() ? signal.time() : context.timerService().currentWatermark();
    forget(host, context, out);
    if (signal.kind() == EventKind.PROCESS_START) {
      onStart(signal, out);
    } else if (suspects.count() == 0 || !onActivity(signal.event(), out)) {
      hold(signal, context, out);
    }
    keep(host, context.timerService());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<CaseEvent> out)
      throws Exception {
    HostState host = host();
    clock = timestamp;
    host.timer = HostState.NO_TIMER;
    forget(host, context, out);
    recent.drop(clock);
    keep(host, context.timerService());
  }

  /** How many events this subtask holds back. */
  long held() {
    return held.value();
  }

  private HostState host() throws Exception {
    HostState known = hosts.value();
    HostState host = known == null ? new HostState() : known;
    count(host, -1);
    suspects.of(host.suspects);
    cleared.of(host.cleared);
    recent.of(host.recent);
    unclaimed.of(host.unclaimed);
    return host;
  }

  private void keep(HostState host, TimerService timers) throws Exception {
    count(host, 1);
    setTimer(host, timers);
    if (host.isEmpty()) {
      hosts.clear();
    } else {
      hosts.update(host);
    }
  }

  private void count(HostState host, int sign) {
    held.add((long) sign * host.held());
    followed.add((long) sign * host.suspects.count);
  }

  private void onStart(Signal signal, Collector<CaseEvent> out) throws Exception {
    Event start = signal.event();
    Suspicion suspicion = signal.suspicion();
    if (suspects.count() > 0) {
      Suspect known = suspects.startedBy(start);
      if (known != null) {
        if (suspicion != null) {
          out.collect(caseEvent(known, Step.JOIN, start, suspicion, true));
        }
        return;
      }
      takeOver(start, suspicion, out);
      Suspect parent = parentOf(start);
      if (suspicion == null && parent != null) {
        open(start, null, parent, out);
        return;
      }
    }
    if (suspicion != null) {
      open(start, suspicion, parentOf(start), out);
      return;
    }
    if (signal.note() == Signal.Note.CLEARED) {
      clear(start);
    }
    hold(signal.packed());
  }

  /** A new process with the pid of a suspect ends it, and later events of that pid are its own. */
  private void takeOver(Event start, @Nullable Suspicion suspicion, Collector<CaseEvent> out)
      throws Exception {
    Suspect replaced = suspects.replacedBy(start);
    if (replaced != null) {
      end(replaced, start, out);
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
  private void open(
      Event start,
      @Nullable Suspicion suspicion,
      @Nullable Suspect parent,
      Collector<CaseEvent> out)
      throws Exception {
    Suspect alone = Suspect.of(start, parent == null ? null : parent.incidentKey());
    if (suspects.count() >= settings.maxSuspectsPerHost()) {
      untracked.inc();
      tellUntracked(start, suspicion, parent, out);
      return;
    }
    List<Event> held = heldOf(alone);
    Suspect relative = parent != null ? parent : startedAmong(held);
    Suspect suspect = relative == null ? alone : Suspect.of(start, relative.incidentKey());
    Step step = relative == null ? Step.START : suspicion == null ? Step.CHILD : Step.JOIN;
    out.collect(caseEvent(suspect, step, start, suspicion, suspicion != null));
    suspects.put(suspect);
    if (!suspects.networkTelemetry() && (recent.hasConnection(horizon) || hasConnection(held))) {
      suspects.noteNetworkTelemetry();
    }
    if (suspects.networkTelemetry()) {
      out.collect(caseEvent(suspect, Step.NETWORK_TELEMETRY, start, null, false));
    }
    if (relative == null && start.kind() == EventKind.PROCESS_START) {
      hold(PackedEvent.whole(start)); // the start of the wrapper around it may still come
    }
    release(held, suspect, out);
  }

  /** Beyond the limit all starts of the host are one incident, which counts them. */
  private static void tellUntracked(
      Event start,
      @Nullable Suspicion suspicion,
      @Nullable Suspect parent,
      Collector<CaseEvent> out) {
    if (parent != null || suspicion != null) {
      String incident =
          parent != null ? parent.incidentKey() : HostKey.of(start.host()) + "|not-followed";
      Step step = suspicion == null ? Step.CHILD : Step.JOIN;
      out.collect(
          new CaseEvent(incident, Suspect.keyOf(start), step, start, suspicion, suspicion != null));
    }
  }

  /** Takes what arrived before the suspect did: its activity, and its children's starts. */
  private List<Event> heldOf(Suspect suspect) throws Exception {
    long before = endOfPredecessor(suspect);
    int[] entityIds = suspect.entityIds().values().stream().mapToInt(PackedEvent::hash).toArray();
    Page.Filter mayBe =
        (until, page, at) -> PackedEvent.mayBeActor(page, at, suspect.pid(), entityIds);
    Predicate<Event> wanted =
        event -> concerns(suspect, event) && (event.time() > before || !isByPid(suspect, event));
    List<Event> taken = new ArrayList<>(recent.take(mayBe, wanted, horizon));
    taken.addAll(unclaimed.take(mayBe, wanted, Long.MIN_VALUE));
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
    return recent.latest(
        (until, page, at) ->
            PackedEvent.kind(page, at) == kind && PackedEvent.mayBePid(page, at, suspect.pid()),
        event ->
            event.time() < suspect.started()
                && event.process().pid() == suspect.pid()
                && isByPid(suspect, event),
        horizon);
  }

  private boolean concerns(Suspect suspect, Event event) {
    ProcessInfo actor = event.kind() == EventKind.PROCESS_START ? event.parent() : event.process();
    return actor != null && suspect.is(actor, event.source(), event.time(), settings.lookBackMs());
  }

  private static boolean isByPid(Suspect suspect, Event event) {
    return suspect.isByPid(event);
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

  private void release(List<Event> held, Suspect suspect, Collector<CaseEvent> out)
      throws Exception {
    for (Event event : held) {
      if (event.kind() != EventKind.PROCESS_START) {
        onActivity(event, out);
      } else if (suspects.startedBy(event) == null) {
        open(event, null, suspect, out);
      }
    }
  }

  /** Passes the event on if it is a suspect's, and returns whether that was clear. */
  private boolean onActivity(Event event, Collector<CaseEvent> out) throws Exception {
    if (suspects.count() == 0) {
      return false;
    }
    if (event.kind() == EventKind.CONNECTION) {
      noteNetworkTelemetry(event, out);
    }
    Suspect suspect = suspects.find(event.process(), event);
    if (suspect == null || isOfAnother(suspect, event)) {
      return false;
    }
    switch (event.kind()) {
      case PROCESS_END -> end(suspect, event, out);
      case DNS -> out.collect(caseEvent(suspect, Step.DNS, event, null, false));
      case CONNECTION -> connect(suspect, event, out);
      case PROCESS_START -> throw new IllegalStateException("a start is not an activity");
    }
    return true;
  }

  /** A process that had the pid before the suspect ended, or one that has it after. */
  private boolean isOfAnother(Suspect suspect, Event event) throws Exception {
    if (!isByPid(suspect, event)) {
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

  private void connect(Suspect suspect, Event event, Collector<CaseEvent> out) throws Exception {
    if (!detections.isOutbound(event)) {
      return;
    }
    out.collect(caseEvent(suspect, Step.CONNECTION, event, null, !suspect.connected()));
    if (!suspect.connected()) {
      suspects.put(suspect.withConnection());
    }
  }

  private void end(Suspect suspect, Event event, Collector<CaseEvent> out) throws Exception {
    out.collect(caseEvent(suspect, Step.END, event, null, false));
    suspects.put(suspect.endedAt(event.time()));
  }

  /** Tells every incident of the host, once, that connections of this host do arrive. */
  private void noteNetworkTelemetry(Event event, Collector<CaseEvent> out) throws Exception {
    if (suspects.networkTelemetry()) {
      return;
    }
    suspects.noteNetworkTelemetry();
    for (Suspect suspect : suspects.all()) {
      out.collect(caseEvent(suspect, Step.NETWORK_TELEMETRY, event, null, false));
    }
  }

  private void hold(Signal signal, Context context, Collector<CaseEvent> out) throws Exception {
    if (signal.kind() == EventKind.PROCESS_END && cleared.count() > 0) {
      Event end = signal.event();
      Suspect ended = cleared.find(end.process(), end);
      if (ended != null) {
        cleared.put(ended.endedAt(end.time()));
      }
    }
    if (signal.suspicion() == null && signal.note() != Signal.Note.LATE) {
      hold(signal.packed());
      return;
    }
    for (byte[] old : unclaimed.add(signal.packed(), clock, settings.maxBufferedPerHost())) {
      tell(PackedEvent.read(old, 0), context, out);
    }
  }

  private void hold(byte[] packed) throws Exception {
    dropped.inc(recent.add(packed, clock, settings.maxBufferedPerHost()).size());
  }

  private void forget(HostState host, Context context, Collector<CaseEvent> out) throws Exception {
    // What is told now may claim what was held back with it
    horizon = Math.min(clock, host.unclaimed.earliest - 1);
    for (Event event : unclaimed.takeOver(clock)) {
      tell(event, context, out);
    }
    horizon = clock;
    suspects.forget(clock);
    cleared.forget(clock);
  }

  /** Nobody's start came for {@code activity}: it is suspicious in itself, or simply late. */
  private void tell(Event activity, Context context, Collector<CaseEvent> out) throws Exception {
    if (onActivity(activity, out)) {
      return;
    }
    ProcessInfo process = activity.process();
    Suspicion suspicion =
        activity.kind() == EventKind.PROCESS_END
            ? null
            : detections.judgeActivity(activity).suspicion();
    if (suspicion == null) {
      late.inc();
      context.output(LATE, activity);
    } else if ((process.entityId() != null || process.pid() != 0)
        && cleared.find(process, activity) == null) {
      open(activity, suspicion, null, out);
      onActivity(activity, out);
    }
  }

  /**
   * Sees to it that the host is looked at again when something has to be told or forgotten; held
   * back events only when all of them are over, because adding further ones drops those before.
   * Sorted events bring their own clock; at their end only what has to be told is left.
   */
  private void setTimer(HostState host, TimerService timers) {
    long next = host.unclaimed.earliest;
    if (settings.sorted()) {
      if (next != Shelf.NEVER) {
        timers.registerEventTimeTimer(Long.MAX_VALUE);
      }
      return;
    }
    next = Math.min(next, Math.min(suspects.nextExpiry(), cleared.nextExpiry()));
    if (!host.recent.isEmpty()) {
      next = Math.min(next, host.recent.latest);
    }
    if (host.isEmpty() ? host.timer != HostState.NO_TIMER : next < host.timer) {
      if (host.timer != HostState.NO_TIMER) {
        timers.deleteEventTimeTimer(host.timer);
      }
      if (!host.isEmpty()) {
        timers.registerEventTimeTimer(next);
      }
      host.timer = next;
    }
  }

  private static CaseEvent caseEvent(
      Suspect suspect, Step step, Event event, @Nullable Suspicion suspicion, boolean forPattern) {
    return new CaseEvent(suspect.incidentKey(), suspect.key(), step, event, suspicion, forPattern);
  }
}
