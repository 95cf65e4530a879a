package exfilwatch.rclone.filter;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much regular expression a command line may make us compile. RE2/J is linear in the path, but
 * its programs grow with counted repetitions, its compiler is quadratic in alternatives and its
 * matcher recurses along optional parts; a command line is written by an attacker.
 */
final class RegexpBudget {
  private static final int MAX_REPEAT =
      1000; // Go's own bound, also for repetitions within repetitions
  private static final long MAX_INSTRUCTIONS = 2_000;
  private static final long MAX_BRANCHES = 400;
  private static final long MAX_TOTAL = 2_500;

  private long total;

  /** What an expression, a group or the last atom adds up to. */
  private static final class Cost {
    private long instructions;
    private long branches;
    private int repeat = 1;

    private void add(Cost other) {
      instructions += other.instructions;
      branches += other.branches;
      repeat = Math.max(repeat, other.repeat);
    }
  }

  /**
   * Takes the expression's cost out of the budget, if that much is left.
   *
   * @return whether it may be compiled
   * @throws BadValueException for repetitions that Go's regexp refuses, and RE2/J doesn't
   */
  boolean take(String regexp) throws BadValueException {
    if (regexp.length() > MAX_INSTRUCTIONS * 2 || mayFoldForever(regexp)) {
      return false;
    }
    Cost cost = cost(regexp);
    if (cost.instructions > MAX_INSTRUCTIONS
        || cost.branches > MAX_BRANCHES
        || total + cost.instructions > MAX_TOTAL) {
      return false;
    }
    total += cost.instructions;
    return true;
  }

  /**
   * RE2/J 1.8 loops for ever when it folds the case of U+1C80 to U+1C88 in an expression (their
   * upper case folds back to others), be it a character or in a range.
   */
  private static boolean mayFoldForever(String regexp) {
    if (!regexp.contains("(?")) {
      return false;
    }
    boolean ranges = regexp.replace("[^/]", "").indexOf('[') >= 0; // but not our own
    return regexp.contains("\\x")
        || regexp.chars().anyMatch(c -> c >= 0x1c80 && (ranges || c <= 0x1c88));
  }

  int spent() {
    return (int) total;
  }

  private static Cost cost(String regexp) throws BadValueException {
    Deque<Cost> outer = new ArrayDeque<>();
    Cost group = new Cost();
    Cost atom = new Cost();
    for (int i = 0; i < regexp.length(); i++) {
      switch (regexp.charAt(i)) {
        case '(' -> {
          outer.push(group);
          group = new Cost();
          atom = new Cost();
        }
        case ')' -> {
          atom = group;
          atom.instructions += 2;
          atom.branches++;
          group = outer.isEmpty() ? new Cost() : outer.pop();
          group.add(atom);
        }
        case '*', '+', '?', '|' -> {
          group.instructions++;
          group.branches++;
        }
        case '{' -> {
          int end = regexp.indexOf('}', i);
          int times = end < 0 || end - i > 10 ? 0 : times(regexp.substring(i + 1, end));
          if (times > 1) {
            if ((long) times * atom.repeat > MAX_REPEAT) {
              throw new BadValueException(
                  "error parsing regexp: invalid repeat count: `"
                      + regexp.substring(i, end + 1)
                      + "`");
            }
            atom.repeat *= times;
            group.repeat = Math.max(group.repeat, atom.repeat);
            group.instructions += atom.instructions * (times - 1);
            group.branches += (atom.branches + 1) * (times - 1);
          }
        }
        default -> {
          if (regexp.charAt(i) == '\\') {
            i++;
          } else if (regexp.charAt(i) == '[') {
            i = classEnd(regexp, i);
          }
          atom = new Cost();
          atom.instructions = 1;
          group.add(atom);
        }
      }
      if (group.instructions > MAX_INSTRUCTIONS || outer.size() > MAX_BRANCHES) {
        return group;
      }
    }
    for (Cost open : outer) {
      group.add(open);
    }
    return group;
  }

  private static int classEnd(String regexp, int start) {
    for (int i = start + 2; i < regexp.length(); i++) {
      char c = regexp.charAt(i);
      if (c == ']') {
        return i;
      }
      i += c == '\\' ? 1 : 0;
    }
    return regexp.length();
  }

  /** The larger count of {@code n}, {@code n,} or {@code n,m}; 0 where it is no repetition. */
  private static int times(String counts) {
    int times = 0;
    for (String count : counts.split(",", 2)) {
      if (!count.chars().allMatch(c -> c >= '0' && c <= '9') || count.length() > 4) {
        return 0;
      }
      times = Math.max(times, count.isEmpty() ? 0 : Integer.parseInt(count));
    }
    return times;
  }
}
