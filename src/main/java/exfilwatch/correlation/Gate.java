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
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
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
 * <p>State is proportional to the suspects, plus a bounded buffer per host; timers are at most four
 * per host.
 */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
public final class Gate extends KeyedProcessFunction<Long, Signal, CaseEvent>
    implements UsesDetections {

  private static final long serialVersionUID = 1;

  /** Activity behind the watermark of processes that nobody suspects. */
  public static final OutputTag<Event> LATE =
      new OutputTag<>("late", TypeInformation.of(Event.class));

  private static final String NO_INCIDENT = "";

  private final Detections.Source content;
  private final GateSettings settings;

  private transient Detections detections;
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
    recent = new RecentEvents(getRuntimeContext(), "recent");
    unclaimed = new RecentEvents(getRuntimeContext(), "unclaimed");
    dropped = getRuntimeContext().getMetricGroup().counter("gateBufferDropped");
    untracked = getRuntimeContext().getMetricGroup().counter("suspectsNotFollowed");
    late = getRuntimeContext().getMetricGroup().counter("lateEvents");
  }

  @Override
  public void processElement(Signal signal, Context context, Collector<CaseEvent> out)
      throws Exception {
    clock = settings.sorted() ? signal.event().time() : context.timerService().currentWatermark();
    forget(clock, context, out);
    if (signal.event().kind() == EventKind.PROCESS_START) {
      onStart(signal, out);
    } else if (!onActivity(signal.event(), out)) {
      hold(signal, context, out);
    }
    setTimer(context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<CaseEvent> out)
      throws Exception {
    clock = timestamp;
    forget(timestamp, context, out);
    setTimer(context);
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
    hold(start);
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
    if (!suspects.networkTelemetry() && (recent.hasConnection() || hasConnection(held))) {
      suspects.noteNetworkTelemetry();
    }
    if (suspects.networkTelemetry()) {
      out.collect(caseEvent(suspect, Step.NETWORK_TELEMETRY, start, null, false));
    }
    if (relative == null && start.kind() == EventKind.PROCESS_START) {
      hold(start); // the start of the wrapper around it may still come
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
    Predicate<Event> wanted =
        event -> concerns(suspect, event) && (event.time() > before || !isByPid(suspect, event));
    List<Event> held = new ArrayList<>(recent.take(wanted));
    held.addAll(unclaimed.take(wanted));
    held.sort(Comparator.comparingLong(Event::time));
    return held;
  }

  /** Until when the pid was another process', which has at least started in what is held. */
  private long endOfPredecessor(Suspect suspect) throws Exception {
    Predicate<Event> earlier =
        event ->
            event.time() < suspect.started()
                && event.process().pid() == suspect.pid()
                && isByPid(suspect, event);
    long start =
        recent.latest(event -> event.kind() == EventKind.PROCESS_START && earlier.test(event));
    long end = recent.latest(event -> event.kind() == EventKind.PROCESS_END && earlier.test(event));
    return end >= start ? end : suspect.started() - 1;
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
    Event event = signal.event();
    if (event.kind() == EventKind.PROCESS_END && cleared.count() > 0) {
      Suspect ended = cleared.find(event.process(), event);
      if (ended != null) {
        cleared.put(ended.endedAt(event.time()));
      }
    }
    if (signal.suspicion() == null && signal.note() != Signal.Note.LATE) {
      hold(event);
      return;
    }
    for (Event old : unclaimed.add(event, clock, settings.maxBufferedPerHost())) {
      tell(old, context, out);
    }
  }

  private void hold(Event event) throws Exception {
    dropped.inc(recent.add(event, clock, settings.maxBufferedPerHost()).size());
  }

  private void forget(long now, Context context, Collector<CaseEvent> out) throws Exception {
    if (now == Long.MIN_VALUE) {
      return;
    }
    for (Event event : unclaimed.forget(now - settings.lookBackMs())) {
      tell(event, context, out);
    }
    recent.forget(now - settings.lookBackMs());
    suspects.forget(now);
    cleared.forget(now);
  }

  /** Nobody's start came for {@code activity}: it is suspicious in itself, or simply late. */
  private void tell(Event activity, Context context, Collector<CaseEvent> out) throws Exception {
    if (onActivity(activity, out)) {
      return;
    }
    ProcessInfo process = activity.process();
    Suspicion suspicion =
        activity.kind() == EventKind.PROCESS_END ? null : detections.judgeActivity(activity);
    if (suspicion == null) {
      late.inc();
      context.output(LATE, activity);
    } else if ((process.entityId() != null || process.pid() != 0)
        && cleared.find(process, activity) == null) {
      open(activity, suspicion, null, out);
      onActivity(activity, out);
    }
  }

  /** Sorted events bring their own clock; at their end only what has to be told is left. */
  private void setTimer(Context context) throws Exception {
    Long unclaimedEnd = unclaimed.oldestEnd();
    if (settings.sorted()) {
      if (unclaimedEnd != null) {
        context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
      }
      return;
    }
    setTimer(unclaimedEnd == null ? null : unclaimedEnd + settings.lookBackMs(), context);
    Long recentEnd = recent.oldestEnd();
    setTimer(recentEnd == null ? null : recentEnd + settings.lookBackMs(), context);
    setTimer(suspects.nextExpiry(), context);
    setTimer(cleared.nextExpiry(), context);
  }

  private static void setTimer(@Nullable Long time, Context context) {
    if (time != null) {
      context.timerService().registerEventTimeTimer(time);
    }
  }

  private static CaseEvent caseEvent(
      Suspect suspect, Step step, Event event, @Nullable Suspicion suspicion, boolean forPattern) {
    return new CaseEvent(suspect.incidentKey(), suspect.key(), step, event, suspicion, forPattern);
  }
}
