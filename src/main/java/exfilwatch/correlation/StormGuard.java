package exfilwatch.correlation;

import exfilwatch.telemetry.HostKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * One for the whole job (keyed by a constant; incidents are rare): of the incidents that are opened
 * within a span of time it passes so many with all their stages, and makes of the others one
 * summary for each host, told at the end of the span and again when there is more.
 */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
public final class StormGuard extends KeyedProcessFunction<String, Incident, Incident> {

  private static final long serialVersionUID = 1;

  /** Hosts with a summary of their own in one span; those beyond share one. */
  static final int MAX_HOSTS = 1_000;

  private final SuppressionSettings settings;

  private transient MapState<Long, StormBucket> buckets;

  /** Summaries by bucket and host. */
  private transient MapState<String, HostSummary> summaries;

  private transient Counter summarised;

  public StormGuard(SuppressionSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    buckets =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "storm-buckets", Types.LONG, TypeInformation.of(StormBucket.class)));
    summaries =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "storm-summaries", Types.STRING, TypeInformation.of(HostSummary.class)));
    summarised = getRuntimeContext().getMetricGroup().counter("incidentsSummarised");
  }

  @Override
  public void processElement(Incident incident, Context context, Collector<Incident> out)
      throws Exception {
    long number = Math.floorDiv(incident.opened(), settings.stormMs());
    StormBucket bucket = buckets.get(number);
    if (bucket == null) {
      bucket = new StormBucket();
    }
    if (bucket.told.contains(incident.id())) {
      out.collect(incident);
      return;
    }
    if (bucket.told.size() < settings.stormLimit()) {
      bucket.told.add(incident.id());
      out.collect(incident);
    } else {
      summarise(incident, number, bucket);
    }
    buckets.put(number, bucket);
    setTimer(Math.max(incident.opened(), context.timerService().currentWatermark()), context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Incident> out)
      throws Exception {
    for (Map.Entry<String, HostSummary> entry : summaries.entries()) {
      HostSummary summary = entry.getValue();
      Incident incident = summary.toIncident(entry.getKey());
      if (summary.changed && incident != null) {
        out.collect(incident);
        summary.changed = false;
        entry.setValue(summary);
      }
    }
    forget(timestamp);
    if (!settings.sorted() && !buckets.isEmpty()) {
      setTimer(timestamp, context);
    }
  }

  private void summarise(Incident incident, long number, StormBucket bucket) throws Exception {
    summarised.inc();
    String key = number + "/" + HostKey.of(incident.start().host());
    HostSummary summary = summaries.get(key);
    if (summary == null && bucket.hosts >= MAX_HOSTS) {
      key = number + "/";
      summary = summaries.get(key);
    }
    if (summary == null) {
      summary = new HostSummary();
      bucket.hosts++;
    }
    summary.add(incident);
    summaries.put(key, summary);
  }

  /** A span without a storm needs no memory; after a storm its incidents go on for long. */
  private void forget(long now) throws Exception {
    List<Long> over = new ArrayList<>();
    for (Map.Entry<Long, StormBucket> entry : buckets.entries()) {
      long end = (entry.getKey() + 1) * settings.stormMs();
      boolean stormed = entry.getValue().hosts > 0;
      if (end + (stormed ? settings.memoryMs() : settings.stormMs()) <= now) {
        over.add(entry.getKey());
      }
    }
    for (Long number : over) {
      buckets.remove(number);
      List<String> gone = new ArrayList<>();
      summaries.keys().forEach(key -> gone.add(key));
      for (String key : gone) {
        if (key.startsWith(number + "/")) {
          summaries.remove(key);
        }
      }
    }
  }

  /** Timers are at the ends of spans, so there is one at a time. */
  private void setTimer(long after, Context context) {
    long end = (Math.floorDiv(after, settings.stormMs()) + 1) * settings.stormMs();
    context.timerService().registerEventTimeTimer(settings.sorted() ? Long.MAX_VALUE : end);
  }
}
