package exfilwatch.alert;

import exfilwatch.yaml.Suggestion;
import exfilwatch.yaml.YamlNode;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much each risk factor counts: the configuration's section {@code risk}. What it leaves out
 * has its default.
 */
public final class RiskWeights implements Serializable {

  private static final long serialVersionUID = 1;

  /** The weights that the shipped configuration shows. */
  public static final RiskWeights DEFAULT = new RiskWeights(Map.of(), Map.of(), List.of());

  private final TreeMap<String, Integer> points;
  private final TreeMap<String, Integer> atMost;
  private final List<WorkingHours> workingHours;

  private RiskWeights(
      Map<String, Integer> points, Map<String, Integer> atMost, List<WorkingHours> workingHours) {
    this.points = new TreeMap<>(points);
    this.atMost = new TreeMap<>(atMost);
    this.workingHours = List.copyOf(workingHours);
    for (RiskFactor factor : RiskFactor.values()) {
      this.points.putIfAbsent(factor.toString(), factor.points());
    }
    for (RiskLimit limit : RiskLimit.values()) {
      this.atMost.putIfAbsent(limit.toString(), limit.score());
    }
  }

  /**
   * Reads {@code points: {FACTOR: -100 … 100}}, {@code at_most: {LIMIT: 0 … 100}} and {@code
   * working_hours: [{hosts, zone, days, from, to}]}.
   *
   * @throws exfilwatch.yaml.YamlException for unknown names and bad values, with file and line
   */
  public static RiskWeights read(YamlNode node) {
    node.rejectUnknownKeys("points", "at_most", "working_hours");
    return new RiskWeights(
        numbers(node, "points", RiskFactor.values(), -100),
        numbers(node, "at_most", RiskLimit.values(), 0),
        node.find("working_hours")
            .map(list -> list.listOrOne().stream().map(WorkingHours::read).toList())
            .orElse(List.of()));
  }

  private static Map<String, Integer> numbers(
      YamlNode parent, String key, Object[] names, int least) {
    Map<String, Integer> numbers = new TreeMap<>();
    List<String> known = Arrays.stream(names).map(Object::toString).toList();
    parent
        .find(key)
        .map(YamlNode::map)
        .orElse(Map.of())
        .forEach(
            (name, value) -> {
              if (!known.contains(name)) {
                throw value.error("there is no such factor; " + Suggestion.hint(name, known));
              }
              numbers.put(name, (int) value.integer(least, 100));
            });
    return numbers;
  }

  int points(RiskFactor factor) {
    return points.getOrDefault(factor.toString(), 0);
  }

  int atMost(RiskLimit limit) {
    return atMost.getOrDefault(limit.toString(), 100);
  }

  /** Those of different places; the first that is for a host counts. */
  List<WorkingHours> workingHours() {
    return workingHours;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RiskWeights that
        && points.equals(that.points)
        && atMost.equals(that.atMost)
        && workingHours.equals(that.workingHours);
  }

  @Override
  public int hashCode() {
    return points.hashCode() + 31 * atMost.hashCode();
  }

  @Override
  public String toString() {
    return "points " + points + ", at most " + atMost + ", working hours " + workingHours;
  }
}
