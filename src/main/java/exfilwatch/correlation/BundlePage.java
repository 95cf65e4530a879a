package exfilwatch.correlation;

import java.util.Arrays;

/**
 * Bundles of ordinary events as bytes, one after the other, each as it crossed the shuffle: a head,
 * and of every event its host's key, its length and the {@link PackedEvent}. Of an event that was
 * claimed, the length is inverted.
 */
final class BundlePage {

  /** Length of the head of a bundle. */
  static final int HEAD = 24;

  private static final int COUNT = 4;
  private static final int CLOCK = 8;
  private static final int LATEST = 16;

  private static final int LENGTH = Long.BYTES;
  private static final int EVENT = LENGTH + Integer.BYTES;

  private BundlePage() {}

  /** What is done with an event. */
  interface Visitor {
    /**
     * Looks at an event.
     *
     * @param bundle where its bundle starts
     * @param at where it starts itself
     */
    void visit(int bundle, int at);
  }

  /** Which events to keep. */
  interface Filter {
    /** Whether to keep an event; places as in {@link Visitor}. */
    boolean keeps(int bundle, int at);
  }

  static int sizeOf(byte[] packed) {
    return EVENT + packed.length;
  }

  /** A bundle of one event. */
  static byte[] of(long hostKey, byte[] packed) {
    byte[] page = new byte[HEAD + sizeOf(packed)];
    write(hostKey, packed, page, HEAD);
    writeHead(page, 0, page.length, 1, PackedEvent.time(packed, 0));
    return page;
  }

  static void write(long hostKey, byte[] packed, byte[] page, int at) {
    Packed.putLong(page, at, hostKey);
    Packed.putInt(page, at + LENGTH, packed.length);
    System.arraycopy(packed, 0, page, at + EVENT, packed.length);
  }

  /**
   * Completes a bundle.
   *
   * @param latest time of its latest event
   */
  static void writeHead(byte[] page, int bundle, int length, int count, long latest) {
    Packed.putInt(page, bundle, length);
    Packed.putInt(page, bundle + COUNT, count);
    Packed.putLong(page, bundle + LATEST, latest);
  }

  /** Notes the time at which the first bundle arrived: no event in it is kept less long. */
  static void arrive(byte[] page, long clock) {
    Packed.putLong(page, CLOCK, clock);
    Packed.putLong(page, LATEST, Math.max(clock, Packed.getLong(page, LATEST)));
  }

  /** Number of events that nobody has claimed. */
  static int count(byte[] page, int length) {
    int count = 0;
    for (int bundle = 0; bundle < length; bundle += Packed.getInt(page, bundle)) {
      count += Packed.getInt(page, bundle + COUNT);
    }
    return count;
  }

  /** Time of the latest event, or of the latest arrival if that was later. */
  static long latest(byte[] page, int length) {
    long latest = Long.MIN_VALUE;
    for (int bundle = 0; bundle < length; bundle += Packed.getInt(page, bundle)) {
      latest = Math.max(latest, Packed.getLong(page, bundle + LATEST));
    }
    return latest;
  }

  /** When the last bundle arrived. */
  static long clock(byte[] page) {
    long clock = Long.MIN_VALUE;
    for (int bundle = 0; bundle < page.length; bundle += Packed.getInt(page, bundle)) {
      clock = Math.max(clock, Packed.getLong(page, bundle + CLOCK));
    }
    return clock;
  }

  /** Shows the host's events, other than those that were claimed. */
  static void visit(byte[] page, int length, long hostKey, Visitor visitor) {
    for (int bundle = 0; bundle < length; ) {
      int end = Math.min(length, bundle + Packed.getInt(page, bundle));
      for (int at = bundle + HEAD; at < end; at = next(page, at)) {
        if (hostKey(page, at) == hostKey && !isClaimed(page, at)) {
          visitor.visit(bundle, at);
        }
      }
      bundle = end;
    }
  }

  /** A page of what the filter keeps, other than those that were claimed. */
  static byte[] filter(byte[] page, Filter filter) {
    byte[] kept = new byte[page.length];
    int length = 0;
    for (int bundle = 0; bundle < page.length; bundle += Packed.getInt(page, bundle)) {
      int end = bundle + Packed.getInt(page, bundle);
      int start = length;
      int count = 0;
      long latest = Packed.getLong(page, bundle + CLOCK);
      length += HEAD;
      for (int at = bundle + HEAD; at < end; at = next(page, at)) {
        if (!isClaimed(page, at) && filter.keeps(bundle, at)) {
          int size = next(page, at) - at;
          System.arraycopy(page, at, kept, length, size);
          length += size;
          count++;
          latest = Math.max(latest, PackedEvent.time(page, event(at)));
        }
      }
      if (count == 0) {
        length = start;
      } else {
        Packed.putLong(kept, start + CLOCK, Packed.getLong(page, bundle + CLOCK));
        writeHead(kept, start, length - start, count, latest);
      }
    }
    return Arrays.copyOf(kept, length);
  }

  static int next(byte[] page, int at) {
    return at + EVENT + lengthOf(page, at);
  }

  static long hostKey(byte[] page, int at) {
    return Packed.getLong(page, at);
  }

  /** Where the packed event starts. */
  static int event(int at) {
    return at + EVENT;
  }

  /** The packed event by itself. */
  static byte[] packed(byte[] page, int at) {
    return Arrays.copyOfRange(page, event(at), next(page, at));
  }

  /** Time of the event, or of its arrival if that was later. */
  static long time(byte[] page, int bundle, int at) {
    return Math.max(PackedEvent.time(page, event(at)), Packed.getLong(page, bundle + CLOCK));
  }

  static boolean isClaimed(byte[] page, int at) {
    return Packed.getInt(page, at + LENGTH) < 0;
  }

  static void claim(byte[] page, int bundle, int at) {
    Packed.putInt(page, at + LENGTH, ~Packed.getInt(page, at + LENGTH));
    Packed.putInt(page, bundle + COUNT, Packed.getInt(page, bundle + COUNT) - 1);
  }

  private static int lengthOf(byte[] page, int at) {
    int length = Packed.getInt(page, at + LENGTH);
    return length < 0 ? ~length : length;
  }
}
