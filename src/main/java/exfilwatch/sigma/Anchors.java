package exfilwatch.sigma;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Folded texts of which at least one occurs in its field wherever an expression is true, so that
 * most rules needn't be evaluated.
 *
 * @param anyOf never empty
 */
record Anchors(Set<Anchor> anyOf) {

  /** More than this isn't worth to be computed only to search in it. */
  private static final int MAX_FIELD_COST = 100;

  /** What stands in nearly every path says little. */
  private static final Pattern COMMON =
      Pattern.compile("windows|system32|program files|users|programdata|appdata|\\.exe|c:");

  /**
   * A text somewhere in the values of a field.
   *
   * @param slot as {@link Item#slot}
   */
  record Anchor(int slot, String text) {

    /** The longer, the rarer. */
    int weight() {
      return COMMON.matcher(text).replaceAll("").length();
    }
  }

  /** Null when the expression can be true with any text. */
  static @Nullable Anchors of(Expression expression) {
    if (expression instanceof Item item) {
      return of(item);
    } else if (expression instanceof Expression.And and) {
      return best(and.parts().stream().map(Anchors::of).toList());
    } else if (expression instanceof Expression.Or or) {
      return union(or.parts().stream().map(Anchors::of).toList());
    }
    return null; // what a not-condition excludes needn't occur
  }

  private static @Nullable Anchors of(Item item) {
    if (item.fieldCost() > MAX_FIELD_COST) {
      return null;
    }
    List<@Nullable Anchors> checks = new ArrayList<>();
    for (Check check : item.checks()) {
      checks.add(check instanceof Check.Text text ? of(item.slot(), text) : null);
    }
    return item.all() ? best(checks) : union(checks);
  }

  private static @Nullable Anchors of(int slot, Check.Text check) {
    Set<Anchor> anchors = new LinkedHashSet<>();
    for (TextPattern pattern : check.patterns()) {
      String run = longestRun(pattern.required());
      if (run.isEmpty()) {
        return null;
      }
      anchors.add(new Anchor(slot, run));
    }
    return new Anchors(anchors);
  }

  /** Surrogates fold in pairs, so a text that begins with half of one may not be found. */
  private static String longestRun(String text) {
    String longest = "";
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || Character.isSurrogate(text.charAt(i))) {
        longest = i - from > longest.length() ? text.substring(from, i) : longest;
        from = i + 1;
      }
    }
    return longest;
  }

  private static @Nullable Anchors union(List<@Nullable Anchors> parts) {
    Set<Anchor> all = new LinkedHashSet<>();
    for (Anchors part : parts) {
      if (part == null) {
        return null;
      }
      all.addAll(part.anyOf);
    }
    return new Anchors(all);
  }

  private static @Nullable Anchors best(List<@Nullable Anchors> parts) {
    Anchors best = null;
    for (Anchors part : parts) {
      if (part != null && (best == null || part.weight() > best.weight())) {
        best = part;
      }
    }
    return best;
  }

  private int weight() {
    return anyOf.stream().mapToInt(Anchor::weight).min().orElse(0);
  }
}
