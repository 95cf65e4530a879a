package exfilwatch.telemetry.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one document holds in the fields that the sources read. Reused from document to document.
 * Numbers and booleans keep their text as written, so that no 64-bit id loses a digit.
 */
final class Fields {
  private static final int MAX_VALUES = 4096;
  private static final byte PRESENT = 1;
  private static final byte WRONG_TYPE = 2;

  private final Paths paths;
  private final @Nullable String[] first;
  private final long[] range;
  private final @Nullable List<String>[] rest;

  /** Further values by their places, until somebody asks for their texts. */
  private final long[] @Nullable [] more;

  private final int[] moreCount;
  private final byte[] state;
  private final int[] touched;
  private int touchedCount;
  private final Pieces pieces = new Pieces();
  private final RecentMinute minute = new RecentMinute();
  private byte[] record = {};
  private Shape shape = Shape.NONE;
  private @Nullable String notAnObject;
  private boolean odd;

  /** The fields that were looked at; null when nobody wants to know. */
  private @Nullable BitSet asked;

  @SuppressWarnings({"unchecked", "rawtypes"})
  Fields(Paths paths) {
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
  private byte state(int slot) {
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

  /** As {@link #put(int, int, int)}, for a field that has no other value in this document. */
  void putOnly(int slot, int start, int end) {
    touched[touchedCount++] = slot;
    state[slot] = PRESENT;
    range[slot] = (long) start << 32 | end;
  }

  /** All values but the first; null when there are none. */
  private @Nullable List<String> rest(int slot) {
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

  private @Nullable String first(int slot) {
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

  /** The value as written; null when absent. */
  @Nullable String raw(int slot) {
    String value = first(slot);
    if (value == null && state[slot] == WRONG_TYPE) {
      throw new BadRecord(
          RejectReason.WRONG_TYPE, paths.name(slot) + " is an object where a value is expected");
    }
    return value;
  }

  /** The value as written, also null when the field has the wrong type. */
  @Nullable String rawIfAny(int slot) {
    return first(slot);
  }

  /** The first value, trimmed; null when absent or one of the vendors' words for absent. */
  @Nullable String text(int slot) {
    if (state(slot) == 0) {
      return null;
    }
    long place = place(slot);
    if (place != 0
        && first[slot] == null
        && ByteValues.isAbsent(record, (int) (place >>> 32), (int) place)) {
      return null;
    }
    String value = raw(slot);
    return value == null ? null : Values.present(value);
  }

  /** Like {@link #text} for a field that holds one of a few words, most often without a new one. */
  @Nullable String word(int slot) {
    long place = place(slot);
    if (place != 0 && first[slot] == null) {
      first[slot] = ByteValues.word(record, (int) (place >>> 32), (int) place);
    }
    return text(slot);
  }

  /** Whether {@link #text} is there, without a text of it: up to 13 % of the decoder's CPU time. */
  boolean isPresent(int slot) {
    long place = place(slot);
    return (place != 0 && ByteValues.isPresent(record, (int) (place >>> 32), (int) place))
        || text(slot) != null;
  }

  /** The first of two fields that is there; the second if none is. */
  int present(int slot, int otherwise) {
    return isPresent(slot) ? slot : otherwise;
  }

  /** The first of the fields that is there. */
  @Nullable String text(int slot, int otherwise) {
    String value = text(slot);
    return value == null ? text(otherwise) : value;
  }

  /** The first of the fields that is there. */
  @Nullable String text(int slot, int otherwise, int last) {
    String value = text(slot, otherwise);
    return value == null ? text(last) : value;
  }

  /** Every value, absent ones left out. */
  List<String> all(int slot) {
    String value = text(slot);
    List<String> more = rest(slot);
    if (more == null) {
      return value == null ? List.of() : List.of(value);
    }
    List<String> all = new ArrayList<>(more.size() + 1);
    if (value != null) {
      all.add(value);
    }
    for (String other : more) {
      String present = Values.present(other);
      if (present != null) {
        all.add(present);
      }
    }
    return all;
  }

  /** Every value as written; null when the field is absent. */
  @Nullable List<String> list(int slot) {
    String value = raw(slot);
    if (value == null) {
      return null;
    }
    List<String> more = rest(slot);
    List<String> all = new ArrayList<>(more == null ? 1 : more.size() + 1);
    all.add(value);
    if (more != null) {
      all.addAll(more);
    }
    return all;
  }

  /** Whether any value of the field is this one, in any case. */
  boolean is(int slot, String value) {
    if (state(slot) == 0) {
      return false;
    }
    long is =
        first[slot] == null && rest[slot] == null
            ? ByteValues.is(record, range[slot], value)
            : ByteValues.UNUSUAL;
    long[] places = more[slot];
    for (int i = 0; is == ByteValues.NO && i < moreCount[slot] && places != null; i++) {
      is = ByteValues.is(record, places[i], value);
    }
    return is == ByteValues.UNUSUAL ? hasText(slot, value) : is == ByteValues.YES;
  }

  private boolean hasText(int slot, String value) {
    String one = first(slot);
    if (one == null) {
      return false;
    }
    if (one.equalsIgnoreCase(value)) {
      return true;
    }
    List<String> more = rest(slot);
    if (more != null) {
      for (String other : more) {
        if (other.equalsIgnoreCase(value)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the first value starts with this, in any case. */
  boolean startsWith(int slot, String prefix) {
    int common = common(slot, prefix);
    if (common >= 0) {
      return common == prefix.length();
    }
    String one = first(slot);
    return one != null && one.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  /**
   * How many characters of an ASCII text the value starts with, in any case; negative when only a
   * text of the value can tell. What a record is shows in a few words, no text of which is needed
   * for anything else: 3 to 8 % of the decoder's CPU time, 150 bytes a record.
   */
  private int common(int slot, String ascii) {
    long place = place(slot);
    return place != 0 && first[slot] == null
        ? JsonBytes.common(record, (int) (place >>> 32), (int) place, ascii)
        : -1;
  }

  /** The number in decimal or {@code 0x} form; 0 when absent. */
  long number(int slot) {
    if (state(slot) == 0) {
      return 0;
    }
    long plain = plainNumber(slot);
    if (plain >= 0) {
      return plain;
    }
    String value = text(slot);
    if (value == null) {
      return 0;
    }
    long number = Values.number(value);
    if (number == Values.NOT_A_NUMBER) {
      throw new BadRecord(
          RejectReason.WRONG_TYPE,
          paths.name(slot) + " is not a whole number: " + Values.excerpt(value));
    }
    return number;
  }

  /** The number in its usual forms; negative when only a text can tell. */
  long plainNumber(int slot) {
    long place = place(slot);
    if (place == 0 || first[slot] != null) {
      return ByteValues.UNUSUAL;
    }
    int from = (int) (place >>> 32);
    int end = (int) place;
    long decimal = ByteValues.plainNumber(record, from, end);
    return decimal >= 0 ? decimal : ByteValues.hexNumber(record, from, end);
  }

  /** A port; 0 when absent or none. */
  int port(int slot) {
    long port = number(slot);
    return port > 0 && port <= 0xffff ? (int) port : 0;
  }

  /** A count; -1 when absent. */
  long count(int slot) {
    return isPresent(slot) ? number(slot) : -1;
  }

  /** A GUID as {@link Values#guid} writes it. */
  @Nullable String guid(int slot) {
    long place = place(slot);
    String guid = place == 0 ? null : ByteValues.guid(record, (int) (place >>> 32), (int) place);
    return guid == null ? Values.guid(text(slot)) : guid;
  }

  /** An address in canonical form; null when absent or not an address. */
  @Nullable String ip(int slot) {
    String plain = ipv4(slot);
    if (plain != null) {
      return plain;
    }
    String value = text(slot);
    return value == null ? null : Ips.canonical(value);
  }

  /** An IPv4 address as it stands in the record; null when only a text can tell. */
  @Nullable String ipv4(int slot) {
    long place = place(slot);
    return place == 0 ? null : ByteValues.ipv4(record, (int) (place >>> 32), (int) place);
  }

  /**
   * A time that may be missing, in epoch milliseconds; 0 when absent, unreadable or out of range.
   */
  long optionalTime(int slot) {
    long plain = plainTime(slot);
    if (Times.inRange(plain)) {
      return plain;
    }
    String value = text(slot);
    long time = value == null ? Times.INVALID : Times.parse(value);
    return time == Times.INVALID || !Times.inRange(time) ? 0 : time;
  }

  /** The time of the record: the first of the fields that is there. */
  long time(int... slots) {
    for (int slot : slots) {
      long plain = plainTime(slot);
      if (Times.inRange(plain)) {
        return plain;
      }
      String value = text(slot);
      if (value != null) {
        return Times.require(value, paths.name(slot));
      }
    }
    throw new BadRecord(RejectReason.NO_TIME, paths.name(slots[0]) + " is missing");
  }

  /**
   * The time in the usual forms, without a text of it (3 to 10 % of the decoder's CPU time);
   * anything else is invalid here.
   */
  private long plainTime(int slot) {
    long place = place(slot);
    return place != 0 && first[slot] == null
        ? minute.parse(record, (int) (place >>> 32), (int) place)
        : Times.INVALID;
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

  Pieces pieces() {
    return pieces;
  }

  String name(int slot) {
    return paths.name(slot);
  }
}
