package exfilwatch.alert.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Values of telemetry as literals of query languages. Whatever a value holds, the literal is one
 * token and stands for exactly that value; a value with invisible characters is written so that
 * they are seen.
 */
final class Quote {

  private Quote() {}

  /**
   * ES|QL knows no escape for most characters; values with such are given in Base64 (Elastic, ES|QL
   * reference: lexical structure, {@code FROM_BASE64}).
   */
  static String esql(String value) {
    return Hostile.isPlain(value)
        ? doubleQuoted(value)
        : "FROM_BASE64(\"" + Base64.getEncoder().encodeToString(utf8(value)) + "\")";
  }

  /** Elastic, EQL syntax reference, "Strings": escapes with a backslash, {@code \\u{HEX}}. */
  static String eql(String value) {
    StringBuilder literal = new StringBuilder(value.length() + 2).append('"');
    value
        .codePoints()
        .forEach(
            c -> {
              if (Hostile.isInvisible(c)) {
                literal.append(String.format(Locale.ROOT, "\\u{%04x}", replaceHalf(c)));
              } else {
                escapeQuotes(literal, c);
              }
            });
    return literal.append('"').toString();
  }

  /** Microsoft, Kusto: the string data type; its escapes are those of C#. */
  static String kql(String value) {
    StringBuilder literal = new StringBuilder(value.length() + 2).append('"');
    value
        .codePoints()
        .forEach(
            c -> {
              if (Hostile.isInvisible(c)) {
                for (char unit : Character.toChars(replaceHalf(c))) {
                  literal.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
              } else {
                escapeQuotes(literal, c);
              }
            });
    return literal.append('"').toString();
  }

  /**
   * A string of Splunk's {@code where}, in which a star is a star. Backticks name macros, dollars
   * tokens of dashboards and square brackets subsearches, which are expanded before anything is
   * parsed; so values with these go through {@code urldecode}.
   */
  static String spl(String value) {
    boolean asItIs =
        Hostile.isPlain(value) && value.chars().noneMatch(c -> "`$[]%".indexOf(c) >= 0);
    return asItIs ? doubleQuoted(value) : "urldecode(\"" + percentEncoded(value) + "\")";
  }

  private static String doubleQuoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void escapeQuotes(StringBuilder literal, int codePoint) {
    if (codePoint == '"' || codePoint == '\\') {
      literal.append('\\');
    }
    literal.appendCodePoint(codePoint);
  }

  /** Half of a surrogate pair is no character, and UTF-8 has none for it. */
  private static int replaceHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
        ? 0xFFFD
        : codePoint;
  }

  private static String percentEncoded(String value) {
    StringBuilder encoded = new StringBuilder();
    HexFormat hex = HexFormat.of().withUpperCase();
    for (byte b : utf8(value)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || "-_.~:/".indexOf(b) >= 0;
      encoded.append(plain ? String.valueOf((char) b) : "%" + hex.toHexDigits(b));
    }
    return encoded.toString();
  }

  private static byte[] utf8(String value) {
    StringBuilder whole = new StringBuilder(value.length());
    value.codePoints().forEach(c -> whole.appendCodePoint(replaceHalf(c)));
    return whole.toString().getBytes(UTF_8);
  }
}
