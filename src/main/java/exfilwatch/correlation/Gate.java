package exfilwatch.correlation;

import exfilwatch.correlation.CaseEvent.Step;
import exfilwatch.detection.Detections;
import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.ProcessInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by host: lets only the events of suspected processes through. Telemetry arrives out of
 * order, so it holds back the last seconds of everybody else's and releases what belongs to a
 * process when that one becomes a suspect. A child of a suspect is a suspect of the same incident.
 *
 * <p>State is proportional to the suspects, plus a bounded buffer per host; timers are at most two
 * per host.
 */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
public final class Gate extends KeyedProcessFunction<Long, Signal, CaseEvent> {

  private static final long serialVersionUID = 1;

  private final Detections.Source content;
  private final GateSettings settings;

  private transient Detections detections;
  private transient Suspects suspects;
  private transient RecentEvents recent;

  /** Event time as far as this operator knows it, set with every event. */
  private transient long clock;

  private transient Counter dropped;
  private transient Counter untracked;

  public Gate(Detections.Source content, GateSettings settings) {
    this.content = content;
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    detections = content.compile();
    suspects = new Suspects(getRuntimeContext(), settings);
    recent = new RecentEvents(getRuntimeContext());
    dropped = getRuntimeContext().getMetricGroup().counter("gateBufferDropped");
    untracked = getRuntimeContext().getMetricGroup().counter("suspectsNotFollowed");
  }

  @Override
  public void processElement(Signal signal, Context context, Collector<CaseEvent> out)
      throws Exception {
    clock = settings.sorted() ? signal.event().time() : context.timerService().currentWatermark();
    forget(clock);
    if (signal.event().kind() == EventKind.PROCESS_START) {
      onStart(signal, out);
    } else {
      onActivity(signal.event(), out);
    }
    setTimer(context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<CaseEvent> out)
      throws Exception {
    forget(timestamp);
    setTimer(context);
  }

  private void onStart(Signal signal, Collector<CaseEvent> out) throws Exception {
    Event start = signal.event();
    Suspicion suspicion = signal.suspicion();
    if (suspicion == null && suspects.count() == 0) {
      hold(start);
      return;
    }
    Suspect known = suspects.startedBy(start);
    if (known != null) {
      if (suspicion != null) {
        out.collect(caseEvent(known, Step.JOIN, start, suspicion, true));
      }
      return;
    }
    Suspect replaced = suspects.replacedBy(start);
    if (replaced != null) {
      end(replaced, start, out);
    }
    Suspect parent = parentOf(start);
    if (suspicion != null) {
      open(start, suspicion, parent, out);
    } else if (parent != null) {
      open(start, null, parent, out);
    } else {
      hold(start);
    }
  }

  private @Nullable Suspect parentOf(Event start) throws Exception {
    ProcessInfo parent = start.parent();
    return parent == null ? null : suspects.find(parent, start);
  }

  private void open(
      Event start,
      @Nullable Suspicion suspicion,
      @Nullable Suspect parent,
      Collector<CaseEvent> out)
      throws Exception {
    Suspect suspect = Suspect.of(start, parent == null ? null : parent.incidentKey());
    Step step = parent == null ? Step.START : suspicion == null ? Step.CHILD : Step.JOIN;
    out.collect(caseEvent(suspect, step, start, suspicion, suspicion != null));
    if (suspects.count() >= settings.maxSuspectsPerHost()) {
      untracked.inc();
      return;
    }
    suspects.put(suspect);
    if (!suspects.networkTelemetry() && recent.hasConnection()) {
      suspects.noteNetworkTelemetry();
    }
    if (suspects.networkTelemetry()) {
      out.collect(caseEvent(suspect, Step.NETWORK_TELEMETRY, start, null, false));
    }
    release(suspect, out);
  }

  /** Passes on what arrived before the suspect did: its activity, and its children's. */
  private void release(Suspect suspect, Collector<CaseEvent> out) throws Exception {
    for (Event held : recent.take(event -> concerns(suspect, event))) {
      if (held.kind() == EventKind.PROCESS_START) {
        open(held, null, suspect, out);
      } else {
        onActivity(held, out);
      }
    }
  }

  private boolean concerns(Suspect suspect, Event event) {
    ProcessInfo actor = event.kind() == EventKind.PROCESS_START ? event.parent() : event.process();
    return actor != null && suspect.is(actor, event.source(), event.time(), settings.lookBackMs());
  }

  private void onActivity(Event event, Collector<CaseEvent> out) throws Exception {
    if (suspects.count() == 0) {
      hold(event);
      return;
    }
    if (event.kind() == EventKind.CONNECTION) {
      noteNetworkTelemetry(event, out);
    }
    Suspect suspect = suspects.find(event.process(), event);
    if (suspect == null) {
      hold(event);
      return;
    }
    switch (event.kind()) {
      case PROCESS_END -> end(suspect, event, out);
      case DNS -> out.collect(caseEvent(suspect, Step.DNS, event, null, false));
      case CONNECTION -> connect(suspect, event, out);
      case PROCESS_START -> throw new IllegalStateException("a start is not an activity");
    }
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

  private void hold(Event event) throws Exception {
    dropped.inc(recent.add(event, clock, settings.maxBufferedPerHost()));
  }

  private void forget(long now) throws Exception {
    if (now == Long.MIN_VALUE) {
      return;
    }
    recent.forget(now - settings.lookBackMs());
    suspects.forget(now);
  }

  /** Sorted events bring their own clock, and no state outlives them. */
  private void setTimer(Context context) throws Exception {
    if (settings.sorted()) {
      return;
    }
    Long oldestEnd = recent.oldestEnd();
    if (oldestEnd != null) {
      context.timerService().registerEventTimeTimer(oldestEnd + settings.lookBackMs());
    }
    Long expiry = suspects.nextExpiry();
    if (expiry != null) {
      context.timerService().registerEventTimeTimer(expiry);
    }
  }

  private static CaseEvent caseEvent(
      Suspect suspect, Step step, Event event, @Nullable Suspicion suspicion, boolean forPattern) {
    return new CaseEvent(suspect.incidentKey(), suspect.key(), step, event, suspicion, forPattern);
  }
}
