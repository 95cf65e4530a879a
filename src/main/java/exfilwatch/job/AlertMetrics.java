package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.correlation.Stage;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** Counts alerts, and tells how old what they tell of is when they are raised. */
final class AlertMetrics {

  /** Of so many alerts the percentiles are told. */
  private static final int WINDOW = 1000;

  private final Tally tally;
  private final Map<String, Tally.Count> alerts = new HashMap<>();
  private final Map<String, Histogram> latencies = new HashMap<>();

  AlertMetrics(RuntimeContext context) {
    tally = new Tally(context);
    for (Stage stage : Stage.values()) {
      latencies.put(
          stage.label(),
          context
              .getMetricGroup()
              .addGroup("stage", stage.label())
              .histogram("alertLatency", new DescriptiveStatisticsHistogram(WINDOW)));
    }
  }

  /** Milliseconds from the time of the event behind the alert to now. */
  void count(Alert alert) {
    alerts
        .computeIfAbsent(
            alert.stage() + "." + alert.severity(),
            key -> tally.of("alerts", "stage", alert.stage(), "severity", alert.severity()))
        .increment();
    Histogram latency = latencies.get(alert.stage());
    if (latency != null) {
      latency.update(System.currentTimeMillis() - alert.time());
    }
  }
}
