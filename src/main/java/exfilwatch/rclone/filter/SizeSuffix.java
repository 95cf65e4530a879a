package exfilwatch.rclone.filter;

import java.util.Locale;

/**
 * A size as rclone's SizeSuffix flags take it ({@code --max-size}, {@code --buffer-size}, {@code
 * --*-chunk-size} …): a bare number is KiB, all multipliers are powers of 1024, {@code 1MB} is an
 * error.
 *
 * @param bytes the size in bytes; negative is off (rclone reads sizes beyond an int64 as off, too)
 */
public record SizeSuffix(long bytes) implements Comparable<SizeSuffix> {
  /** Not set, or set to {@code off}. */
  public static final SizeSuffix OFF = new SizeSuffix(-1);

  private static final String UNITS = "KMGTPE";

  /**
   * Reads a value as rclone 1.60 to 1.76 do.
   *
   * @throws BadValueException where rclone would refuse it, with its message
   */
  public static SizeSuffix parse(String text) throws BadValueException {
    if (text.isEmpty()) {
      throw new BadValueException("empty string");
    }
    if (text.toLowerCase(Locale.ROOT).equals("off")) {
      return OFF;
    }
    int length = text.length();
    int last = GoText.lastByte(text);
    double multiplier;
    int suffixLength;
    if ((last >= '0' && last <= '9') || last == '.') {
      multiplier = 1024;
      suffixLength = 0;
    } else if (last == 'b' || last == 'B') {
      boolean binary = length > 2 && text.charAt(length - 2) == 'i';
      multiplier = binary ? multiplier(text.charAt(length - 3)) : 1;
      suffixLength = binary ? 3 : 1;
    } else if (last == 'i' || last == 'I') {
      multiplier = multiplier(length > 1 ? text.charAt(length - 2) : last);
      suffixLength = 2;
    } else {
      multiplier = multiplier(last);
      suffixLength = 1;
    }
    return new SizeSuffix(scaled(text.substring(0, length - suffixLength), multiplier));
  }

  /** The number before the suffix times the multiplier, as an int64. */
  static long scaled(String number, double multiplier) throws BadValueException {
    double value = GoText.parseFloat(number);
    if (value < 0) {
      throw new BadValueException("size can't be negative " + GoText.quote(number));
    }
    return GoText.toInt64(value * multiplier);
  }

  private static double multiplier(int suffix) throws BadValueException {
    int unit = UNITS.indexOf(suffix >= 'a' && suffix <= 'z' ? suffix - 32 : suffix);
    if (unit < 0) {
      throw new BadValueException("bad suffix " + GoText.quoteByte(suffix));
    }
    return Math.scalb(1.0, 10 * (unit + 1));
  }

  /** Whether there is a bound. */
  public boolean isSet() {
    return bytes >= 0;
  }

  @Override
  public int compareTo(SizeSuffix other) {
    return Long.compare(bytes, other.bytes);
  }

  /** As rclone prints it: {@code off}, {@code 0}, {@code 102}, {@code 1Ki}, {@code 2.500Mi}. */
  @Override
  public String toString() {
    return toString(bytes, 1024, "", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  }

  static String toString(long value, int base, String... units) {
    if (value <= 0) {
      return value < 0 ? "off" : "0";
    }
    int unit = 0;
    double divisor = 1;
    while (unit < units.length - 1 && value >= divisor * base) {
      divisor *= base;
      unit++;
    }
    double scaled = value / divisor;
    return String.format(
        Locale.ROOT, Math.rint(scaled) == scaled ? "%.0f%s" : "%.3f%s", scaled, units[unit]);
  }
}
