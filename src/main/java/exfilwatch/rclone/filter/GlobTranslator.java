package exfilwatch.rclone.filter;

/**
 * Turns a glob into the regular expression that rclone makes of it, one code point after the other.
 */
final class GlobTranslator {
  private final String glob;
  private final boolean pathMode;
  private final StringBuilder regexp = new StringBuilder();
  private int stars;
  private int braces;
  private int brackets;

  private GlobTranslator(String glob, boolean pathMode) {
    this.glob = glob;
    this.pathMode = pathMode;
  }

  /**
   * The expression in RE2 syntax. It may still be one that RE2 refuses, where the glob has a
   * bracket, an escape or an expression of its own.
   *
   * @param anchors whether it must match whole names ({@code (^|/)…$} for paths, {@code ^…$} for
   *     strings)
   * @throws BadValueException for unbalanced brackets and braces and too many stars, with rclone's
   *     message
   */
  static String translate(String glob, boolean pathMode, boolean anchors, boolean ignoreCase)
      throws BadValueException {
    boolean rooted = anchors && pathMode && glob.startsWith("/");
    GlobTranslator translator = new GlobTranslator(rooted ? glob.substring(1) : glob, pathMode);
    translator.regexp.append(ignoreCase ? "(?i)" : "");
    if (anchors) {
      translator.regexp.append(rooted || !pathMode ? "^" : "(^|/)");
    }
    translator.translate();
    return translator.regexp.append(anchors ? "$" : "").toString();
  }

  private void translate() throws BadValueException {
    boolean escaped = false;
    boolean raw = false; // inside of {{ }}
    boolean rawEnd = false; // after }}: the last of a run of } ends it
    int last;
    int c = 0;
    for (int i = 0; i < glob.length(); i += Character.charCount(c)) {
      last = c;
      c = glob.codePointAt(i);
      if (escaped) {
        regexp.appendCodePoint(c);
        escaped = false;
      } else if (rawEnd && c == '}') {
        regexp.setLength(regexp.length() - 1);
        regexp.append("})");
      } else if (raw) {
        rawEnd = c == '}' && last == '}';
        raw = !rawEnd;
        if (rawEnd) {
          regexp.setCharAt(regexp.length() - 1, ')');
        } else {
          regexp.appendCodePoint(c);
        }
      } else {
        rawEnd = false;
        if (c == '*' && brackets == 0) {
          stars++;
          continue;
        }
        endStars();
        if (c == '{' && brackets == 0 && braces > 0 && last == '{') {
          raw = true; // the ( of the first brace opens the expression
          braces--;
        } else {
          escaped = c == '\\' && brackets == 0;
          append(c);
        }
      }
    }
    endStars();
    if (brackets > 0) {
      throw mismatched("'[' and ']'");
    }
    if (braces != 0) {
      throw mismatched("'{' and '}'");
    }
    if (raw) {
      throw mismatched("'{{' and '}}'");
    }
  }

  private void append(int c) throws BadValueException {
    if (brackets > 0) { // copied as it is, nested brackets too
      brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
      regexp.appendCodePoint(c);
      return;
    }
    switch (c) {
      case '?' -> regexp.append(pathMode ? "[^/]" : ".");
      case '[' -> {
        brackets++;
        regexp.append('[');
      }
      case ']' -> throw mismatched("']'");
      case '{' -> {
        braces++;
        regexp.append('(');
      }
      case '}' -> {
        if (braces == 0) {
          throw mismatched("'{' and '}'");
        }
        braces--;
        regexp.append(')');
      }
      case ',' -> regexp.append(braces > 0 ? '|' : ',');
      case '.', '+', '(', ')', '|', '^', '$' -> regexp.append('\\').append((char) c);
      default -> regexp.appendCodePoint(c);
    }
  }

  private void endStars() throws BadValueException {
    if (stars > (pathMode ? 2 : 1)) {
      throw new BadValueException("too many stars in " + GoText.quote(glob));
    }
    if (stars > 0) {
      regexp.append(pathMode && stars == 1 ? "[^/]*" : ".*");
      stars = 0;
    }
  }

  private BadValueException mismatched(String what) {
    return new BadValueException("mismatched " + what + " in glob " + GoText.quote(glob));
  }
}
