package exfilwatch.telemetry.decode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one document holds in the fields that the sources read. */
final class Fields extends Slots {
  private final Pieces pieces = new Pieces();
  private final RecentMinute minute = new RecentMinute();

  Fields(Paths paths) {
    super(paths);
  }

  /** The value as written; null when absent. */
  @Nullable String raw(int slot) {
    String value = first(slot);
    if (value == null && isOfWrongType(slot)) {
      throw new BadRecord(
          RejectReason.WRONG_TYPE, name(slot) + " is an object where a value is expected");
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
    long is = isAny(slot, value);
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
          RejectReason.WRONG_TYPE, name(slot) + " is not a whole number: " + Values.excerpt(value));
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
        return Times.require(value, name(slot));
      }
    }
    throw new BadRecord(RejectReason.NO_TIME, name(slots[0]) + " is missing");
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

  Pieces pieces() {
    return pieces;
  }
}
