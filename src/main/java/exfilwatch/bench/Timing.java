package exfilwatch.bench;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one job took in one round.
 *
 * @param cpuNanos of all threads of this process, so with the compiler and the garbage collector
 */
record Timing(long records, long nanos, long cpuNanos) implements Serializable {

  double perSecond() {
    return records * 1e9 / nanos;
  }

  double cpuMicros() {
    return cpuNanos / 1e3 / records;
  }

  /**
   * For a person who waits.
   *
   * @param round from 1; less: a warm-up
   */
  String line(int round) {
    return String.format(
        Locale.ROOT,
        "%-9s %,10.0f records/s %6.2f µs CPU a record",
        round > 0 ? "round " + round : "warm-up",
        perSecond(),
        cpuMicros());
  }

  /** Of at least one element. */
  static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
    double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
