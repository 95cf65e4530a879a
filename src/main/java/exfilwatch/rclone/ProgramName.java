package exfilwatch.rclone;

import java.util.List;
import java.util.Locale;

/** The program's name at the head of an argv. */
final class ProgramName {

  private ProgramName() {}

  /**
   * Whether it is called rclone; also {@code C:\Program Files\rclone.exe} without quotes, which
   * Windows runs but a Go program splits at the blank.
   */
  static boolean isRclone(List<String> argv) {
    if (argv.isEmpty()) {
      return false;
    }
    String first = argv.get(0);
    if (Programs.isRclone(first)) {
      return true;
    }
    return isUnquotedPath(first)
        && argv.stream()
            .skip(1)
            .limit(4)
            .anyMatch(
                word ->
                    word.toLowerCase(Locale.ROOT).endsWith("\\rclone.exe")
                        && word.indexOf(':') < 0);
  }

  /** A path on a drive that stops before a file's extension. */
  static boolean isUnquotedPath(String word) {
    return word.length() > 3
        && Os.isAsciiLetter(word.charAt(0))
        && word.startsWith(":\\", 1)
        && !word.toLowerCase(Locale.ROOT).endsWith(".exe");
  }
}
