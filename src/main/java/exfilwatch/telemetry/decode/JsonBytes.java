package exfilwatch.telemetry.decode;

/**
 * The parts of JSON in an array of bytes. Every method takes a position and returns the one behind
 * what it has read, or {@link #UNUSUAL}: damaged, or of a form that is left to Jackson, which then
 * decides. What is accepted here is accepted by Jackson too, with the same content.
 */
final class JsonBytes {
  static final int UNUSUAL = -1;

  /** Deeper nesting, longer names and longer numbers are left to Jackson. */
  static final int MAX_DEPTH = 64;

  private static final int MAX_NAME = 1000;
  private static final int MAX_NUMBER = 500;

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long BACKSLASHES = '\\' * ONES;

  private static final long MOVE_QUOTES = ('"' ^ ' ') * ONES;
  private static final long BEHIND_QUOTES = (' ' + 1) * ONES;

  private JsonBytes() {}

  /**
   * How many characters of an ASCII text a string starts with, in any case; negative when an escape
   * or a character beyond ASCII comes before that is known.
   */
  static int common(byte[] bytes, int from, int end, String ascii) {
    int length = Math.min(end - from, ascii.length());
    for (int i = 0; i < length; i++) {
      byte b = bytes[from + i];
      if (b < 0 || b == '\\') {
        return -1;
      }
      if (b != ascii.charAt(i) && lower(b) != lower(ascii.charAt(i))) {
        return i;
      }
    }
    return length;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  /** Where the first escape of a string is; {@code end} when there is none. */
  static int firstEscape(byte[] bytes, int from, int end) {
    int at = from;
    for (; at <= end - 8; at += 8) {
      long other = Words.at(bytes, at) ^ BACKSLASHES;
      long found = (other - ONES) & ~other & HIGH;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < end && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  /** The first byte of the next token; {@code end} when there is none. */
  static int blanks(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] <= ' ') {
      byte b = bytes[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return at;
      }
      at++;
    }
    return at;
  }

  /**
   * The position of the quotation mark that ends a string. Takes eight bytes at a time, as far as
   * they are neither {@code "}, {@code \}, a control character nor beyond ASCII.
   *
   * @param from behind the first quotation mark
   */
  static int stringEnd(byte[] bytes, int from, int end) {
    return stringEnd(bytes, from, end, true);
  }

  /**
   * Like {@link #stringEnd}, for a name, which is compared as it stands: without escapes, in which
   * Jackson takes less than in values.
   */
  static int nameEnd(byte[] bytes, int from, int end) {
    int close = stringEnd(bytes, from, end, false);
    return close - from > MAX_NAME ? UNUSUAL : close;
  }

  private static int stringEnd(byte[] bytes, int from, int end, boolean escapes) {
    int at = from;
    while (at <= end - 8) {
      long found = special(Words.at(bytes, at));
      if (found == 0 && at <= end - 16) {
        at += 8;
        found = special(Words.at(bytes, at));
      }
      if (found == 0) {
        at += 8;
        continue;
      }
      at += Long.numberOfTrailingZeros(found) >>> 3;
      if (bytes[at] == '"') {
        return at;
      }
      at = special(bytes, at, end, escapes);
      if (at < 0) {
        return UNUSUAL;
      }
    }
    while (at < end) {
      byte b = bytes[at];
      if (b == '"') {
        return at;
      }
      at = b >= ' ' && b != '\\' ? at + 1 : special(bytes, at, end, escapes);
      if (at < 0) {
        return UNUSUAL;
      }
    }
    return UNUSUAL;
  }

  /**
   * The high bit of each byte that doesn't simply go on in a string; right up to the first one.
   * With one bit changed the quotation mark comes next to the control characters, so that one
   * subtraction finds both: 2 to 3 % of the decoder's CPU time.
   */
  private static long special(long word) {
    return (((word ^ MOVE_QUOTES) - BEHIND_QUOTES) | ((word ^ BACKSLASHES) - ONES) | word) & HIGH;
  }

  /** An escape or a character beyond ASCII. */
  private static int special(byte[] bytes, int at, int end, boolean escapes) {
    if (bytes[at] == '\\') {
      return escapes ? escape(bytes, at + 1, end) : UNUSUAL;
    }
    return bytes[at] < 0 ? Utf8.next(bytes, at, end) : UNUSUAL;
  }

  private static int escape(byte[] bytes, int at, int end) {
    if (at >= end) {
      return UNUSUAL;
    }
    switch (bytes[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return at + 1;
      }
      case 'u' -> {
        for (int i = at + 1; i <= at + 4; i++) {
          if (i >= end || Character.digit(bytes[i], 16) < 0) {
            return UNUSUAL;
          }
        }
        return at + 5;
      }
      default -> {
        return UNUSUAL;
      }
    }
  }

  /** Whether a value that starts with this is a number, if it is one at all. */
  static boolean isNumber(byte first) {
    return first == '-' || (first >= '0' && first <= '9');
  }

  static int number(byte[] bytes, int from, int end) {
    int at = from < end && bytes[from] == '-' ? from + 1 : from;
    int whole = at;
    at = digits(bytes, at, end);
    if (at == whole || (bytes[whole] == '0' && at > whole + 1)) {
      return UNUSUAL;
    }
    if (at < end && bytes[at] == '.') {
      int fraction = at + 1;
      at = digits(bytes, fraction, end);
      if (at == fraction) {
        return UNUSUAL;
      }
    }
    if (at < end && (bytes[at] | 0x20) == 'e') {
      int exponent = at + 1;
      if (exponent < end && (bytes[exponent] == '+' || bytes[exponent] == '-')) {
        exponent++;
      }
      at = digits(bytes, exponent, end);
      if (at == exponent) {
        return UNUSUAL;
      }
    }
    return at - from > MAX_NUMBER ? UNUSUAL : at;
  }

  private static int digits(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  /** {@code true}, {@code false} or {@code null}. */
  static int literal(byte[] bytes, int at, int end) {
    return switch (bytes[at]) {
      case 't' -> literal(bytes, at, end, "true");
      case 'f' -> literal(bytes, at, end, "false");
      case 'n' -> literal(bytes, at, end, "null");
      default -> UNUSUAL;
    };
  }

  private static int literal(byte[] bytes, int at, int end, String word) {
    if (end - at < word.length()) {
      return UNUSUAL;
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) {
        return UNUSUAL;
      }
    }
    return at + word.length();
  }

  /** Behind a name's colon and the blanks around it. */
  static int colon(byte[] bytes, int from, int end) {
    int at = from;
    if (at < end && bytes[at] != ':') {
      at = blanks(bytes, at, end);
    }
    return at < end && bytes[at] == ':' ? blanks(bytes, at + 1, end) : UNUSUAL;
  }

  /** Passes over a value of any kind. */
  static int skip(byte[] bytes, int at, int end, int depth) {
    if (at < 0 || at >= end || depth > MAX_DEPTH) {
      return UNUSUAL;
    }
    byte first = bytes[at];
    if (first == '"') {
      int close = stringEnd(bytes, at + 1, end);
      return close < 0 ? UNUSUAL : close + 1;
    }
    if (first == '{') {
      return skipObject(bytes, at + 1, end, depth + 1);
    }
    if (first == '[') {
      return skipArray(bytes, at + 1, end, depth + 1);
    }
    return isNumber(first) ? number(bytes, at, end) : literal(bytes, at, end);
  }

  private static int skipObject(byte[] bytes, int from, int end, int depth) {
    int at = blanks(bytes, from, end);
    if (at < end && bytes[at] == '}') {
      return at + 1;
    }
    while (at < end && bytes[at] == '"') {
      int close = nameEnd(bytes, at + 1, end);
      if (close < 0) {
        return UNUSUAL;
      }
      at = colon(bytes, close + 1, end);
      at = at < 0 ? at : skip(bytes, at, end, depth);
      at = at < 0 ? end : blanks(bytes, at, end);
      if (at >= end) {
        return UNUSUAL;
      }
      if (bytes[at] == '}') {
        return at + 1;
      }
      if (bytes[at] != ',') {
        return UNUSUAL;
      }
      at = blanks(bytes, at + 1, end);
    }
    return UNUSUAL;
  }

  private static int skipArray(byte[] bytes, int from, int end, int depth) {
    int at = blanks(bytes, from, end);
    if (at < end && bytes[at] == ']') {
      return at + 1;
    }
    while (at < end) {
      at = skip(bytes, at, end, depth);
      at = at < 0 ? end : blanks(bytes, at, end);
      if (at >= end) {
        return UNUSUAL;
      }
      if (bytes[at] == ']') {
        return at + 1;
      }
      if (bytes[at] != ',') {
        return UNUSUAL;
      }
      at = blanks(bytes, at + 1, end);
    }
    return UNUSUAL;
  }
}
