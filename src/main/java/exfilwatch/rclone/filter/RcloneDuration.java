package exfilwatch.rclone.filter;

import java.time.Instant;
import java.time.ZoneId;

/**
 * A duration as rclone's flags take it. There are two parsers: most flags, {@code --max-age} among
 * them, use rclone's own ({@link #parse}); some, such as {@code --max-duration} and {@code
 * --timeout}, only Go's ({@link #parseGo}).
 *
 * @param nanos nanoseconds, may be negative
 */
public record RcloneDuration(long nanos) implements Comparable<RcloneDuration> {
  /** Not set, or set to {@code off}. */
  public static final RcloneDuration OFF = new RcloneDuration(Long.MAX_VALUE);

  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3600 * SECOND;
  private static final String SUFFIXES = "dwMy";
  private static final long[] SUFFIX_NANOS = {
    24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR, 365 * 24 * HOUR
  };

  /**
   * Reads {@code off}, a Go duration ({@code 1h30m}), a number with {@code d w M y}, a bare number
   * of seconds, or a date, which means the time since then.
   *
   * @param now when rclone was started
   * @param zone the zone of dates that name none: the local one of the machine
   * @throws BadValueException where rclone would refuse it, with its message
   */
  public static RcloneDuration parse(String text, Instant now, ZoneId zone)
      throws BadValueException {
    if (text.equals("off")) {
      return OFF;
    }
    try {
      return parseGo(text);
    } catch (BadValueException notGo) {
      try {
        return parseSuffixed(text);
      } catch (BadValueException notSuffixed) {
        return new RcloneDuration(nanosBetween(GoDate.parse(text, zone), now));
      }
    }
  }

  private static RcloneDuration parseSuffixed(String text) throws BadValueException {
    int suffix = text.isEmpty() ? -1 : SUFFIXES.indexOf(text.charAt(text.length() - 1));
    double number = GoText.parseFloat(suffix < 0 ? text : text.substring(0, text.length() - 1));
    return new RcloneDuration(
        GoText.toInt64(number * (suffix < 0 ? SECOND : SUFFIX_NANOS[suffix])));
  }

  /** Saturates, as Go's Time.Sub does. */
  private static long nanosBetween(Instant from, Instant to) {
    try {
      return Math.addExact(
          Math.multiplyExact(to.getEpochSecond() - from.getEpochSecond(), SECOND),
          to.getNano() - (long) from.getNano());
    } catch (ArithmeticException tooFar) {
      return from.isBefore(to) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  /**
   * Reads a Go duration, as time.ParseDuration does: numbers with the units {@code ns us ms s m h},
   * nothing else.
   *
   * @throws BadValueException where Go would refuse it, with its message
   */
  public static RcloneDuration parseGo(String text) throws BadValueException {
    boolean negative = text.startsWith("-");
    int at = negative || text.startsWith("+") ? 1 : 0;
    int end = text.length();
    if (end - at == 1 && text.charAt(at) == '0') {
      return new RcloneDuration(0);
    }
    if (at == end) {
      throw invalid(text);
    }
    long total = 0; // unsigned: at most 2^63
    while (at < end) {
      int start = at;
      long whole = 0;
      while (at < end && isDigit(text.charAt(at))) {
        whole = grow(whole, text.charAt(at++), text);
      }
      int digits = at - start;
      long fraction = 0;
      double scale = 1;
      if (at < end && text.charAt(at) == '.') {
        at++;
        boolean full = false;
        while (at < end && isDigit(text.charAt(at))) {
          int digit = text.charAt(at++) - '0';
          digits++;
          full = full || fraction > Long.MAX_VALUE / 10 || fraction * 10 + digit < 0;
          if (!full) { // further digits are below a nanosecond
            fraction = fraction * 10 + digit;
            scale *= 10;
          }
        }
      }
      if (digits == 0) {
        throw invalid(text);
      }
      int unitStart = at;
      while (at < end && text.charAt(at) != '.' && !isDigit(text.charAt(at))) {
        at++;
      }
      long unit = unit(text.substring(unitStart, at), text);
      if (Long.compareUnsigned(whole, Long.divideUnsigned(Long.MIN_VALUE, unit)) > 0) {
        throw invalid(text);
      }
      long nanos = whole * unit + (long) (fraction * (unit / scale));
      total += nanos;
      if (Long.compareUnsigned(nanos, Long.MIN_VALUE) > 0
          || Long.compareUnsigned(total, Long.MIN_VALUE) > 0) {
        throw invalid(text);
      }
    }
    if (negative) {
      return new RcloneDuration(-total);
    }
    if (total < 0) {
      throw invalid(text);
    }
    return new RcloneDuration(total);
  }

  private static long grow(long value, char digit, String text) throws BadValueException {
    if (Long.compareUnsigned(value, Long.MAX_VALUE / 10) > 0) {
      throw invalid(text);
    }
    long grown = value * 10 + (digit - '0');
    if (Long.compareUnsigned(grown, Long.MIN_VALUE) > 0) {
      throw invalid(text);
    }
    return grown;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static long unit(String unit, String text) throws BadValueException {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs", "μs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> SECOND;
      case "m" -> 60 * SECOND;
      case "h" -> HOUR;
      case "" ->
          throw new BadValueException("time: missing unit in duration " + GoDate.quote(text));
      default ->
          throw new BadValueException(
              "time: unknown unit " + GoDate.quote(unit) + " in duration " + GoDate.quote(text));
    };
  }

  private static BadValueException invalid(String text) {
    return new BadValueException("time: invalid duration " + GoDate.quote(text));
  }

  /** Whether there is a bound. */
  public boolean isSet() {
    return nanos != OFF.nanos;
  }

  /** Whole seconds, rounded towards zero. */
  public long seconds() {
    return nanos / SECOND;
  }

  @Override
  public int compareTo(RcloneDuration other) {
    return Long.compare(nanos, other.nanos);
  }

  /** As rclone prints it: {@code off}, {@code 1w}, {@code 1.5d}, {@code 1h0m0s}. */
  @Override
  public String toString() {
    if (!isSet()) {
      return "off";
    }
    for (int i = SUFFIX_NANOS.length - 1; i >= 0; i--) {
      if (Math.abs((double) nanos) >= SUFFIX_NANOS[i]) {
        return GoText.shortest((double) nanos / SUFFIX_NANOS[i]) + SUFFIXES.charAt(i);
      }
    }
    long size = Math.abs(nanos);
    String text;
    if (size < SECOND) {
      text =
          size == 0
              ? "0s"
              : size < 1_000
                  ? size + "ns"
                  : size < 1_000_000
                      ? decimal(size, 1_000) + "µs"
                      : decimal(size, 1_000_000) + "ms";
    } else {
      long minutes = size / (60 * SECOND);
      text =
          (minutes >= 60 ? minutes / 60 + "h" : "")
              + (minutes > 0 ? minutes % 60 + "m" : "")
              + decimal(size % (60 * SECOND), SECOND)
              + "s";
    }
    return nanos < 0 ? "-" + text : text;
  }

  private static String decimal(long value, long unit) {
    long rest = value % unit;
    if (rest == 0) {
      return Long.toString(value / unit);
    }
    String digits = Long.toString(unit + rest).substring(1);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return value / unit + "." + digits.substring(0, end);
  }
}
