package exfilwatch.alert;

import exfilwatch.correlation.Incident;
import exfilwatch.detection.RuleHit;
import java.util.ArrayList;
import java.util.List;

/**
 * How bad an incident looks, 0–100, and what that is made of.
 *
 * @param factors what added points, in the order of their weight
 */
record Risk(int score, List<Factor> factors) {

  /** Points that {@code name} adds, and why in one line. */
  record Factor(String name, int points, String why) {}

  /** From the rule's own score to the top of Elastic's next band. */
  private static final int CORRELATED_POINTS = 26;

  static Risk of(Incident incident) {
    List<Factor> factors = new ArrayList<>();
    RuleHit top = incident.rules().get(0);
    factors.add(new Factor("rule", top.riskScore(), "\"" + top.title() + "\" matched"));
    if (incident.connection() != null) {
      factors.add(
          new Factor("outbound_connection", CORRELATED_POINTS, "it connected to the Internet"));
    }
    int sum = factors.stream().mapToInt(Factor::points).sum();
    return new Risk(Math.max(0, Math.min(100, sum)), List.copyOf(factors));
  }
}
