package exfilwatch.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Times the one job that runs in this JVM, from where it has settled until its last sink has seen
 * the end of the input: its first seconds belong to Flink's start and to the compiler, and say
 * nothing about its speed.
 *
 * <p>Static, because Flink makes its own copies of the operators that report here.
 */
final class Stopwatch {

  /** The first one in so many parts of the telemetry doesn't count: the job settles. */
  static final int SETTLING = 5;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final List<Lane> LANES = new CopyOnWriteArrayList<>();

  private static long settlesAfter;
  private static boolean running;
  private static long before;
  private static long began;
  private static long beganCpu;
  private static long ended;
  private static long endedCpu;

  private Stopwatch() {}

  /**
   * Gets ready for the next job.
   *
   * @param settlesAfter so many records of any one subtask the clock starts; 0: with the first
   */
  static synchronized void reset(long settlesAfter) {
    LANES.clear();
    Stopwatch.settlesAfter = settlesAfter;
    running = false;
    ended = 0;
  }

  /** The counter of one subtask. */
  static synchronized Lane lane() {
    Lane lane = new Lane(settlesAfter + 1);
    LANES.add(lane);
    return lane;
  }

  private static synchronized void begin() {
    if (!running) {
      before = records() - 1;
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

  /** How many records there were, with those before the clock started. */
  static long records() {
    return LANES.stream().mapToLong(lane -> lane.records.get()).sum();
  }

  /**
   * What the job took.
   *
   * @throws IllegalStateException when the clock did not start, or saw no end
   */
  static synchronized Timing timing() {
    if (!running || ended == 0) {
      throw new IllegalStateException("the job saw no record, or not the end of its input");
    }
    return new Timing(records() - before, ended - began, endedCpu - beganCpu);
  }

  /** Counts the records of one subtask; one thread writes it. */
  static final class Lane {

    private final AtomicLong records = new AtomicLong();
    private final long beginsAt;

    private Lane(long beginsAt) {
      this.beginsAt = beginsAt;
    }

    void record() {
      long count = records.get() + 1;
      records.lazySet(count); // no other thread writes it, so no lock
      if (count == beginsAt) {
        begin();
      }
    }
  }
}
