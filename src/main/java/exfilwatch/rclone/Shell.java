package exfilwatch.rclone;

import exfilwatch.rclone.ArgvSplitter.Word;
import java.util.ArrayList;
import java.util.List;

/** How an interpreter splits a script into commands and a command into words. */
enum Shell {
  /** No interpreter: one Windows command line. */
  NONE,
  CMD,
  POWERSHELL,
  SH;

  /** One command of a script: its text as the program gets it, and where it stood. */
  record Segment(String text, int start, int end) {}

  List<Word> words(String command, Os os) {
    List<Word> words = split(command, os);
    return this == NONE ? words : withoutRedirections(command, words);
  }

  /** {@code > file}, {@code 2>&1}: the program does not get these words. */
  private static List<Word> withoutRedirections(String command, List<Word> words) {
    if (command.indexOf('>') < 0 && command.indexOf('<') < 0) {
      return words;
    }
    List<Word> kept = new ArrayList<>(words.size());
    for (int at = 0; at < words.size(); at++) {
      String raw = command.substring(words.get(at).start(), words.get(at).end());
      String sign = raw.substring(Math.min(raw.length(), prefix(raw)));
      if (!sign.startsWith(">") && !sign.startsWith("<")) {
        kept.add(words.get(at));
      } else if (sign.matches("[<>]+")) {
        at++;
      }
    }
    return kept;
  }

  private static int prefix(String raw) {
    return raw.length() > 1 && (Character.isDigit(raw.charAt(0)) || raw.charAt(0) == '&') ? 1 : 0;
  }

  private List<Word> split(String command, Os os) {
    return switch (this) {
      case POWERSHELL -> powerShellWords(command);
      case SH -> ArgvSplitter.posixWords(command);
      case CMD -> ArgvSplitter.windowsWords(command);
      case NONE ->
          os == Os.WINDOWS ? ArgvSplitter.windowsWords(command) : ArgvSplitter.posixWords(command);
    };
  }

  /** The commands between the separators that are not quoted. */
  List<Segment> segments(String script) {
    if (this == NONE) {
      return List.of(new Segment(script, 0, script.length()));
    }
    List<Segment> segments = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    char quote = 0;
    int start = 0;
    for (int at = 0; at < script.length(); at++) {
      char c = script.charAt(at);
      if (c == escape() && quote != '\'' && at + 1 < script.length()) {
        if (this == CMD && quote != 0) {
          text.append(c);
        } else if (this == CMD) {
          text.append(script.charAt(++at));
        } else {
          text.append(c).append(script.charAt(++at));
        }
      } else if (quote != 0) {
        quote = c == quote ? 0 : quote;
        text.append(c);
      } else if (c == '"' || (c == '\'' && this != CMD)) {
        quote = c;
        text.append(c);
      } else if (isSeparator(c, script, at)) {
        add(segments, text, start, at);
        start = at + 1;
      } else {
        text.append(c);
      }
    }
    add(segments, text, start, script.length());
    return segments;
  }

  private static void add(List<Segment> segments, StringBuilder text, int start, int end) {
    if (!text.toString().isBlank()) {
      segments.add(new Segment(text.toString(), start, end));
    }
    text.setLength(0);
  }

  private char escape() {
    return switch (this) {
      case CMD -> '^';
      case POWERSHELL -> '`';
      default -> '\\';
    };
  }

  /** PowerShell's call operator {@code & 'x'} and a redirection's {@code >&} separate nothing. */
  private boolean isSeparator(char c, String script, int at) {
    return switch (c) {
      case '\n', '|', '(', ')' -> true;
      case '&' ->
          (at == 0 || script.charAt(at - 1) != '>')
              && (at + 1 == script.length() || script.charAt(at + 1) != '>');
      case ';', '{', '}' -> this == POWERSHELL || (this == SH && c == ';');
      default -> false;
    };
  }

  private static List<Word> powerShellWords(String text) {
    List<Word> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (isBlank(text.charAt(at))) {
        at++;
        continue;
      }
      int start = at;
      StringBuilder value = new StringBuilder();
      at = powerShellWord(text, at, value);
      words.add(new Word(value.toString(), start, at));
    }
    return words;
  }

  private static int powerShellWord(String text, int start, StringBuilder value) {
    char quote = 0;
    int at = start;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean last = at + 1 == text.length();
      if (quote != 0 && c == quote) {
        if (!last && text.charAt(at + 1) == quote) {
          value.append(c);
          at++;
        } else {
          quote = 0;
        }
      } else if (c == '`' && quote != '\'' && !last) {
        value.append(text.charAt(++at));
      } else if (quote != 0) {
        value.append(c);
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (isBlank(c)) {
        break;
      } else {
        value.append(c);
      }
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
