package exfilwatch.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Collects garbage now and then, and remembers the most that was left: what is really in use. */
final class HeapWatch implements AutoCloseable {

  private static final long INTERVAL_MS = 1000;

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final Thread thread = new Thread(this::watch, "heap-watch");
  private volatile long largest;

  private HeapWatch() {
    thread.setDaemon(true);
  }

  static HeapWatch start() {
    HeapWatch watch = new HeapWatch();
    watch.thread.start();
    return watch;
  }

  /** In bytes. */
  long largest() {
    return largest;
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(INTERVAL_MS);
        memory.gc();
        largest = Math.max(largest, memory.getHeapMemoryUsage().getUsed());
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
