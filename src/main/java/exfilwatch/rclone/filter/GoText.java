package exfilwatch.rclone.filter;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What rclone inherits from Go's strconv and fmt: the same text is a number here and there, and
 * errors read the same.
 */
final class GoText {
  private static final String DIGITS = "[0-9](?:_?[0-9])*";
  private static final String HEX = "[0-9a-fA-F](?:_?[0-9a-fA-F])*";

  /**
   * Go's floating-point literals, as strconv.ParseFloat takes them: underscores only between
   * digits, hexadecimal only with a binary exponent.
   */
  private static final Pattern FLOAT =
      Pattern.compile(
          "[+-]?(?:(?:D(?:\\.(?:D)?)?|\\.D)(?:[eE][+-]?D)?|0[xX](?:_?H(?:\\.(?:H)?)?|\\.H)[pP][+-]?D)"
              .replace("D", DIGITS)
              .replace("H", HEX));

  private GoText() {}

  /**
   * As {@code %q} of a string; code points that Go prints escaped are written as {@code \\u....}.
   */
  static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> appendEscaped(out, c, '"'));
    return out.append('"').toString();
  }

  /** As {@code %q} of a byte. */
  static String quoteByte(int value) {
    StringBuilder out = new StringBuilder(3).append('\'');
    appendEscaped(out, value, '\'');
    return out.append('\'').toString();
  }

  private static void appendEscaped(StringBuilder out, int c, char delimiter) {
    switch (c) {
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == delimiter) {
          out.append('\\').append(delimiter);
        } else if (c < ' ' || c == 0x7f) {
          out.append(String.format(Locale.ROOT, "\\x%02x", c));
        } else if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    if (c == ' ') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** As strconv.ParseFloat(s, 64). */
  static double parseFloat(String s) throws BadValueException {
    if (!s.isEmpty() && s.length() <= 15 && s.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Long.parseLong(s);
    }
    switch (s.toLowerCase(Locale.ROOT)) {
      case "nan" -> {
        return Double.NaN;
      }
      case "inf", "+inf", "infinity", "+infinity" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-inf", "-infinity" -> {
        return Double.NEGATIVE_INFINITY;
      }
      default -> {}
    }
    if (!FLOAT.matches(s)) {
      throw new BadValueException("strconv.ParseFloat: parsing " + quote(s) + ": invalid syntax");
    }
    double value = Double.parseDouble(s.replace("_", ""));
    if (Double.isInfinite(value)) {
      throw new BadValueException(
          "strconv.ParseFloat: parsing " + quote(s) + ": value out of range");
    }
    return value;
  }

  /**
   * The conversion that Go's compiler makes on amd64: what does not fit becomes the smallest int64,
   * where Java would saturate.
   */
  static long toInt64(double value) {
    return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
  }

  /** As strconv.Atoi, for the short fields of a timetable. */
  static int atoi(String s) throws BadValueException {
    int digits = s.startsWith("+") || s.startsWith("-") ? 1 : 0;
    if (s.length() == digits || !s.substring(digits).chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new BadValueException("strconv.Atoi: parsing " + quote(s) + ": invalid syntax");
    }
    try {
      return Integer.parseInt(s);
    } catch (NumberFormatException tooLarge) {
      throw new BadValueException("strconv.Atoi: parsing " + quote(s) + ": value out of range");
    }
  }

  /** As strconv.ParseBool. */
  static boolean parseBool(String s) throws BadValueException {
    return switch (s) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "0", "f", "F", "FALSE", "false", "False" -> false;
      default ->
          throw new BadValueException(
              "strconv.ParseBool: parsing " + quote(s) + ": invalid syntax");
    };
  }

  /** As strconv.ParseUint(s, 10, 64); read the result as unsigned. */
  static long parseUint(String s) throws BadValueException {
    if (s.isEmpty() || !s.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new BadValueException("strconv.ParseUint: parsing " + quote(s) + ": invalid syntax");
    }
    try {
      return Long.parseUnsignedLong(s);
    } catch (NumberFormatException tooLarge) {
      throw new BadValueException(
          "strconv.ParseUint: parsing " + quote(s) + ": value out of range");
    }
  }

  /**
   * As strconv.FormatFloat(value, 'f', -1, 64): the fewest digits that read back as the same number
   * (Double.toString of Java 17 is not always the shortest).
   */
  static String shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return plain(rounded);
      }
    }
    return plain(exact.round(new MathContext(17, RoundingMode.HALF_EVEN)));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** The last byte of the text as Go sees it, in UTF-8. */
  static int lastByte(String s) {
    char last = s.charAt(s.length() - 1);
    if (last < 0x80) {
      return last;
    }
    byte[] bytes = s.substring(Math.max(0, s.length() - 2)).getBytes(StandardCharsets.UTF_8);
    return bytes[bytes.length - 1] & 0xff;
  }
}
