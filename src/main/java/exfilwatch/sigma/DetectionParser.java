package exfilwatch.sigma;

import exfilwatch.yaml.Suggestion;
import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compiles selections and their condition: a rule's {@code detection}, a filter's body. */
final class DetectionParser {
  private final ItemParser items;
  private final Consumer<YamlException> problems;
  private boolean failed;

  /**
   * Compiles items with {@code items}.
   *
   * @param problems takes what is wrong; parsing goes on, to find all of it
   */
  DetectionParser(ItemParser items, Consumer<YamlException> problems) {
    this.items = items;
    this.problems = problems;
  }

  /**
   * Compiles a section of selections and a condition; null when there were problems.
   *
   * @param reserved keys that aren't selections
   */
  @Nullable Expression parse(YamlNode node, Set<String> reserved) {
    failed = false;
    Map<String, Expression> selections = new LinkedHashMap<>();
    try {
      Map<String, YamlNode> map = node.map();
      if (map.containsKey("timeframe")) {
        problem(
            map.get("timeframe")
                .error("isn't part of a rule; write a correlation with a timespan"));
      }
      map.forEach(
          (name, value) -> {
            if (!name.equals("condition")
                && !name.equals("timeframe")
                && !reserved.contains(name)) {
              Expression selection = selection(value);
              if (selection != null) {
                selections.put(name, selection);
              }
            }
          });
      YamlNode condition = condition(node, map);
      // A selection that failed would only be reported a second time as missing
      return failed ? null : ConditionParser.parse(selections, condition);
    } catch (YamlException e) {
      problem(e);
      return null;
    }
  }

  private static YamlNode condition(YamlNode node, Map<String, YamlNode> map) {
    return node.find("condition")
        .orElseThrow(
            () ->
                map.entrySet().stream()
                    .filter(e -> Suggestion.nearest(e.getKey(), Set.of("condition")).isPresent())
                    .findFirst()
                    .map(e -> e.getValue().error("did you mean 'condition'?"))
                    .orElseGet(() -> node.error("the key 'condition' is missing; add it")));
  }

  /** Null when there were problems. */
  private @Nullable Expression selection(YamlNode node) {
    try {
      if (node.isMap()) {
        return map(node);
      } else if (node.isScalar()) {
        return items.keywords(node);
      } else if (node.list().isEmpty()) {
        throw node.error("the list is empty; write what to look for");
      } else if (node.list().stream().allMatch(YamlNode::isScalar)) {
        return items.keywords(node);
      }
      List<Expression> parts = new ArrayList<>();
      for (YamlNode part : node.list()) {
        Expression e = selection(part);
        if (e != null) {
          parts.add(e);
        }
      }
      return parts.size() == node.list().size() ? Expression.or(parts) : null;
    } catch (YamlException e) {
      problem(e);
      return null;
    }
  }

  private @Nullable Expression map(YamlNode node) {
    List<Expression> parts = new ArrayList<>();
    node.map()
        .forEach(
            (key, value) -> {
              try {
                parts.add(items.item(key, value));
              } catch (YamlException e) {
                problem(e);
              }
            });
    if (node.map().isEmpty()) {
      throw node.error("the map is empty; write what to look for");
    }
    return parts.size() == node.map().size() ? Expression.and(parts) : null;
  }

  private void problem(YamlException e) {
    failed = true;
    problems.accept(e);
  }
}
