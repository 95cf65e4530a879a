package exfilwatch.chaos;

import java.time.Duration;

/** Waiting for what happens elsewhere. */
final class Wait {

  private Wait() {}

  /**
   * May fail while the thing that it asks is away, which counts as no; not with a ChaosException.
   */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Whether it came true in time. */
  static boolean until(Condition condition, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    do {
      if (holds(condition)) {
        return true;
      }
      Thread.sleep(50);
    } while (System.nanoTime() < end);
    return false;
  }

  /**
   * Waits until it is true.
   *
   * @throws ChaosException saying what was waited for in vain
   */
  static void require(String what, Condition condition, Duration patience)
      throws InterruptedException {
    if (!until(condition, patience)) {
      throw new ChaosException("waited %d s in vain for %s".formatted(patience.toSeconds(), what));
    }
  }

  private static boolean holds(Condition condition) throws InterruptedException {
    try {
      return condition.holds();
    } catch (InterruptedException | ChaosException e) {
      throw e;
    } catch (Exception e) {
      return false;
    }
  }
}
