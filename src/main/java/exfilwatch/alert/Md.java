package exfilwatch.alert;

import exfilwatch.alert.query.Hostile;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Markdown (CommonMark) in which text of ours is as it is, and every value from telemetry stands in
 * a code span, where nothing is markup and no value can end it.
 */
final class Md {

  private static final int LONGEST_VALUE = 400;

  private Md() {}

  /** A value on one line, cut when it is long. */
  static String code(String value) {
    String shown = Hostile.visible(cut(value));
    String fence = "`".repeat(longestRun(shown) + 1);
    boolean pad = shown.isBlank() || shown.startsWith("`") || shown.endsWith("`");
    return pad ? fence + " " + shown + " " + fence : fence + shown + fence;
  }

  /** The first few values, and how many more there are. */
  static String codes(Collection<String> values, int most) {
    String shown = values.stream().limit(most).map(Md::code).collect(Collectors.joining(", "));
    return values.size() > most ? shown + " and " + (values.size() - most) + " more" : shown;
  }

  /** A block of code, indented by {@code indent} so that it belongs to a list item. */
  static String block(String code, String language, String indent) {
    String fence = "`".repeat(Math.max(3, longestRun(code) + 1));
    return indent
        + fence
        + language
        + "\n"
        + code.lines().map(line -> indent + line + "\n").collect(Collectors.joining())
        + indent
        + fence
        + "\n";
  }

  private static String cut(String value) {
    return value.codePointCount(0, value.length()) <= LONGEST_VALUE
        ? value
        : value.substring(0, value.offsetByCodePoints(0, LONGEST_VALUE)) + "…";
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
