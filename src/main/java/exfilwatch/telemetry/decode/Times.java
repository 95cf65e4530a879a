package exfilwatch.telemetry.decode;

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
    return text.length() >= 16 && text.charAt(4) == '-' && text.charAt(7) == '-'
        ? parseIso(text)
        : parseNumber(text);
  }

  private static long parseNumber(String text) {
    int length = text.length();
    long whole = 0;
    int i = 0;
    for (; i < length && text.charAt(i) != '.'; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || i > 18) {
        return parseScientific(text);
      }
      whole = whole * 10 + digit;
    }
    if (i == 0 || whole < 0) {
      return INVALID;
    }
    int millis = 0;
    int scale = 100;
    for (int j = i + 1; j < length; j++) {
      int digit = text.charAt(j) - '0';
      if (digit < 0 || digit > 9) {
        return parseScientific(text);
      }
      millis += digit * scale;
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

  private static long parseIso(String text) {
    int length = text.length();
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 2);
    int day = digits(text, 8, 2);
    char separator = text.charAt(10);
    int hour = digits(text, 11, 2);
    int minute = digits(text, 14, 2);
    if ((year | month | day | hour | minute) < 0
        || (separator != 'T' && separator != ' ' && separator != 't')
        || text.charAt(13) != ':'
        || month < 1
        || month > 12
        || day < 1
        || day > daysOf(year, month)
        || hour > 23
        || minute > 59) {
      return INVALID;
    }
    int at = 16;
    int millis = 0;
    if (at < length && text.charAt(at) == ':') {
      int second = digits(text, at + 1, 2);
      if (second < 0 || second > 59) {
        return INVALID;
      }
      at += 3;
      millis = second * 1000;
      if (at < length && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
        int start = ++at;
        for (int scale = 100; at < length && isDigit(text.charAt(at)); scale /= 10) {
          millis += (text.charAt(at++) - '0') * scale;
        }
        if (at - start > 9) {
          return INVALID;
        }
      }
    }
    int offset = offsetMinutes(text, at);
    return offset == Integer.MIN_VALUE
        ? INVALID
        : epochDay(year, month, day) * DAY + (hour * 60L + minute - offset) * 60_000L + millis;
  }

  /** Minutes east of UTC of the zone that starts at a position. */
  private static int offsetMinutes(String text, int at) {
    int length = text.length();
    if (at == length) {
      return 0;
    }
    int start = text.charAt(at) == ' ' ? at + 1 : at;
    int rest = length - start;
    if ((rest == 1 && (text.charAt(start) | 0x20) == 'z')
        || (rest == 3 && text.startsWith("UTC", start))) {
      return 0;
    }
    char sign = rest > 0 ? text.charAt(start) : ' ';
    if ((sign != '+' && sign != '-') || (rest != 3 && rest != 5 && rest != 6)) {
      return Integer.MIN_VALUE;
    }
    int hours = digits(text, start + 1, 2);
    int minutes = 0;
    if (rest == 6 && text.charAt(start + 3) != ':') {
      return Integer.MIN_VALUE;
    }
    if (rest > 3) {
      minutes = digits(text, length - 2, 2);
    }
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int offset = hours * 60 + minutes;
    return offset > 18 * 60 ? Integer.MIN_VALUE : sign == '-' ? -offset : offset;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The number in a run of digits; negative when it is not one. */
  private static int digits(String text, int start, int count) {
    if (start + count > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < start + count; i++) {
      char c = text.charAt(i);
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
