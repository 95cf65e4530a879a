package exfilwatch.telemetry.decode;

import java.nio.charset.StandardCharsets;

/** Times in any form that a vendor writes, as epoch milliseconds UTC. */
final class Times {
  static final long INVALID = Long.MIN_VALUE;

  private static final long YEAR_2000 = 946_684_800_000L;
  private static final long YEAR_2100 = 4_102_444_800_000L;
  private static final long FILETIME_OF_1970 = 116_444_736_000_000_000L;
  private static final long DAY = 86_400_000L;

  private Times() {}

  static boolean inRange(long time) {
    return time >= YEAR_2000 && time < YEAR_2100;
  }

  /** The time in a mandatory field, or the reason why there is none. */
  static long require(String text, String field) {
    long time = parse(text);
    if (time == INVALID) {
      throw new BadRecord(
          RejectReason.WRONG_TYPE, field + " is not a time: " + Values.excerpt(text));
    }
    if (!inRange(time)) {
      throw new BadRecord(
          RejectReason.TIME_OUT_OF_RANGE,
          field + " is not between 2000 and 2099: " + Values.excerpt(text));
    }
    return time;
  }

  /**
   * ISO 8601 (a blank for the T, 0 to 9 digits of fraction, no zone is UTC) or a number whose
   * magnitude tells its unit: seconds, milliseconds, microseconds, FILETIME, nanoseconds.
   */
  static long parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    long time = parse(bytes, 0, bytes.length);
    return time == INVALID && !text.startsWith(".") ? parseScientific(text) : time;
  }

  /** Like {@link #parse(String)}, but invalid when the number has an exponent. */
  static long parse(byte[] text, int from, int end) {
    return isIso(text, from, end) ? parseIso(text, from, end) : parseNumber(text, from, end);
  }

  /** Whether a text can only be a date and time in ISO 8601, if it is a time at all. */
  private static boolean isIso(byte[] text, int from, int end) {
    return end - from >= 16 && text[from + 4] == '-' && text[from + 7] == '-';
  }

  private static long parseNumber(byte[] text, int from, int end) {
    long whole = 0;
    int i = from;
    for (; i < end && text[i] != '.'; i++) {
      if (!isDigit(text[i]) || i - from > 18) {
        return INVALID;
      }
      whole = whole * 10 + (text[i] - '0');
    }
    if (i == from || whole < 0) {
      return INVALID;
    }
    int millis = 0;
    int scale = 100;
    for (int j = i + 1; j < end; j++) {
      if (!isDigit(text[j])) {
        return INVALID;
      }
      millis += (text[j] - '0') * scale;
      scale /= 10;
    }
    return whole < 100_000_000_000L ? whole * 1000 + millis : fromMagnitude(whole);
  }

  private static long fromMagnitude(long value) {
    if (value < 100_000_000_000_000L) {
      return value;
    }
    if (value < 10_000_000_000_000_000L) {
      return value / 1000;
    }
    return value < 1_000_000_000_000_000_000L
        ? Math.floorDiv(value - FILETIME_OF_1970, 10_000L)
        : value / 1_000_000;
  }

  private static long parseScientific(String text) {
    if (text.indexOf('E') < 0 && text.indexOf('e') < 0) {
      return INVALID;
    }
    try {
      double value = Double.parseDouble(text);
      if (!(value >= 0 && value < 9e18)) {
        return INVALID;
      }
      return value < 1e11 ? (long) (value * 1000) : fromMagnitude((long) value);
    } catch (NumberFormatException e) {
      return INVALID;
    }
  }

  private static long parseIso(byte[] text, int from, int end) {
    int year = digits(text, from, 4, end);
    int month = digits(text, from + 5, 2, end);
    int day = digits(text, from + 8, 2, end);
    byte separator = text[from + 10];
    int hour = digits(text, from + 11, 2, end);
    int minute = digits(text, from + 14, 2, end);
    if ((year | month | day | hour | minute) < 0
        || (separator != 'T' && separator != ' ' && separator != 't')
        || text[from + 13] != ':'
        || month < 1
        || month > 12
        || day < 1
        || day > daysOf(year, month)
        || hour > 23
        || minute > 59) {
      return INVALID;
    }
    int at = from + 16;
    int millis = 0;
    if (at < end && text[at] == ':') {
      int behind = secondsEnd(text, at + 1, end);
      if (behind < 0) {
        return INVALID;
      }
      millis = millis(text, at + 1, behind);
      at = behind;
    }
    int offset = offsetMinutes(text, at, end);
    return offset == Integer.MIN_VALUE
        ? INVALID
        : epochDay(year, month, day) * DAY + (hour * 60L + minute - offset) * 60_000L + millis;
  }

  /** Where seconds and their fraction end; negative when there are none. */
  static int secondsEnd(byte[] text, int start, int end) {
    int second = digits(text, start, 2, end);
    if (second < 0 || second > 59) {
      return -1;
    }
    int at = start + 2;
    if (at == end || (text[at] != '.' && text[at] != ',')) {
      return at;
    }
    int fraction = ++at;
    while (at < end && isDigit(text[at])) {
      at++;
    }
    return at - fraction > 9 ? -1 : at;
  }

  /** Milliseconds in seconds and their fraction. */
  static int millis(byte[] text, int start, int end) {
    int millis = 10_000 * (text[start] - '0') + 1000 * (text[start + 1] - '0');
    int scale = 100;
    for (int at = start + 3; at < end && scale > 0; at++) {
      millis += (text[at] - '0') * scale;
      scale /= 10;
    }
    return millis;
  }

  /** Minutes east of UTC of the zone that starts at a position. */
  private static int offsetMinutes(byte[] text, int at, int end) {
    if (at == end) {
      return 0;
    }
    int start = text[at] == ' ' ? at + 1 : at;
    int rest = end - start;
    if ((rest == 1 && (text[start] | 0x20) == 'z')
        || (rest == 3 && text[start] == 'U' && text[start + 1] == 'T' && text[start + 2] == 'C')) {
      return 0;
    }
    byte sign = rest > 0 ? text[start] : (byte) ' ';
    if ((sign != '+' && sign != '-') || (rest != 3 && rest != 5 && rest != 6)) {
      return Integer.MIN_VALUE;
    }
    int hours = digits(text, start + 1, 2, end);
    int minutes = 0;
    if (rest == 6 && text[start + 3] != ':') {
      return Integer.MIN_VALUE;
    }
    if (rest > 3) {
      minutes = digits(text, end - 2, 2, end);
    }
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int offset = hours * 60 + minutes;
    return offset > 18 * 60 ? Integer.MIN_VALUE : sign == '-' ? -offset : offset;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  /** The number in a run of digits; negative when it is not one. */
  private static int digits(byte[] text, int start, int count, int end) {
    if (start + count > end) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < start + count; i++) {
      byte c = text[i];
      if (!isDigit(c)) {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static int daysOf(int year, int month) {
    return switch (month) {
      case 2 -> (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Days since 1970-01-01, counted in years that start in March so that leap days come last. */
  private static long epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(y, 400);
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }
}
