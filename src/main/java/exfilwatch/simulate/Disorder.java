package exfilwatch.simulate;

import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Delays each record by up to a bound, and delivers some twice. Its memory is the records of one
 * bound's time.
 */
final class Disorder implements Iterator<SimulatedRecord> {
  private final Iterator<Arrival> ordered;
  private final SplittableRandom random;
  private final long maxDelay;
  private final double duplicatePercent;
  private final PriorityQueue<Arrival> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Arrival::due).thenComparingLong(Arrival::sequence));
  private long now = Long.MIN_VALUE;
  private long sequence;

  /** A record on its way. */
  record Arrival(long due, long sequence, SimulatedRecord record) {}

  /** Reads records in the order of {@link Arrival#due}, the moment when each was sent. */
  Disorder(
      Iterator<Arrival> ordered, SplittableRandom random, long maxDelay, double duplicatePercent) {
    this.ordered = ordered;
    this.random = random;
    this.maxDelay = maxDelay;
    this.duplicatePercent = duplicatePercent;
  }

  @Override
  public boolean hasNext() {
    return !waiting.isEmpty() || ordered.hasNext();
  }

  @Override
  public SimulatedRecord next() {
    while (ordered.hasNext() && (waiting.isEmpty() || waiting.element().due >= now)) {
      Arrival sent = ordered.next();
      now = sent.due;
      delay(sent.record);
      if (duplicatePercent > 0 && random.nextDouble() * 100 < duplicatePercent) {
        delay(sent.record);
      }
    }
    Arrival next = waiting.poll();
    if (next == null) {
      throw new NoSuchElementException();
    }
    return next.record;
  }

  private void delay(SimulatedRecord record) {
    long late = maxDelay > 0 ? random.nextLong(maxDelay + 1) : 0;
    waiting.add(new Arrival(now + late, sequence++, record));
  }
}
