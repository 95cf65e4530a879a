package exfilwatch.sigma;

import java.util.Arrays;

/** A {@link SigmaString}, compiled. */
sealed interface TextPattern {

  boolean matches(Value value);

  /** As {@link Expression#cost()}. */
  int cost();

  /** A folded text that occurs in everything that matches; may be empty. */
  String required();

  /**
   * Compiles a text.
   *
   * @param cased letter case counts
   */
  static TextPattern of(SigmaString string, boolean cased) {
    int[] units = string.units();
    int from = 0;
    int to = units.length;
    while (from < to && units[from] == SigmaString.MANY) {
      from++;
    }
    while (to > from && units[to - 1] == SigmaString.MANY) {
      to--;
    }
    int[] core = Arrays.copyOfRange(units, from, to);
    boolean openStart = from > 0;
    boolean openEnd = to < units.length;
    for (int unit : core) {
      if (unit < 0) {
        return Glob.of(units, cased);
      }
    }
    StringBuilder text = new StringBuilder();
    for (int unit : core) {
      text.append((char) unit);
    }
    // Nothing but stars is open at both ends, though one star can't tell which
    boolean any = core.length == 0 && openStart;
    String literal = cased ? text.toString() : Fold.fold(text.toString());
    return new Literal(literal, openStart, openEnd || any, cased);
  }

  /** Characters with nothing but stars around them. */
  record Literal(String text, boolean openStart, boolean openEnd, boolean cased)
      implements TextPattern {
    @Override
    public int cost() {
      return openStart && openEnd ? 10 : 1;
    }

    @Override
    public String required() {
      return cased ? Fold.fold(text) : text;
    }

    @Override
    public boolean matches(Value value) {
      String other = cased ? value.text() : value.folded();
      return openStart
          ? openEnd ? other.contains(text) : other.endsWith(text)
          : openEnd ? other.startsWith(text) : other.equals(text);
    }
  }

  /** Wildcards in the middle. Time is at most the product of both lengths. */
  final class Glob implements TextPattern {
    private final int[] units;
    private final boolean cased;

    private Glob(int[] units, boolean cased) {
      this.units = units;
      this.cased = cased;
    }

    static Glob of(int[] units, boolean cased) {
      int[] folded = units.clone();
      for (int i = 0; i < folded.length && !cased; i++) {
        if (folded[i] >= 0) {
          folded[i] = foldUnit(units, i);
        }
      }
      return new Glob(folded, cased);
    }

    /** The unit as it is in a folded text, where surrogates fold in pairs. */
    private static int foldUnit(int[] units, int i) {
      if (i + 1 < units.length && isPair(units[i], units[i + 1])) {
        return Fold.fold(new String(new char[] {(char) units[i], (char) units[i + 1]})).charAt(0);
      }
      if (i > 0 && isPair(units[i - 1], units[i])) {
        return Fold.fold(new String(new char[] {(char) units[i - 1], (char) units[i]})).charAt(1);
      }
      return Fold.fold(String.valueOf((char) units[i])).charAt(0);
    }

    private static boolean isPair(int a, int b) {
      return a >= 0 && b >= 0 && Character.isSurrogatePair((char) a, (char) b);
    }

    @Override
    public boolean matches(Value value) {
      String text = cased ? value.text() : value.folded();
      int t = 0;
      int u = 0;
      int star = -1; // the last star, and where in the text to try what follows it
      int retry = 0;
      while (t < text.length()) {
        if (u < units.length && units[u] == SigmaString.MANY) {
          star = u++;
          retry = t;
        } else if (u < units.length && fits(units[u], text.charAt(t))) {
          t += units[u] == SigmaString.ONE ? width(text, t) : 1;
          u++;
        } else if (star >= 0) {
          retry += width(text, retry);
          t = retry;
          u = star + 1;
        } else {
          return false;
        }
      }
      while (u < units.length && units[u] == SigmaString.MANY) {
        u++;
      }
      return u == units.length;
    }

    @Override
    public int cost() {
      return 30;
    }

    /** The longest piece between wildcards. */
    @Override
    public String required() {
      String longest = "";
      StringBuilder piece = new StringBuilder();
      for (int i = 0; i <= units.length; i++) {
        if (i < units.length && units[i] >= 0) {
          piece.append((char) units[i]);
        } else {
          longest = piece.length() > longest.length() ? piece.toString() : longest;
          piece.setLength(0);
        }
      }
      return cased ? Fold.fold(longest) : longest;
    }

    private static boolean fits(int unit, char c) {
      return unit == c
          || unit == SigmaString.ONE
          || (unit == SigmaString.DASH && SigmaString.isDash(c));
    }

    private static int width(String text, int index) {
      return Character.charCount(text.codePointAt(index));
    }
  }
}
