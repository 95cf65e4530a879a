package exfilwatch.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;

/**
 * Times the one job that runs in this JVM, from its first record until its last sink has seen the
 * end of the input: a job's start-up costs seconds and says nothing about its speed.
 *
 * <p>Static, because Flink makes its own copies of the operators that report here.
 */
final class Stopwatch {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final LongAdder RECORDS = new LongAdder();

  private static volatile boolean running;
  private static long began;
  private static long beganCpu;
  private static long ended;
  private static long endedCpu;

  private Stopwatch() {}

  static synchronized void reset() {
    RECORDS.reset();
    running = false;
    ended = 0;
  }

  static void record() {
    if (!running) {
      begin();
    }
    RECORDS.increment();
  }

  private static synchronized void begin() {
    if (!running) {
      began = System.nanoTime();
      beganCpu = SYSTEM.getProcessCpuTime();
      running = true;
    }
  }

  /** The last call counts. */
  static synchronized void end() {
    ended = System.nanoTime();
    endedCpu = SYSTEM.getProcessCpuTime();
  }

  /**
   * What the job took.
   *
   * @throws IllegalStateException when no record or no end was seen
   */
  static synchronized Timing timing() {
    if (!running || ended == 0) {
      throw new IllegalStateException("the job saw no record, or not the end of its input");
    }
    return new Timing(RECORDS.sum(), ended - began, endedCpu - beganCpu);
  }
}
