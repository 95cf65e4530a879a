package exfilwatch.rclone;

/**
 * Takes secrets out of text of which nothing is known: passwords in URLs, {@code name=value} and
 * {@code "name": "value"} whose name sounds secret, bearer tokens. One pass, linear.
 */
final class TextScrubber {

  private static final String VALUE_ENDS = " \t\r\n\"',;&|<>";

  private final String text;
  private final Secrets secrets;
  private final StringBuilder out = new StringBuilder();
  private int copied;

  private TextScrubber(String text, Secrets secrets) {
    this.text = text;
    this.secrets = secrets;
  }

  static String scrub(String text, Secrets secrets) {
    if (text.indexOf('=') < 0 && text.indexOf(':') < 0 && text.indexOf('@') < 0) {
      return text;
    }
    return new TextScrubber(text, secrets).scrub();
  }

  /** Only the passwords of URLs: for values that are known to be no secret. */
  static String scrubUrls(String text, Secrets secrets) {
    if (text.indexOf('@') < 0 || !text.contains("//")) {
      return text;
    }
    TextScrubber scrubber = new TextScrubber(text, secrets);
    int at = text.indexOf("//");
    while (at >= 0) {
      at = text.indexOf("//", scrubber.userInfo(at + 2));
    }
    return scrubber.result();
  }

  private String scrub() {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '/' && text.startsWith("//", at)) {
        at = userInfo(at + 2);
      } else if (c == '=' || c == ':') {
        at = assignment(at);
      } else if ((c == 'B' || c == 'b') && isBearer(at)) {
        at = value("authorization", text.indexOf(' ', at) + 1);
      } else {
        at++;
      }
    }
    return result();
  }

  private String result() {
    return copied == 0 ? text : out.append(text, copied, text.length()).toString();
  }

  private void replace(String option, int start, int end) {
    if (start >= copied && start < end) {
      out.append(text, copied, start).append(secrets.redact(option, text.substring(start, end)));
      copied = end;
    }
  }

  /** A lone name before the {@code @} that is longer is more likely a token. */
  private static final int MAX_USER = 24;

  private static final int MAX_AUTHORITY = 300;

  /** {@code user:password@} loses the password, a lone {@code token@} itself. */
  private int userInfo(int start) {
    int colon = -1;
    int at = -1;
    int limit = Math.min(text.length(), start + MAX_AUTHORITY);
    for (int end = start; end < limit; end++) {
      char c = text.charAt(end);
      if (c == '@') {
        at = end;
      } else if (c == ':' && colon < 0) {
        colon = end;
      } else if (" \t\r\n\"'".indexOf(c) >= 0
          || ((c == '/' || c == '?') && (at >= 0 || colon < 0 || isPort(colon, end)))) {
        break;
      }
    }
    if (colon >= 0 && colon < at) {
      replace("userinfo", colon + 1, at);
    } else if (at - start > MAX_USER) {
      replace("userinfo", start, at);
    }
    return at >= 0 ? at : start;
  }

  private boolean isPort(int colon, int end) {
    for (int at = colon + 1; at < end; at++) {
      if (!Character.isDigit(text.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  /** At the sign of {@code name=value} or {@code "name": value}. */
  private int assignment(int sign) {
    int nameEnd = sign;
    while (nameEnd > copied && (isBlank(text.charAt(nameEnd - 1)) || isQuote(nameEnd - 1))) {
      if (sign - nameEnd > 4) {
        return sign + 1;
      }
      nameEnd--;
    }
    int nameStart = nameEnd;
    while (nameStart > copied && isNameChar(text.charAt(nameStart - 1))) {
      if (nameEnd - nameStart > 100) {
        return sign + 1;
      }
      nameStart--;
    }
    String name = text.substring(nameStart, nameEnd);
    if (!SecretOptions.soundsSecret(name) || (text.charAt(sign) == ':' && isPath(sign))) {
      return sign + 1;
    }
    int start = sign + 1;
    while (start < text.length() && isBlank(text.charAt(start)) && start - sign < 4) {
      start++;
    }
    if (text.startsWith("Bearer ", start) || text.startsWith("Basic ", start)) {
      start = text.indexOf(' ', start) + 1;
    }
    return value(name, start);
  }

  /**
   * {@code name://} and {@code name:\} are addresses, {@code name:} with a blank before is text.
   */
  private boolean isPath(int colon) {
    return text.startsWith("//", colon + 1) || text.startsWith("\\", colon + 1);
  }

  private int value(String option, int start) {
    if (start >= text.length()) {
      return text.length();
    }
    char quote = text.charAt(start);
    int from = start;
    int end;
    if (quote == '"' || quote == '\'') {
      from = start + 1;
      end = text.indexOf(quote, from);
      end = end < 0 ? text.length() : end;
    } else if (text.startsWith("\\\"", start)) {
      from = start + 2;
      end = text.indexOf("\\\"", from);
      end = end < 0 ? text.length() : end;
    } else {
      end = start;
      while (end < text.length() && VALUE_ENDS.indexOf(text.charAt(end)) < 0) {
        end++;
      }
    }
    replace(option, from, end);
    return Math.max(end, start + 1);
  }

  private boolean isBearer(int at) {
    return (text.regionMatches(true, at, "bearer ", 0, 7)
            || text.regionMatches(true, at, "basic ", 0, 6))
        && (at == 0 || !isNameChar(text.charAt(at - 1)));
  }

  private boolean isQuote(int at) {
    char c = text.charAt(at);
    return c == '"' || c == '\'' || c == '\\';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isNameChar(char c) {
    return Os.isAsciiLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  }
}
