package exfilwatch.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Objects;

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
        largest = Math.max(largest, leftByCollector());
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /** Without what has been made since. */
  private static long leftByCollector() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
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
