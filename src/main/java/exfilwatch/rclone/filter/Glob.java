package exfilwatch.rclone.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * One of rclone's globs: {@code *} within a path segment, {@code **} across them, {@code ? [...]
 * {a,b}}, {@code {{regexp}}} and {@code \} (rclone 1.75; earlier versions refuse nested braces).
 * Case counts unless said otherwise, on Windows too. Paths are relative to the source, with {@code
 * /} on all systems.
 */
public final class Glob {
  private final String glob;
  private final String regexp;
  private final @Nullable SimpleGlob simple;
  private final @Nullable Pattern pattern; // null where the simple form does, or beyond the budget

  private Glob(String glob, String regexp, @Nullable SimpleGlob simple, @Nullable Pattern pattern) {
    this.glob = glob;
    this.regexp = regexp;
    this.simple = simple;
    this.pattern = pattern;
  }

  /**
   * A glob for paths: matches a whole path, or its end from a {@code /} on where the glob does not
   * start with one.
   *
   * @throws BadValueException where rclone refuses it, with its message
   */
  public static Glob path(String glob, boolean ignoreCase) throws BadValueException {
    return path(glob, ignoreCase, new RegexpBudget());
  }

  static Glob path(String glob, boolean ignoreCase, RegexpBudget budget) throws BadValueException {
    String regexp = GlobTranslator.translate(glob, true, true, ignoreCase);
    SimpleGlob simple = SimpleGlob.of(glob, ignoreCase);
    String named = glob.startsWith("/") ? glob.substring(1) : glob;
    return new Glob(glob, regexp, simple, simple == null ? compile(named, regexp, budget) : null);
  }

  /**
   * A glob for names without a path, as {@code listremotes} and {@code help flags} take it: {@code
   * *} matches anything.
   *
   * @param anchors whether it must match the whole string
   * @throws BadValueException where rclone refuses it, with its message
   */
  public static Glob string(String glob, boolean anchors, boolean ignoreCase)
      throws BadValueException {
    String regexp = GlobTranslator.translate(glob, false, anchors, ignoreCase);
    return new Glob(glob, regexp, null, compile(glob, regexp, new RegexpBudget()));
  }

  private static @Nullable Pattern compile(String named, String regexp, RegexpBudget budget)
      throws BadValueException {
    try {
      if (!budget.take(regexp)) {
        return null;
      }
      refuseEscapes(regexp);
      return Pattern.compile(regexp);
    } catch (PatternSyntaxException | BadValueException e) {
      throw new BadValueException(
          "bad glob pattern "
              + GoText.quote(named)
              + " (regexp "
              + GoText.quote(regexp)
              + "): "
              + e.getMessage());
    }
  }

  /** RE2/J takes escaped characters outside of ASCII as themselves, Go refuses them. */
  private static void refuseEscapes(String regexp) throws BadValueException {
    for (int i = regexp.indexOf('\\');
        i >= 0 && i + 1 < regexp.length();
        i = regexp.indexOf('\\', i + 2)) {
      if (regexp.charAt(i + 1) > 0x7f) {
        throw new BadValueException(
            "error parsing regexp: invalid escape sequence: `\\"
                + Character.toString(regexp.codePointAt(i + 1))
                + "`");
      }
    }
  }

  /** Whether it matches the path (or string); false where {@link #isTooLarge()}. */
  public boolean matches(String path) {
    if (simple != null) {
      return simple.matches(path);
    }
    return pattern != null && pattern.matcher(path).find();
  }

  /** Whether the expression is beyond what we compile for a command line. rclone would use it. */
  public boolean isTooLarge() {
    return simple == null && pattern == null;
  }

  /** The expression that rclone makes of it, in RE2 syntax. */
  public String regexp() {
    return regexp;
  }

  @Nullable SimpleGlob simple() {
    return simple;
  }

  @Override
  public String toString() {
    return glob;
  }
}
