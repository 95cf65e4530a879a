package exfilwatch.job;

import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** What the {@link Tally}s of an embedded job have counted so far, as a metric reporter of it. */
public final class LiveCounts implements MetricReporter {

  private static final String NAME = "live";
  private static final String ID = "id";
  private static final String STAGE = "<stage>";
  private static final Map<String, LiveCounts> OPEN = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  /**
   * By name, with the stage of those that have one; a counter is never removed, so the sums hold
   * when the job has ended.
   */
  private final Map<String, Queue<Counter>> counters = new ConcurrentHashMap<>();

  /** Makes this the reporter of the job that is started with {@code configuration}. */
  void report(Configuration configuration) {
    OPEN.put(id, this);
    configuration.set(MetricOptions.REPORTERS_LIST, NAME);
    String prefix = "metrics.reporter." + NAME + ".";
    configuration.setString(prefix + "factory.class", Factory.class.getName());
    configuration.setString(prefix + ID, id);
  }

  /**
   * The sum over all subtasks; may lag behind by a moment.
   *
   * @param names beginning of the names to add up, as {@code events.} or {@code alerts.started}
   */
  long sum(String names) {
    return counters.entrySet().stream()
        .filter(named -> named.getKey().startsWith(names))
        .flatMap(named -> named.getValue().stream())
        .mapToLong(Counter::getCount)
        .sum();
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String metricName, MetricGroup group) {
    if (metric instanceof Counter counter) {
      String stage = group.getAllVariables().getOrDefault(STAGE, "");
      counters
          .computeIfAbsent(metricName + "." + stage, key -> new ConcurrentLinkedQueue<>())
          .add(counter);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {}

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {
    OPEN.remove(id);
  }

  /** How Flink finds the reporter, by {@code META-INF/services}. */
  public static final class Factory implements MetricReporterFactory {

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return OPEN.getOrDefault(properties.getProperty(ID, ""), new LiveCounts());
    }
  }
}
