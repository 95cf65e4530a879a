package exfilwatch.correlation;

import exfilwatch.correlation.SimilarIncidents.Told;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by {@link Incident#likeness}: tells the first of similar incidents with all its stages, and
 * counts those that follow within the window, which each of them extends. The count is in the
 * first's closing alert, told again with the same id when the window is over. One that turns out
 * riskier, or goes elsewhere, is told as well.
 */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
public final class Suppress extends KeyedProcessFunction<String, Incident, Incident> {

  private static final long serialVersionUID = 1;

  private final SuppressionSettings settings;

  private transient ValueState<SimilarIncidents> similar;
  private transient Counter suppressed;

  public Suppress(SuppressionSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    similar =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "similar-incidents", TypeInformation.of(SimilarIncidents.class)));
    suppressed = getRuntimeContext().getMetricGroup().counter("incidentsSuppressed");
  }

  @Override
  public void processElement(Incident incident, Context context, Collector<Incident> out)
      throws Exception {
    SimilarIncidents state = similar.value();
    if (state == null) {
      state = new SimilarIncidents();
    }
    Told told = state.told(incident.id());
    if (told == null) {
      told = judge(incident, state, out);
    }
    if (told != null) {
      tell(incident, told, state, out);
    }
    setTimer(state, context);
    similar.update(state);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Incident> out)
      throws Exception {
    SimilarIncidents state = similar.value();
    if (state == null) {
      return;
    }
    state.timer = 0;
    if (timestamp >= windowEnd(state)) {
      endWindow(state, out);
    }
    if (timestamp >= forgetAt(state)) {
      similar.clear();
    } else {
      setTimer(state, context);
      similar.update(state);
    }
  }

  /** One that is new here: the first of a window, worse than those before, or one more. */
  private @Nullable Told judge(Incident incident, SimilarIncidents state, Collector<Incident> out) {
    Told first = state.told(state.first);
    boolean later = incident.opened() > state.last && incident.opened() >= windowEnd(state);
    if (later || (first == null && incident.stage() == Stage.STARTED)) {
      endWindow(state, out);
      state.begin(incident);
      return state.tell(incident);
    }
    if (state.isWorse(incident)) {
      state.worse++;
      if (first != null && incident.stage() != Stage.STARTED && first.others > 0) {
        first.others--;
      }
      return state.tell(incident);
    }
    if (first != null && incident.stage() == Stage.STARTED) {
      first.others++;
      suppressed.inc();
      state.last = Math.max(state.last, incident.opened());
    }
    return null;
  }

  /** Each stage once, and a closing only with more than the last, in case of a repetition. */
  private void tell(Incident incident, Told told, SimilarIncidents state, Collector<Incident> out) {
    boolean news =
        switch (incident.stage()) {
          case STARTED -> !told.started;
          case CORRELATED -> !told.correlated;
          case CLOSED -> incident.totals().count() >= told.connections;
        };
    if (!news) {
      return;
    }
    state.know(incident);
    told.started |= incident.stage() == Stage.STARTED;
    told.correlated |= incident.stage() == Stage.CORRELATED;
    if (incident.stage() == Stage.CLOSED) {
      told.connections = incident.totals().count();
      if (told.id.equals(state.first)) {
        state.closed = incident;
        if (settings.sorted()) {
          return; // told once, at the end of the window
        }
      }
      told.othersTold = told.others;
    }
    out.collect(incident.standingFor(told.others));
  }

  private void endWindow(SimilarIncidents state, Collector<Incident> out) {
    Told first = state.told(state.first);
    Incident closed = state.closed;
    if (first != null && closed != null) {
      if (settings.sorted() || first.others > first.othersTold) {
        first.othersTold = first.others;
        out.collect(closed.standingFor(first.others));
      }
    }
    state.first = null;
    state.closed = null;
  }

  private long windowEnd(SimilarIncidents state) {
    return state.first == null
        ? Long.MIN_VALUE
        : Math.min(state.last + settings.windowMs(), state.since + settings.longestMs());
  }

  private long forgetAt(SimilarIncidents state) {
    return Math.max(state.last, state.since) + settings.windowMs() + settings.memoryMs();
  }

  /** One timer a key: the end of the window, or of its memory. Sorted input ends by itself. */
  private void setTimer(SimilarIncidents state, Context context) {
    if (state.timer == 0) {
      state.timer =
          settings.sorted()
              ? Long.MAX_VALUE
              : state.first == null ? forgetAt(state) : windowEnd(state);
      context.timerService().registerEventTimeTimer(state.timer);
    }
  }
}
