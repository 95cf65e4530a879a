package exfilwatch.report;

import java.util.Locale;

/** Text as HTML shows it. */
final class Html {

  private Html() {}

  /** For element content and for attribute values in quotes. */
  static String text(String text) {
    String visible = VisibleText.of(text);
    StringBuilder html = new StringBuilder(visible.length() + 16);
    for (int i = 0; i < visible.length(); i++) {
      char c = visible.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
    return html.toString();
  }

  /** Somebody else's text, whose direction of writing stays its own. */
  static String foreign(String text) {
    return "<bdi>" + text(text) + "</bdi>";
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 host}, {@code 2,000 hosts}. */
  static String several(long number, String one) {
    return number(number) + " " + one + (number == 1 ? "" : "s");
  }
}
