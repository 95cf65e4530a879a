package exfilwatch.telemetry.decode;

import java.nio.charset.StandardCharsets;

/** The text of a JSON string or number that {@link JsonBytes} has found. */
final class JsonText {
  private JsonText() {}

  static String of(byte[] bytes, int start, int end) {
    int escape = JsonBytes.firstEscape(bytes, start, end);
    if (escape == end) {
      return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
    return unescape(bytes, start, escape, end);
  }

  private static String unescape(byte[] bytes, int start, int escape, int end) {
    byte[] plain = new byte[end - start];
    int length = escape - start;
    System.arraycopy(bytes, start, plain, 0, length);
    for (int at = escape; at < end; at++) {
      byte b = bytes[at];
      if (b == '\\') {
        b = bytes[++at];
        if (b == 'u') {
          // a half of a pair has no form in UTF-8
          return unescapeUnits(new String(bytes, start, end - start, StandardCharsets.UTF_8));
        }
        b = (byte) unescape((char) b);
      }
      plain[length++] = b;
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }

  private static String unescapeUnits(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '\\') {
        plain.append(c);
      } else if (text.charAt(++at) == 'u') {
        plain.append((char) Integer.parseInt(text, at + 1, at + 5, 16));
        at += 4;
      } else {
        plain.append(unescape(text.charAt(at)));
      }
    }
    return plain.toString();
  }

  private static char unescape(char c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }
}
