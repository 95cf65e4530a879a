package exfilwatch.cli;

import java.util.ArrayList;
import java.util.List;

/** What changed between two texts, line by line: {@code -} before, {@code +} after. */
final class LineDiff {

  private static final int CONTEXT = 2;

  private LineDiff() {}

  /** Changed lines with two around them; {@code …} stands for what is left out. */
  static List<String> of(String before, String after) {
    List<String> old = before.strip().lines().toList();
    List<String> now = after.strip().lines().toList();
    List<String> all = all(old, now);
    List<String> shown = new ArrayList<>();
    boolean gap = false;
    for (int i = 0; i < all.size(); i++) {
      if (isNearChange(all, i)) {
        if (gap) {
          shown.add("  …");
        }
        shown.add(all.get(i));
        gap = false;
      } else {
        gap = true;
      }
    }
    return shown;
  }

  private static boolean isNearChange(List<String> lines, int at) {
    int to = Math.min(lines.size() - 1, at + CONTEXT);
    for (int i = Math.max(0, at - CONTEXT); i <= to; i++) {
      if (!lines.get(i).startsWith("  ")) {
        return true;
      }
    }
    return false;
  }

  private static List<String> all(List<String> old, List<String> now) {
    int[][] common = common(old, now);
    List<String> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        lines.add("  " + old.get(i));
        i++;
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + old.get(i++));
      } else {
        lines.add("+ " + now.get(j++));
      }
    }
    return lines;
  }

  /** Length of the longest common subsequence of what is left of both from there on. */
  private static int[][] common(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
