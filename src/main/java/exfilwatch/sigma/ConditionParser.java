package exfilwatch.sigma;

import exfilwatch.yaml.Suggestion;
import exfilwatch.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a condition over named selections (Sigma specification, Condition). */
final class ConditionParser {
  private static final Pattern TOKEN = Pattern.compile("[()]|[^\\s()]+");
  private static final int MAX_DEPTH = 100;

  private final Map<String, Expression> selections;
  private final YamlNode node;
  private final List<String> tokens = new ArrayList<>();
  private int next;
  private int depth;

  private ConditionParser(Map<String, Expression> selections, YamlNode node) {
    this.selections = selections;
    this.node = node;
    Matcher m = TOKEN.matcher(node.string());
    while (m.find()) {
      tokens.add(m.group());
    }
  }

  /**
   * @param node a condition, or a list of conditions of which one must hold
   */
  static Expression parse(Map<String, Expression> selections, YamlNode node) {
    List<Expression> conditions = new ArrayList<>();
    for (YamlNode one : node.isList() ? node.list() : List.of(node)) {
      conditions.add(new ConditionParser(selections, one).whole());
    }
    if (conditions.isEmpty()) {
      throw node.error("the list is empty; write a condition");
    }
    return Expression.or(conditions);
  }

  private Expression whole() {
    if (tokens.contains("|")) {
      throw node.error("'|' (aggregation) is no longer part of Sigma; write a correlation for it");
    }
    Expression result = or();
    if (next < tokens.size()) {
      throw node.error("'" + tokens.get(next) + "' is unexpected; put 'and' or 'or' before it");
    }
    return result;
  }

  private Expression or() {
    List<Expression> parts = new ArrayList<>(List.of(and()));
    while (accept("or")) {
      parts.add(and());
    }
    return Expression.or(parts);
  }

  private Expression and() {
    List<Expression> parts = new ArrayList<>(List.of(not()));
    while (accept("and")) {
      parts.add(not());
    }
    return Expression.and(parts);
  }

  private Expression not() {
    if (++depth > MAX_DEPTH) {
      throw node.error("has more than " + MAX_DEPTH + " levels");
    }
    Expression result = accept("not") ? new Expression.Not(not()) : operand();
    depth--;
    return result;
  }

  private Expression operand() {
    if (accept("(")) {
      Expression inner = or();
      if (!accept(")")) {
        throw node.error("a ')' is missing");
      }
      return inner;
    }
    if (next == tokens.size()) {
      throw node.error("ends too early; a selection is missing");
    }
    String token = tokens.get(next++);
    if (accept("of")) {
      return selector(token);
    }
    Expression selection = selections.get(token);
    if (selection == null) {
      throw node.error(
          "there is no selection '" + token + "'; " + Suggestion.hint(token, selections.keySet()));
    }
    return selection;
  }

  private Expression selector(String quantifier) {
    String q = quantifier.toLowerCase(Locale.ROOT);
    if (!q.equals("1") && !q.equals("any") && !q.equals("all")) {
      throw node.error("'" + quantifier + " of' isn't supported; write '1 of' or 'all of'");
    }
    if (next == tokens.size()) {
      throw node.error("ends after 'of'; write 'them' or a pattern as selection_*");
    }
    String pattern = tokens.get(next++);
    boolean them = pattern.equals("them");
    TextPattern names =
        TextPattern.of(SigmaString.parse(them ? "*" : pattern.replace("?", "\\?")), true);
    List<Expression> parts = new ArrayList<>();
    selections.forEach(
        (name, selection) -> {
          boolean hidden = name.startsWith("_") && !pattern.startsWith("_");
          if (!hidden && names.matches(new Value(name))) {
            parts.add(selection);
          }
        });
    if (parts.isEmpty()) {
      throw node.error("no selection fits '" + pattern + "'; rename one, or drop it here");
    }
    return q.equals("all") ? Expression.and(parts) : Expression.or(parts);
  }

  private boolean accept(String token) {
    if (next < tokens.size() && tokens.get(next).equalsIgnoreCase(token)) {
      next++;
      return true;
    }
    return false;
  }
}
