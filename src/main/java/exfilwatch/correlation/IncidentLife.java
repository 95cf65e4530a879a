package exfilwatch.correlation;

import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by incident: tells its three stages. The start is told at once, whatever the watermark; the
 * correlation when the CEP pattern completes; the close when its last process has ended and late
 * records have had their time, when nothing happened for long, or at the maximum age.
 *
 * <p>One timer per incident; state and timer are gone when it is over.
 */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
public final class IncidentLife
    extends KeyedCoProcessFunction<String, CaseEvent, PatternOutcome, Incident> {

  private static final long serialVersionUID = 1;
  private static final long NEVER = Long.MAX_VALUE;

  private final IncidentSettings settings;

  private transient ValueState<IncidentState> incident;

  /**
   * Set when the order of things can't decide any more: the pattern saw an event too late to match
   * it, or its answer was here before the event itself.
   */
  private transient ValueState<Boolean> unordered;

  /** Sorted input only: what came before the start of the same moment. */
  private transient ListState<CaseEvent> early;

  private transient Counter withoutIncident;

  public IncidentLife(IncidentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    incident =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("incident", TypeInformation.of(IncidentState.class)));
    unordered =
        getRuntimeContext().getState(new ValueStateDescriptor<>("late-for-pattern", Types.BOOLEAN));
    early =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("before-start", TypeInformation.of(CaseEvent.class)));
    withoutIncident = getRuntimeContext().getMetricGroup().counter("eventsWithoutIncident");
  }

  @Override
  public void processElement1(CaseEvent event, Context context, Collector<Incident> out)
      throws Exception {
    IncidentState state = incident.value();
    if (state == null) {
      state = open(event, out);
      if (state == null) {
        expectStart(event);
        return;
      }
    } else if (!state.isNew(event)) {
      incident.update(state);
      return;
    } else {
      if (settings.sorted()) {
        closeIfDue(state, event.event().time(), out);
      }
      add(event, state);
    }
    correlateUnordered(state, out);
    setTimer(state, context);
    incident.update(state);
  }

  @Override
  public void processElement2(PatternOutcome outcome, Context context, Collector<Incident> out)
      throws Exception {
    IncidentState state = incident.value();
    if (state == null) {
      expectIncident(outcome, context);
      return;
    }
    if (outcome.late() || state.firstConnection == null) {
      unordered.update(true);
      correlateUnordered(state, out);
    } else {
      correlate(state, outcome.event(), out);
    }
    incident.update(state);
  }

  /**
   * The pattern may be told of a start before this operator is; a connection that late has lost its
   * incident.
   */
  private void expectIncident(PatternOutcome outcome, Context context) throws Exception {
    if (!outcome.late() || outcome.event().kind() == EventKind.PROCESS_START) {
      unordered.update(true);
      context
          .timerService()
          .registerEventTimeTimer(
              Math.max(outcome.event().time(), context.timerService().currentWatermark())
                  + settings.lookBackMs());
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Incident> out)
      throws Exception {
    IncidentState state = incident.value();
    if (state == null) {
      unordered.clear();
      return;
    }
    if (!settings.sorted() && timestamp != state.timer) {
      return;
    }
    state.timer = 0;
    long now = settings.sorted() ? Long.MAX_VALUE : timestamp; // sorted: no event will follow
    long answerDue = answerDue(state);
    if (answerDue != NEVER && answerDue <= now) {
      correlate(state, Objects.requireNonNull(state.firstConnection), out);
    }
    closeIfDue(state, now, out);
    if (isOver(state, now)) {
      incident.clear();
      unordered.clear();
    } else {
      setTimer(state, context);
      incident.update(state);
    }
  }

  /**
   * Keeps one timer: it moves only when the incident is due earlier, and is set anew when it fires.
   */
  private void setTimer(IncidentState state, Context context) {
    long due = Math.min(dueAt(state), answerDue(state));
    if (state.timer != 0 && state.timer <= due) {
      return;
    }
    if (state.timer != 0) {
      context.timerService().deleteEventTimeTimer(state.timer);
    }
    state.timer = due;
    context.timerService().registerEventTimeTimer(due);
  }

  private @Nullable IncidentState open(CaseEvent event, Collector<Incident> out) throws Exception {
    Suspicion suspicion = event.suspicion();
    if (suspicion == null) {
      return null;
    }
    IncidentState state = IncidentState.opened(event, suspicion);
    out.collect(state.at(Stage.STARTED, state.opened));
    for (CaseEvent waiting : early.get()) {
      if (state.isNew(waiting)) {
        add(waiting, state);
      }
    }
    early.clear();
    return state;
  }

  /** Sorting leaves the order of one timestamp open; otherwise the start is always first. */
  private void expectStart(CaseEvent event) throws Exception {
    if (settings.sorted()) {
      early.add(event);
    } else {
      withoutIncident.inc();
    }
  }

  private static void add(CaseEvent event, IncidentState state) {
    Suspicion suspicion = event.suspicion();
    Connection connection = event.event().connection();
    Dns dns = event.event().dns();
    if (suspicion != null) {
      state.join(event, suspicion);
    } else if (connection != null && event.step() == CaseEvent.Step.CONNECTION) {
      state.connect(event.event(), connection);
    } else if (dns != null && event.step() == CaseEvent.Step.DNS) {
      state.resolved(event.event(), dns);
    } else {
      switch (event.step()) {
        case CHILD -> state.child(event);
        case END -> state.end(event);
        case NETWORK_TELEMETRY -> state.networkTelemetry = true;
        default -> throw new IllegalStateException("incomplete " + event.step());
      }
    }
  }

  /**
   * The pattern needs the start before the connection, and both before the watermark. Where the
   * connection was recorded first, or one came late, the gate has established whose it is, and only
   * the timespan is left to check. It does not bind a program that waits for requests, nor one
   * whose start nobody saw.
   */
  private void correlateUnordered(IncidentState state, Collector<Incident> out) throws Exception {
    Event first = state.firstConnection;
    if (first == null || state.connection != null) {
      return;
    }
    boolean inTime = isInTime(first, state);
    if (!inTime && state.waitsForRequests && !state.startUnseen) {
      state.lateConnection = true;
      correlate(state, first, out);
    } else if (state.startUnseen
        || (inTime && (first.time() < state.opened || unordered.value() != null))) {
      correlate(state, first, out);
    }
  }

  private boolean isInTime(Event connection, IncidentState state) {
    return connection.time() - state.opened <= settings.timespanMs()
        || (connection.time() >= state.lastStart
            && connection.time() - state.lastStart <= settings.timespanMs());
  }

  /**
   * When the pattern must have answered to the first connection. It does not know of it where a
   * later one arrived before, as when partitions are read at different speeds after an outage.
   */
  private long answerDue(IncidentState state) {
    Event first = state.firstConnection;
    if (first == null || state.connection != null || state.closed || settings.sorted()) {
      return NEVER;
    }
    return isInTime(first, state) ? first.time() + settings.lookBackMs() : NEVER;
  }

  private void correlate(IncidentState state, Event connection, Collector<Incident> out) {
    if (state.connection == null) {
      state.connection = connection;
      out.collect(state.at(Stage.CORRELATED, Math.max(connection.time(), state.opened)));
    }
  }

  private void closeIfDue(IncidentState state, long now, Collector<Incident> out) {
    long due = dueAt(state);
    if (!state.closed && due <= now) {
      state.closed = true;
      out.collect(state.at(Stage.CLOSED, state.ended != 0 ? state.ended : due));
    }
  }

  /** When the incident is to be closed, or forgotten if it is closed already. */
  private long dueAt(IncidentState state) {
    long atMaxAge = state.opened + settings.maxAgeMs();
    if (state.closed) {
      return atMaxAge;
    }
    long due =
        state.ended != 0
            ? state.ended + settings.settleMs()
            : state.lastActivity + settings.quietMs();
    return Math.min(due, atMaxAge);
  }

  private boolean isOver(IncidentState state, long now) {
    return state.closed && (state.ended != 0 || now >= state.opened + settings.maxAgeMs());
  }
}
