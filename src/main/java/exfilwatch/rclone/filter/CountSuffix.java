package exfilwatch.rclone.filter;

import java.util.Locale;

/**
 * A count as rclone's CountSuffix flags take it: a bare number is thousands, multipliers are powers
 * of 1000, {@code 1KB} is 1000 and {@code 1KiB} an error.
 *
 * @param count the count; negative is off
 */
public record CountSuffix(long count) {
  private static final String UNITS = "KMGTPE";

  /**
   * Reads a value as rclone does.
   *
   * @throws BadValueException where rclone would refuse it, with its message
   */
  public static CountSuffix parse(String text) throws BadValueException {
    if (text.isEmpty()) {
      throw new BadValueException("empty string");
    }
    if (text.toLowerCase(Locale.ROOT).equals("off")) {
      return new CountSuffix(-1);
    }
    int length = text.length();
    int last = GoText.lastByte(text);
    double multiplier;
    int suffixLength;
    if ((last >= '0' && last <= '9') || last == '.') {
      multiplier = 1000;
      suffixLength = 0;
    } else if (last == 'b' || last == 'B') {
      double unit = length > 1 ? multiplier(text.charAt(length - 2)) : 0;
      multiplier = unit > 0 ? unit : 1;
      suffixLength = unit > 0 ? 2 : 1;
    } else {
      multiplier = multiplier(last);
      suffixLength = 1;
      if (multiplier == 0) {
        throw new BadValueException("bad suffix " + GoText.quoteByte(last));
      }
    }
    return new CountSuffix(SizeSuffix.scaled(text.substring(0, length - suffixLength), multiplier));
  }

  /** 0 where it is no unit. */
  private static double multiplier(int suffix) {
    int unit = UNITS.indexOf(suffix >= 'a' && suffix <= 'z' ? suffix - 32 : suffix);
    return unit < 0 ? 0 : Math.pow(1000, unit + 1.0);
  }

  /** As rclone prints it: {@code off}, {@code 0}, {@code 102}, {@code 1k}, {@code 2.500M}. */
  @Override
  public String toString() {
    return SizeSuffix.toString(count, 1000, "", "k", "M", "G", "T", "P", "E");
  }
}
