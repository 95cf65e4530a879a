package exfilwatch.simulate;

import java.util.List;

/** Puts arguments together to the command line that Windows hands to a process. */
final class Quoting {
  private Quoting() {}

  /**
   * Quotes what has to be quoted: backslashes before a quote double, as the C runtime and Go read
   * them.
   */
  static String windows(List<String> argv) {
    StringBuilder line = new StringBuilder();
    for (String argument : argv) {
      if (line.length() > 0) {
        line.append(' ');
      }
      append(line, argument);
    }
    return line.toString();
  }

  private static void append(StringBuilder line, String argument) {
    if (!argument.isEmpty() && argument.chars().noneMatch(c -> c == ' ' || c == '\t' || c == '"')) {
      line.append(argument);
      return;
    }
    line.append('"');
    int backslashes = 0;
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      if (c == '"') {
        line.append("\\".repeat(backslashes + 1));
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
      line.append(c);
    }
    line.append("\\".repeat(backslashes)).append('"');
  }
}
