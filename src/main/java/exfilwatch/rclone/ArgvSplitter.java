package exfilwatch.rclone;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits one command-line string into its arguments.
 *
 * <p>Windows as a Go program does it to {@code GetCommandLineW} (rclone is one): not as {@code
 * CommandLineToArgvW}, from which it differs at the first word and at doubled quotes. POSIX as a
 * shell's quoting: {@code '…'}, {@code "…"} and backslash, no expansions. Any text is accepted; an
 * unterminated quote runs to the end. Linear in the length of the text.
 */
public final class ArgvSplitter {

  private ArgvSplitter() {}

  /** An argument and where it stood: {@code text.substring(start, end)} is its quoted form. */
  record Word(String value, int start, int end) {}

  /** The arguments of a Windows command line, the program's name first; empty of blank text. */
  public static List<String> windows(String commandLine) {
    return values(windowsWords(commandLine));
  }

  /** The arguments of a POSIX shell command, the program's name first; empty of blank text. */
  public static List<String> posix(String commandLine) {
    return values(posixWords(commandLine));
  }

  static List<Word> windowsWords(String text) {
    List<Word> words = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    int at = 0;
    while ((at = skipBlanks(text, at, false)) < text.length()) {
      int end = windowsWord(text, at, value);
      words.add(new Word(value.toString(), at, end));
      value.setLength(0);
      at = end;
    }
    return words;
  }

  private static int windowsWord(String text, int start, StringBuilder value) {
    boolean quoted = false;
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\') {
        at = windowsSlashes(text, at, value);
      } else if (c == '"') {
        at++;
        if (quoted && at < text.length() && text.charAt(at) == '"') {
          value.append(c);
          at++;
        }
        quoted = !quoted;
      } else if (isBlank(c) && !quoted) {
        break;
      } else {
        value.append(c);
        at++;
      }
    }
    return at;
  }

  /** Before a quote two make one, and one left over takes the quote along; elsewhere they stay. */
  private static int windowsSlashes(String text, int start, StringBuilder value) {
    int end = start;
    while (end < text.length() && text.charAt(end) == '\\') {
      end++;
    }
    int count = end - start;
    boolean beforeQuote = end < text.length() && text.charAt(end) == '"';
    value.append(text, start, start + (beforeQuote ? count / 2 : count));
    if (beforeQuote && count % 2 == 1) {
      value.append('"');
      return end + 1;
    }
    return end;
  }

  static List<Word> posixWords(String text) {
    List<Word> words = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    int at = 0;
    while ((at = skipBlanks(text, at, true)) < text.length()) {
      int end = posixWord(text, at, value);
      words.add(new Word(value.toString(), at, end));
      value.setLength(0);
      at = end;
    }
    return words;
  }

  private static int posixWord(String text, int start, StringBuilder value) {
    char quote = 0;
    int at = start;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == '\'') {
        value.append(c);
      } else if (c == '\\') {
        at++;
        if (at == text.length()) {
          value.append(c);
          break;
        }
        appendEscaped(text.charAt(at), quote == '"', value);
      } else if (quote == '"') {
        value.append(c);
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (isBlank(c) || c == '\n') {
        break;
      } else {
        value.append(c);
      }
    }
    return Math.min(at, text.length());
  }

  /** A backslash before a newline joins lines; inside quotes it escapes only what is special. */
  private static void appendEscaped(char c, boolean inQuotes, StringBuilder value) {
    if (c == '\n') {
      return;
    }
    if (inQuotes && "$`\"\\".indexOf(c) < 0) {
      value.append('\\');
    }
    value.append(c);
  }

  private static int skipBlanks(String text, int from, boolean shell) {
    int at = from;
    while (at < text.length()) {
      if (isBlank(text.charAt(at)) || (shell && text.charAt(at) == '\n')) {
        at++;
      } else if (shell && text.startsWith("\\\n", at)) {
        at += 2;
      } else {
        break;
      }
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static List<String> values(List<Word> words) {
    List<String> values = new ArrayList<>(words.size());
    for (Word word : words) {
      values.add(word.value());
    }
    return List.copyOf(values);
  }
}
