package exfilwatch.rclone.filter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Ordered rules without duplicates: the first that matches decides, and what none matches is
 * included.
 */
final class RuleList {
  private final Map<String, Rule> rules = new LinkedHashMap<>();
  private @Nullable List<Step> steps;

  /** A sign and a glob. */
  record Rule(boolean include, Glob glob) {
    /** As rclone dumps it; rules that read the same are the same. */
    @Override
    public String toString() {
      return (include ? "+ " : "- ") + glob.regexp();
    }
  }

  private record Step(boolean include, Predicate<String> matches) {}

  void add(boolean include, Glob glob) {
    Rule rule = new Rule(include, glob);
    rules.putIfAbsent(rule.toString(), rule);
    steps = null;
  }

  void clear() {
    rules.clear();
    steps = null;
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  Collection<Rule> rules() {
    return rules.values();
  }

  boolean includes(String path) {
    return decide(step -> step.matches.test(path));
  }

  /** For the metadata of a file: the first rule that matches any of them decides. */
  boolean includesAny(Collection<String> items) {
    return decide(step -> items.stream().anyMatch(step.matches));
  }

  private boolean decide(Predicate<Step> matches) {
    for (Step step : steps()) {
      if (matches.test(step)) {
        return step.include;
      }
    }
    return true;
  }

  /** How many steps a path takes, at most. */
  int size() {
    return steps().size();
  }

  /** The rules, with neighbours of the same sign joined where one look-up does for all. */
  private List<Step> steps() {
    List<Step> built = steps;
    if (built != null) {
      return built;
    }
    built = new ArrayList<>();
    List<SimpleGlob> neighbours = new ArrayList<>();
    boolean sign = true;
    for (Rule rule : rules.values()) {
      SimpleGlob simple = rule.glob.simple();
      boolean joins = simple != null && !simple.endings().isEmpty();
      if (!neighbours.isEmpty() && (!joins || rule.include != sign)) {
        built.add(joined(sign, neighbours));
      }
      sign = rule.include;
      if (joins) {
        neighbours.add(simple);
      } else {
        built.add(new Step(sign, rule.glob::matches));
      }
    }
    if (!neighbours.isEmpty()) {
      built.add(joined(sign, neighbours));
    }
    steps = built;
    return built;
  }

  private static Step joined(boolean include, List<SimpleGlob> neighbours) {
    SimpleGlob any = neighbours.size() == 1 ? neighbours.get(0) : SimpleGlob.anyOf(neighbours);
    neighbours.clear();
    return new Step(include, any::matches);
  }
}
