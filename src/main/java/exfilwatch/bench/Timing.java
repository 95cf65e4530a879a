package exfilwatch.bench;

/**
 * What one job took in one round.
 *
 * @param cpuNanos of all threads of this process, so with the compiler and the garbage collector
 */
record Timing(long records, long nanos, long cpuNanos) {

  double perSecond() {
    return records * 1e9 / nanos;
  }

  double cpuMicros() {
    return cpuNanos / 1e3 / records;
  }
}
