package exfilwatch.telemetry.decode;

import org.jspecify.annotations.Nullable;

/** Undoes the doubled backslashes of log shippers that escape text before they write JSON. */
final class WindowsPaths {
  private WindowsPaths() {}

  /** Whether a path is one that was escaped twice: {@code C:\\} or {@code \\Device\\}. */
  static boolean isDoubled(@Nullable String path) {
    if (path == null) {
      return false;
    }
    return (path.length() > 4 && path.startsWith(":\\\\", 1))
        || path.regionMatches(true, 0, "\\\\Device\\\\", 0, 10)
        || path.startsWith("\\\\??\\\\");
  }

  /** A path; collapsed only when it is a drive or device path that was escaped twice. */
  static @Nullable String path(@Nullable String path) {
    return path != null && isDoubled(path) ? collapse(path) : path;
  }

  /** A command line, of whose document is known whether it was escaped twice. */
  static @Nullable String commandLine(@Nullable String line, boolean doubled) {
    return line != null && doubled ? collapse(line) : line;
  }

  private static String collapse(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      int run = 1;
      while (i + run < text.length() && text.charAt(i + run) == '\\') {
        run++;
      }
      // two at the start of a word are a UNC path that was not escaped twice
      boolean unc = run == 2 && i > 0 && " \"'=".indexOf(text.charAt(i - 1)) >= 0;
      out.append("\\".repeat(unc ? 2 : (run + 1) / 2));
      i += run - 1;
    }
    return out.toString();
  }
}
