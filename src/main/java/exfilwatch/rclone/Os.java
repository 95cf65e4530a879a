package exfilwatch.rclone;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whose rules split a command line and read a path; {@code POSIX} stands for all but Windows. */
public enum Os {
  WINDOWS,
  POSIX;

  /** The constant of that name, in any case; null for anything else. */
  public static @Nullable Os of(@Nullable String name) {
    if (name == null) {
      return null;
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "windows" -> WINDOWS;
      case "posix", "linux", "macos", "darwin", "unix" -> POSIX;
      default -> null;
    };
  }

  /**
   * From signs in the text: {@code X:\}, {@code \\host}, {@code .exe}, {@code %NAME%} mean Windows.
   */
  static Os guess(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if ((c == '.' && text.regionMatches(true, at, ".exe", 0, 4))
          || (c == ':' && isDrive(text, at))
          || (c == '\\' && isUnc(text, at))
          || (c == '%' && isVariable(text, at))) {
        return WINDOWS;
      }
    }
    return POSIX;
  }

  private static boolean isDrive(String text, int colon) {
    return colon > 0
        && colon + 1 < text.length()
        && text.charAt(colon + 1) == '\\'
        && isAsciiLetter(text.charAt(colon - 1))
        && (colon == 1 || !Character.isLetterOrDigit(text.charAt(colon - 2)));
  }

  private static boolean isUnc(String text, int at) {
    return at + 2 < text.length()
        && text.charAt(at + 1) == '\\'
        && (Character.isLetterOrDigit(text.charAt(at + 2)) || text.charAt(at + 2) == '?')
        && (at == 0 || " \t\"'=".indexOf(text.charAt(at - 1)) >= 0);
  }

  /** Names longer than 40 are not looked at, so that a text of per cents stays linear. */
  private static boolean isVariable(String text, int at) {
    int end = at + 1;
    while (end < text.length() && end - at < 40 && isNameChar(text.charAt(end))) {
      end++;
    }
    return end > at + 2 && end < text.length() && text.charAt(end) == '%';
  }

  private static boolean isNameChar(char c) {
    return isAsciiLetter(c) || c == '_';
  }

  static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
