package exfilwatch.sigma;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Regular expressions that can't be made to hang: RE2's syntax, in linear time. */
final class Regexes {
  /** What Perl has and RE2 hasn't, as it is written and as it is called. */
  private static final String[][] MISSING = {
    {"(?<=", "the look-behind"},
    {"(?<!", "the look-behind"},
    {"(?=", "the look-ahead"},
    {"(?!", "the look-ahead"},
    {"(?>", "the atomic group"},
    {"(?P=", "the back-reference"},
    {"(?#", "the comment"},
    {"(?(", "the condition"},
    {"\\k", "the back-reference"},
    {"\\Z", "the anchor"},
  };

  /**
   * RE2/J 1.8 loops for ever when it folds the case of these, as their upper cases fold to others.
   */
  private static final int FIRST_UNFOLDABLE = 0x1c80;

  private static final int LAST_UNFOLDABLE = 0x1c88;

  private Regexes() {}

  /**
   * Compiles {@code regex} between an anchor before and one behind it, which may be empty.
   *
   * @throws IllegalArgumentException which construct can't be used; what to do
   */
  static Pattern compile(String start, String regex, String end, int flags) {
    if (mayFoldForever(regex, flags)) {
      throw new IllegalArgumentException(
          "the regular expression can't be used: it ignores case and has, itself or in a range, one"
              + " of the letters U+1C80 to U+1C88, of which case can't be ignored; leave them out");
    }
    try {
      Pattern alone = Pattern.compile(regex, flags);
      return start.isEmpty() && end.isEmpty()
          ? alone
          : Pattern.compile(start + "(?:" + regex + ")" + end, flags);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "the regular expression can't be used: "
              + problem(regex, e)
              + "; write it in RE2 syntax, which has no look-around and no back-references",
          e);
    }
  }

  private static boolean mayFoldForever(String regex, int flags) {
    if ((flags & Pattern.CASE_INSENSITIVE) == 0 && !regex.contains("(?")) {
      return false;
    }
    int content = -1; // where the content of the class begins; -1 outside of one
    int low = -1; // the character before a hyphen within a class; -1 without one
    int last = -1;
    for (int at = 0; at < regex.length(); ) {
      int c = regex.codePointAt(at);
      int next = at + Character.charCount(c);
      if (c == '\\' && next < regex.length()) {
        int brace = regex.startsWith("x{", next) ? regex.indexOf('}', next) : -1;
        c = brace > 0 ? codePoint(regex.substring(next + 2, brace)) : regex.codePointAt(next);
        next = brace > 0 ? brace + 1 : next + Character.charCount(c);
      } else if (content < 0 && c == '[') {
        content = regex.startsWith("^", next) ? next + 1 : next;
        at = content;
        last = -1;
        continue;
      } else if (content >= 0 && c == ']' && at > content) {
        content = -1;
      } else if (content >= 0 && regex.startsWith("[:", at) && regex.indexOf(":]", at) > 0) {
        next = regex.indexOf(":]", at) + 2;
      } else if (content >= 0 && c == '-' && last >= 0) {
        low = last;
        last = -1;
        at = next;
        continue;
      }
      boolean inRange = content >= 0 && low >= 0 && low <= LAST_UNFOLDABLE;
      if (c >= FIRST_UNFOLDABLE && (inRange || c <= LAST_UNFOLDABLE)) {
        return true;
      }
      last = low < 0 ? c : -1; // what a range ends with begins none
      low = -1;
      at = next;
    }
    return false;
  }

  /** The character of a hexadecimal number; the replacement character where it is none. */
  private static int codePoint(String hex) {
    try {
      int c = Integer.parseInt(hex, 16);
      return Character.isValidCodePoint(c) ? c : 0xfffd;
    } catch (NumberFormatException e) {
      return 0xfffd;
    }
  }

  private static String problem(String regex, PatternSyntaxException e) {
    for (String[] construct : MISSING) {
      if (regex.contains(construct[0])) {
        return construct[1] + " '" + construct[0] + "' isn't supported";
      }
    }
    for (char digit = '1'; digit <= '9'; digit++) {
      if (regex.contains("\\" + digit)) {
        return "the back-reference '\\" + digit + "' isn't supported";
      }
    }
    return e.getDescription() + (e.getPattern() == null ? "" : " '" + e.getPattern() + "'");
  }
}
