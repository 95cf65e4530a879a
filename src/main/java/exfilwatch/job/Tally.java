package exfilwatch.job;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;

/**
 * Counts by name: as a metric for whoever watches a running job, and as an accumulator for the
 * summary of a bounded one.
 */
final class Tally {

  /** What every count is called as a metric, in a metric group for its group and name. */
  static final String METRIC = "count";

  private final RuntimeContext context;
  private final Map<String, Count> counts = new HashMap<>();

  Tally(RuntimeContext context) {
    this.context = context;
  }

  /** The count called {@code name} in {@code group}; look it up once and keep it. */
  Count of(String group, String name) {
    String key = group + "." + name;
    Count count = counts.get(key);
    if (count == null) {
      count =
          new Count(
              new LongCounter(), context.getMetricGroup().addGroup(group, name).counter(METRIC));
      context.addAccumulator(key, count.total);
      counts.put(key, count);
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
