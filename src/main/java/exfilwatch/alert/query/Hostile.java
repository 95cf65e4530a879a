package exfilwatch.alert.query;

/** What in a value misleads who reads or pastes it, because whoever named a file chose it. */
public final class Hostile {

  private Hostile() {}

  /**
   * Whether a code point is no part of what people see as text: control and format characters (line
   * ends, terminal escapes, text direction), line and paragraph separators, halves of surrogate
   * pairs, unassigned ones.
   */
  public static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  static boolean isPlain(String value) {
    return value.codePoints().noneMatch(Hostile::isInvisible);
  }

  /** The text on one line, with what is invisible written as <code>&#92;u{202e}</code>. */
  public static String visible(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isInvisible(c)) {
                visible.append("\\u{").append(Integer.toHexString(c)).append('}');
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }
}
