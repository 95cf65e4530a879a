package exfilwatch.rclone;

import exfilwatch.rclone.filter.BadValueException;
import exfilwatch.rclone.filter.BwTimetable;
import exfilwatch.rclone.filter.RcloneDuration;
import exfilwatch.rclone.filter.SeparatedList;
import exfilwatch.rclone.filter.SizeSuffix;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a text is a value of a flag's type, as pflag and rclone's own types decide. */
final class FlagValue {

  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");
  private static final Set<String> LOG_LEVELS =
      Set.of(
          "EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG", "OFF");
  private static final Set<String> CACHE_MODES = Set.of("OFF", "MINIMAL", "WRITES", "FULL");
  private static final Set<String> DUMPS =
      Set.of(
          "headers",
          "bodies",
          "requests",
          "responses",
          "auth",
          "filters",
          "goroutines",
          "openfiles",
          "mapper",
          "curl");
  private static final BigInteger MAX_UINT32 = BigInteger.valueOf(0xFFFFFFFFL);

  private FlagValue() {}

  /** Why rclone would refuse the value, without the value itself; null when it would not. */
  static @Nullable String refusal(Flag flag, String value) {
    return switch (flag.type()) {
      case "bool" -> isBool(value) ? null : "not a boolean";
      case "count" -> value.equals("+1") || isInt(value) ? null : "not an integer";
      case "int" -> isInt(value) ? null : "not an integer";
      case "uint32" -> isUint32(value) ? null : "not an unsigned integer";
      case "float" -> isFloat(value) ? null : "not a number";
      case "Tristate" -> isTristate(value) ? null : "not true, false or unset";
      case "FileMode" -> value.matches("0*[0-7]{1,10}") ? null : "not an octal file mode";
      case "LogLevel" -> in(LOG_LEVELS, value) ? null : "not a log level";
      case "CacheMode" -> in(CACHE_MODES, value) ? null : "not a cache mode";
      case "DumpFlags" ->
          value.isEmpty() || Arrays.stream(value.split(",", -1)).allMatch(DUMPS::contains)
              ? null
              : "not a list of things to dump";
      default -> otherRefusal(flag.type(), value);
    };
  }

  private static @Nullable String otherRefusal(String type, String value) {
    try {
      switch (type) {
        case "SizeSuffix" -> SizeSuffix.parse(value);
        case "Duration" -> RcloneDuration.parse(value, Instant.EPOCH, ZoneOffset.UTC);
        case "GoDuration" -> RcloneDuration.parseGo(value);
        case "BwTimetable" -> BwTimetable.parse(value);
        case "CommaSepList" -> SeparatedList.commas(value);
        case "SpaceSepList" -> SeparatedList.spaces(value);
        default -> {
          return choiceRefusal(type, value);
        }
      }
      return null;
    } catch (BadValueException e) {
      return "not a " + type;
    }
  }

  private static @Nullable String choiceRefusal(String type, String value) {
    if (type.indexOf('|') < 0) {
      return null;
    }
    boolean listed =
        Arrays.stream(type.split("\\|", -1)).anyMatch(choice -> choice.equalsIgnoreCase(value));
    return listed ? null : "not one of " + type.replace("|", ", ");
  }

  static boolean isBool(String value) {
    return TRUE.contains(value) || FALSE.contains(value);
  }

  static boolean isTrue(String value) {
    return TRUE.contains(value);
  }

  private static boolean isTristate(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "", "nil", "null", "unset" -> true;
      default -> isBool(value);
    };
  }

  private static boolean in(Set<String> upperCase, String value) {
    return upperCase.contains(value.toUpperCase(Locale.ROOT));
  }

  private static boolean isInt(String value) {
    BigInteger number = integer(value, true);
    return number != null && number.bitLength() <= 63;
  }

  private static boolean isUint32(String value) {
    BigInteger number = integer(value, false);
    return number != null && number.compareTo(MAX_UINT32) <= 0;
  }

  /** Go's integer with base prefix and, between digits, underscores; null when it is none. */
  static @Nullable BigInteger integer(String value, boolean signed) {
    String digits = value;
    boolean negative = false;
    if (signed && !value.isEmpty() && (value.charAt(0) == '-' || value.charAt(0) == '+')) {
      negative = value.charAt(0) == '-';
      digits = value.substring(1);
    }
    int base = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      char mark = Character.toLowerCase(digits.charAt(1));
      base = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
      boolean marked = mark == 'x' || mark == 'b' || mark == 'o';
      digits = digits.substring(marked ? 2 : 1);
      digits = digits.startsWith("_") ? digits.substring(1) : digits;
    }
    if (digits.isEmpty()
        || digits.length() > 80
        || digits.startsWith("_")
        || digits.endsWith("_")
        || digits.contains("__")) {
      return null;
    }
    digits = digits.replace("_", "");
    for (int at = 0; at < digits.length(); at++) {
      if (digits.charAt(at) > 'f' || Character.digit(digits.charAt(at), base) < 0) {
        return null;
      }
    }
    BigInteger number = new BigInteger(digits, base);
    return negative ? number.negate() : number;
  }

  private static boolean isFloat(String value) {
    String text = value.toLowerCase(Locale.ROOT);
    String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (Set.of("inf", "infinity", "nan").contains(unsigned)) {
      return true;
    }
    if (unsigned.length() > 64 || !unsigned.matches("[0-9.ex+p-]*[0-9.]")) {
      return false;
    }
    try {
      return !Double.isInfinite(Double.parseDouble(unsigned));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
