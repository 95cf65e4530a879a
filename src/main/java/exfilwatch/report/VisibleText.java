package exfilwatch.report;

/**
 * Text that somebody else wrote, for a person to read: characters that can't be seen, or that
 * change the order in which others are shown, stand there by their code point, as {@code [U+202E]}.
 */
final class VisibleText {

  private VisibleText() {}

  /** Line ends and tabs stay. */
  static String of(String text) {
    int i = 0;
    while (i < text.length() && !isHidden(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16).append(text, 0, i);
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (isHidden(c)) {
        visible.append(String.format("[U+%04X]", c));
      } else {
        visible.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return visible.toString();
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\t';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> isBlank(c);
    };
  }

  /** Letters and marks that are drawn as nothing. */
  private static boolean isBlank(int c) {
    return c == 0x034F // combining grapheme joiner
        || c == 0x115F // Hangul fillers
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0
        || c == 0x2800 // Braille without dots
        || c == 0x00A0 // spaces that are none
        || (c >= 0x2000 && c <= 0x200A)
        || (c >= 0xFE00 && c <= 0xFE0F) // variation selectors
        || (c >= 0xE0100 && c <= 0xE01EF);
  }
}
