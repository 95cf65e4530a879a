package exfilwatch.sigma;

/** Letter case, as Sigma ignores it: all of Unicode, character by character, in no language. */
final class Fold {
  private Fold() {}

  /** Has the same length as {@code s}, so that positions stay what they are. */
  static String fold(String s) {
    int length = s.length();
    for (int i = 0; i < length; i++) {
      char c = s.charAt(i);
      if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
        return foldFrom(s, i);
      }
    }
    return s;
  }

  private static String foldFrom(String s, int from) {
    char[] folded = s.toCharArray();
    for (int i = from; i < folded.length; i++) {
      char c = folded[i];
      if (c < 0x80) {
        folded[i] = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
      } else if (Character.isHighSurrogate(c) && i + 1 < folded.length) {
        int point = Character.toLowerCase(s.codePointAt(i));
        if (Character.charCount(point) == 2) {
          Character.toChars(point, folded, i++);
        }
      } else {
        folded[i] = Character.toLowerCase(Character.toUpperCase(c));
      }
    }
    return new String(folded);
  }
}
