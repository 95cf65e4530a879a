package exfilwatch.alert;

import java.util.List;

/**
 * How bad an incident looks, 0–100, and what that is made of.
 *
 * @param score the sum of the factors' points, not below 0 and not above 100
 * @param factors in the order in which they were counted: the rule, what was found, what limits it
 * @param notAssessed names of factors that nothing is known about
 */
record Risk(int score, List<Factor> factors, List<String> notAssessed) {

  /** Points that {@code name} adds, and why in one line. */
  record Factor(String name, int points, String why) {}

  Risk {
    factors = List.copyOf(factors);
    notAssessed = List.copyOf(notAssessed);
  }

  static Risk of(List<Factor> factors, List<String> notAssessed) {
    int sum = factors.stream().mapToInt(Factor::points).sum();
    return new Risk(Math.max(0, Math.min(100, sum)), factors, notAssessed);
  }

  Severity severity() {
    return Severity.of(score);
  }
}
