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

  private Regexes() {}

  /**
   * Compiles {@code regex} between an anchor before and one behind it, which may be empty.
   *
   * @throws IllegalArgumentException which construct can't be used; what to do
   */
  static Pattern compile(String start, String regex, String end, int flags) {
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
