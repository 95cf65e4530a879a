package exfilwatch.correlation;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints how much state the gate has for ordinary hosts and for suspects: what a checkpoint writes,
 * and the heap after garbage collection. Has a main method of its own, because it is no benchmark
 * of time.
 */
public final class StateSize {

  private static final PrintStream OUT = System.out;
  private static final int HOSTS = 100;
  private static final int SUSPECTS = 20;
  private static final long STEP_MS = 50;

  private StateSize() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws Exception {
    Size.of(load -> load.ordinary(HOSTS, 50_000, STEP_MS)); // loads the classes
    heading("the same 100 hosts, 20 events a second");
    for (long events : new long[] {10_000, 100_000, 1_000_000}) {
      row(HOSTS, events, STEP_MS);
    }
    heading("more hosts, 1,000 events a second");
    for (int hosts : new int[] {1_000, 10_000, 100_000}) {
      row(hosts, 500_000, 1);
    }
    suspects();
  }

  private static void heading(String what) {
    OUT.printf(
        Locale.ROOT,
        "%n%s%n%10s %10s %10s %10s %10s %14s %14s%n",
        what,
        "hosts",
        "events",
        "held",
        "entries",
        "timers",
        "checkpoint B",
        "heap B");
  }

  private static void row(int hosts, long events, long stepMs) throws Exception {
    Size size = Size.of(load -> load.ordinary(hosts, events, stepMs));
    OUT.printf(
        Locale.ROOT,
        "%,10d %,10d %,10d %,10d %,10d %,14d %,14d%n",
        hosts,
        events,
        size.held,
        size.entries,
        size.timers,
        size.checkpoint,
        size.heap);
  }

  private static void suspects() throws Exception {
    Size size =
        Size.of(
            load -> {
              load.suspects(HOSTS, SUSPECTS);
              load.watermarkFarBeyond();
            });
    int all = HOSTS * SUSPECTS;
    OUT.printf(
        Locale.ROOT,
        "%na suspect: %d bytes in a checkpoint, %d on the heap (%,d on %,d hosts)%n",
        size.checkpoint / all,
        size.heap / all,
        all,
        HOSTS);
  }

  /** What is done with a gate. */
  private interface Work {
    void on(GateLoad load) throws Exception;
  }

  /** In bytes, without those of the same gate when it has forgotten everything. */
  private record Size(long held, int entries, int timers, long checkpoint, long heap) {

    static Size of(Work work) throws Exception {
      try (GateLoad load = new GateLoad()) {
        work.on(load);
        long used = usedHeap();
        long held = load.held();
        int entries = load.entries();
        int timers = load.timers();
        long checkpoint = load.bytes();
        load.forgetAll();
        return new Size(held, entries, timers, checkpoint - load.bytes(), used - usedHeap());
      }
    }
  }

  private static long usedHeap() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
