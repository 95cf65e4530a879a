package exfilwatch.job;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts by name: as a metric for whoever watches a running job, and as an accumulator for the
 * summary of a bounded one.
 */
final class Tally {

  private final RuntimeContext context;
  private final Map<String, Count> counts = new HashMap<>();

  Tally(RuntimeContext context) {
    this.context = context;
  }

  /**
   * The count of that name and those labels; look it up once and keep it. The accumulator's name is
   * {@code name.value.value}.
   *
   * @param labels name, value, name, value
   */
  Count of(String name, String... labels) {
    StringBuilder key = new StringBuilder(name);
    MetricGroup metrics = context.getMetricGroup();
    for (int i = 0; i < labels.length; i += 2) {
      key.append('.').append(labels[i + 1]);
      metrics = metrics.addGroup(labels[i], labels[i + 1]);
    }
    Count count = counts.get(key.toString());
    if (count == null) {
      count = new Count(new LongCounter(), metrics.counter(name));
      context.addAccumulator(key.toString(), count.total);
      counts.put(key.toString(), count);
    }
    return count;
  }

  /** One count. */
  static final class Count {

    private final LongCounter total;
    private final Counter metric;

    private Count(LongCounter total, Counter metric) {
      this.total = total;
      this.metric = metric;
    }

    void increment() {
      total.add(1);
      metric.inc();
    }
  }
}
