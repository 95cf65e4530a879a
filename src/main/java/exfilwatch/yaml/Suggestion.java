package exfilwatch.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What somebody who misspelt a name most likely meant. */
public final class Suggestion {
  private static final int LISTED = 20;

  private Suggestion() {}

  /**
   * The known name nearest to {@code name}, when it is near enough for a slip of the fingers: one
   * edit in names of up to four letters, else two; case doesn't count.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    int allowed = name.length() <= 4 ? 1 : 2;
    return known.stream()
        .filter(k -> Math.abs(k.length() - name.length()) <= allowed)
        .filter(k -> distance(fold(k), fold(name)) <= allowed)
        .min(
            Comparator.comparingInt((String k) -> distance(fold(k), fold(name)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The second half of a complaint about {@code name}: the nearest known name, or all of them. */
  public static String hint(String name, Collection<String> known) {
    return nearest(name, known)
        .map(k -> "did you mean '" + k + "'?")
        .orElseGet(
            () ->
                known.size() <= LISTED
                    ? "known are " + String.join(", ", new TreeSet<>(known))
                    : "there is nothing like it");
  }

  /** Edits (insert, delete, replace, swap of neighbours) from one name to the other. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  private static String fold(String s) {
    return s.toLowerCase(Locale.ROOT);
  }
}
