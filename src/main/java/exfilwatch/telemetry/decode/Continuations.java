package exfilwatch.telemetry.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Run}s that were met behind the value of one {@link Place}. Which of them a document
 * has shows in eight bytes in which they differ, so that hardly ever one is compared in vain.
 */
final class Continuations {
  /** More are not remembered: what is new takes the place of the one before it. */
  static final int MAX = 64;

  /** At most half of the slots are taken. */
  private static final int SPARSE = 2;

  /** The bytes that tell runs apart are not looked for beyond this. */
  private static final int MAX_PROBE = 256;

  private Run[] runs = {};
  private int count;

  /** Where the runs differ, from their start. */
  private int probe;

  /** A power of two. */
  private @Nullable Run[] bySlot = new Run[1];

  /** The run that goes on at {@code at}; null when none is known. */
  @Nullable Run at(byte[] bytes, int at, int end) {
    if (count == 1) {
      Run run = runs[0];
      return run.isAt(bytes, at, end) ? run : null;
    }
    if (end - at >= probe + Long.BYTES) {
      Run run = bySlot[slot(Words.at(bytes, at + probe), bySlot.length)];
      if (run != null && run.isAt(bytes, at, end)) {
        return run;
      }
    }
    for (int i = 0; i < count; i++) {
      if (runs[i].isAt(bytes, at, end)) {
        return runs[i];
      }
    }
    return null;
  }

  boolean contains(byte[] text, @Nullable Place next) {
    for (int i = 0; i < count; i++) {
      if (runs[i].is(text, next)) {
        return true;
      }
    }
    return false;
  }

  int count() {
    return count;
  }

  void add(Run run) {
    count = Math.min(count + 1, MAX);
    if (count > runs.length) {
      runs = Arrays.copyOf(runs, 2 * count);
    }
    runs[count - 1] = run;
    if (count > 1) {
      findProbe(Integer.highestOneBit(count) << SPARSE);
    }
  }

  void clear() {
    count = 0;
    runs = new Run[0];
    bySlot = new Run[1];
  }

  private void findProbe(int size) {
    int end = MAX_PROBE;
    for (int i = 0; i < count; i++) {
      if (runs[i].length() >= Long.BYTES) {
        end = Math.min(end, runs[i].length());
      }
    }
    int most = -1;
    for (int at = 0; at <= end - Long.BYTES; at++) {
      Run[] slots = new Run[size];
      int taken = 0;
      for (int i = 0; i < count; i++) {
        // shorter ones are those at the end of a document
        if (runs[i].length() >= Long.BYTES) {
          int slot = slot(runs[i].wordAt(at), size);
          taken += slots[slot] == null ? 1 : 0;
          slots[slot] = runs[i];
        }
      }
      if (taken > most) {
        most = taken;
        probe = at;
        bySlot = slots;
      }
    }
  }

  private static int slot(long word, int size) {
    // the upper bits, which depend on all eight bytes
    int shift = Long.numberOfLeadingZeros(size) + 1;
    return (int) ((word * 0x9e3779b97f4a7c15L) >>> shift) & (size - 1);
  }
}
