package exfilwatch.telemetry.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of one document are, by the slots of {@link Paths}; {@link Fields} tells what
 * they mean. Reused from document to document. Numbers and booleans keep their text as written, so
 * that no 64-bit id loses a digit.
 */
abstract class Slots {
  private static final int MAX_VALUES = 4096;
  private static final byte PRESENT = 1;
  private static final byte WRONG_TYPE = 2;

  private final Paths paths;
  final @Nullable String[] first;
  private final long[] range;
  private final @Nullable List<String>[] rest;

  /** Further values by their places, until somebody asks for their texts. */
  private final long[] @Nullable [] more;

  private final int[] moreCount;
  private final byte[] state;
  private final int[] touched;
  private int touchedCount;
  byte[] record = {};
  private Shape shape = Shape.NONE;
  private @Nullable String notAnObject;
  private boolean odd;

  /** The fields that were looked at; null when nobody wants to know. */
  private @Nullable BitSet asked;

  @SuppressWarnings({"unchecked", "rawtypes"})
  Slots(Paths paths) {
    this.paths = paths;
    int size = paths.size();
    first = new String[size];
    range = new long[size];
    rest = new List[size];
    more = new long[size][];
    moreCount = new int[size];
    state = new byte[size];
    touched = new int[size];
  }

  void clear() {
    for (int i = 0; i < touchedCount; i++) {
      int slot = touched[i];
      if (first[slot] != null) { // to write a reference costs more than to look
        first[slot] = null;
      }
      if (rest[slot] != null) {
        rest[slot] = null;
      }
      range[slot] = 0;
      moreCount[slot] = 0;
      state[slot] = 0;
    }
    touchedCount = 0;
    notAnObject = null;
    odd = false;
    asked = null;
    shape = Shape.NONE;
  }

  /** From now on adds to {@code fields} which ones are looked at; returns what did so before. */
  @Nullable BitSet watch(@Nullable BitSet fields) {
    BitSet before = asked;
    asked = fields;
    return before;
  }

  private void asked(int slot) {
    if (asked != null) {
      asked.set(slot);
    }
  }

  /** What is there of the field: 0 for nothing. */
  final byte state(int slot) {
    asked(slot);
    return state[slot];
  }

  /** The record that the fields of the next document are in, and its shape. */
  void over(byte[] record, Shape shape) {
    clear();
    this.record = record;
    this.shape = shape;
  }

  Shape shape() {
    return shape;
  }

  /**
   * A value as it stands in the record, escapes included; a text is made of it only when somebody
   * asks, because most values are never looked at.
   */
  void put(int slot, int start, int end) {
    long place = (long) start << 32 | end;
    if (state[slot] != PRESENT || (range[slot] == 0 && first[slot] == null)) {
      touch(slot, PRESENT);
      range[slot] = place;
    } else if (rest[slot] != null) {
      put(slot, JsonText.of(record, start, end));
    } else if (moreCount[slot] < MAX_VALUES) {
      long[] places = more[slot];
      if (places == null || moreCount[slot] == places.length) {
        places = places == null ? new long[8] : Arrays.copyOf(places, 2 * places.length);
        more[slot] = places;
      }
      places[moreCount[slot]++] = place;
    }
  }

  /** All values but the first; null when there are none. */
  final @Nullable List<String> rest(int slot) {
    long[] places = more[slot];
    if (rest[slot] == null && moreCount[slot] > 0 && places != null) {
      List<String> texts = new ArrayList<>(moreCount[slot]);
      for (int i = 0; i < moreCount[slot]; i++) {
        texts.add(JsonText.of(record, (int) (places[i] >>> 32), (int) places[i]));
      }
      rest[slot] = texts;
    }
    return rest[slot];
  }

  final @Nullable String first(int slot) {
    String text = first[slot];
    long place = place(slot);
    if (text == null && place != 0) {
      text = JsonText.of(record, (int) (place >>> 32), (int) place);
      first[slot] = text;
    }
    return text;
  }

  void put(int slot, String value) {
    touch(slot, PRESENT);
    if (first(slot) == null) {
      first[slot] = value;
      return;
    }
    List<String> more = rest(slot);
    if (more == null) {
      more = new ArrayList<>(4);
      rest[slot] = more;
    }
    if (more.size() < MAX_VALUES) {
      more.add(value);
    }
  }

  void mark(int slot) {
    touch(slot, PRESENT);
  }

  void markWrongType(int slot) {
    odd = true;
    if (state[slot] == 0) {
      touch(slot, WRONG_TYPE);
    }
  }

  void markNotAnObject(String path) {
    odd = true;
    notAnObject = path;
  }

  /** Whether a value is of the wrong type. */
  boolean isOdd() {
    return odd;
  }

  void requireObjects() {
    if (notAnObject != null) {
      throw new BadRecord(RejectReason.WRONG_TYPE, notAnObject + " is not an object");
    }
  }

  private void touch(int slot, byte as) {
    if (state[slot] == 0) {
      touched[touchedCount++] = slot;
    }
    state[slot] = as;
  }

  /** Whether the field (or group) is there, whatever its value. */
  boolean has(int slot) {
    if (asked != null && !shape.isCertain(slot)) {
      asked.set(slot);
    }
    return state[slot] != 0;
  }

  /** Whether there is an object where a value is expected. */
  final boolean isOfWrongType(int slot) {
    return state[slot] == WRONG_TYPE;
  }

  /** Whether an ASCII text is one of the values, as {@link ByteValues#is} tells it. */
  final long isAny(int slot, String ascii) {
    if (first[slot] != null || rest[slot] != null) {
      return ByteValues.UNUSUAL;
    }
    long is = ByteValues.is(record, range[slot], ascii);
    long[] places = more[slot];
    for (int i = 0; is == ByteValues.NO && i < moreCount[slot] && places != null; i++) {
      is = ByteValues.is(record, places[i], ascii);
    }
    return is;
  }

  byte[] record() {
    return record;
  }

  /**
   * Where the first value starts and ends in the record, in 32 bits each; 0 when it isn't there.
   */
  long place(int slot) {
    asked(slot);
    return range[slot];
  }

  /** How many values there are behind the first; negative when of some there is only a text. */
  int furtherValues(int slot) {
    asked(slot);
    List<String> texts = rest[slot];
    return texts == null || texts.size() == moreCount[slot] ? moreCount[slot] : -1;
  }

  /** As {@link #place}, of a value behind the first. */
  long furtherPlace(int slot, int index) {
    long[] places = more[slot];
    return places == null ? 0 : places[index];
  }

  String name(int slot) {
    return paths.name(slot);
  }
}
