package exfilwatch.simulate;

import java.util.Locale;

/** Values that look random and depend on nothing but their arguments. */
final class Mix {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Mix() {}

  /** The finaliser of SplitMix64. */
  static long of(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  static long of(long first, long second) {
    return of(of(first) ^ second);
  }

  static long of(String text) {
    long h = text.length();
    for (int i = 0; i < text.length(); i++) {
      h = h * 1_000_003 + text.charAt(i);
    }
    return of(h);
  }

  /** From 0 to bound - 1. */
  static int below(long value, int bound) {
    return (int) Long.remainderUnsigned(of(value), bound);
  }

  /** That many lower-case hexadecimal digits. */
  static String hex(long value, int digits) {
    StringBuilder text = new StringBuilder(digits);
    long word = value;
    for (int i = 0; i < digits; i++) {
      if (i % 16 == 0) {
        word = of(word + i);
      }
      text.append(HEX[(int) (word >>> (4 * (i % 16))) & 15]);
    }
    return text.toString();
  }

  static String upperHex(long value, int digits) {
    return hex(value, digits).toUpperCase(Locale.ROOT);
  }

  /** A lower-case UUID. */
  static String uuid(long value) {
    String h = hex(value, 32);
    return String.join(
        "-",
        h.substring(0, 8),
        h.substring(8, 12),
        "4" + h.substring(13, 16),
        "a" + h.substring(17, 20),
        h.substring(20));
  }
}
