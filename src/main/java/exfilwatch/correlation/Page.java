package exfilwatch.correlation;

import java.util.Arrays;

/**
 * Events one after the other in bytes: of each its length, until when it is to be kept, and the
 * {@link PackedEvent}.
 */
final class Page {

  /** A page is full at this size; one with a single event may be larger. */
  static final int BYTES = 2048;

  private static final int UNTIL = Integer.BYTES;
  private static final int EVENT = UNTIL + Long.BYTES;

  private Page() {}

  /** Which events of a page to keep. */
  interface Filter {
    /**
     * Whether the event stays.
     *
     * @param at where the packed event starts
     */
    boolean keeps(long until, byte[] page, int at);
  }

  static int sizeOf(byte[] packed) {
    return EVENT + packed.length;
  }

  static void write(byte[] packed, long until, byte[] page, int at) {
    Packed.putInt(page, at, packed.length);
    Packed.putLong(page, at + UNTIL, until);
    System.arraycopy(packed, 0, page, at + EVENT, packed.length);
  }

  /** Moves together, in place, what the filter keeps, and returns how many bytes that is. */
  static int filter(byte[] page, int length, Filter filter) {
    int kept = 0;
    int at = 0;
    while (at < length) {
      int size = EVENT + Packed.getInt(page, at);
      if (filter.keeps(Packed.getLong(page, at + UNTIL), page, at + EVENT)) {
        if (kept != at) {
          System.arraycopy(page, at, page, kept, size);
        }
        kept += size;
      }
      at += size;
    }
    return kept;
  }

  /** Number of events. */
  static int count(byte[] page, int length) {
    int count = 0;
    for (int at = 0; at < length; at += EVENT + Packed.getInt(page, at)) {
      count++;
    }
    return count;
  }

  /** The packed event that starts at {@code at}, by itself. */
  static byte[] eventAt(byte[] page, int at) {
    return Arrays.copyOfRange(page, at, at + Packed.getInt(page, at - EVENT));
  }
}
