package exfilwatch.sigma;

import exfilwatch.yaml.Suggestion;
import exfilwatch.yaml.YamlNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Sigma filter: a condition that events of its log source must meet, too, for the rules that it
 * names. It excludes with {@code condition: not selection}, as in Sigma's reference implementation.
 * Immutable once its rule set is there.
 */
public final class Filter {
  private static final Set<String> RESERVED = Set.of("rules", "condition");

  private final Header header;
  private final FieldTable fields;
  private final YamlNode body;
  private final Optional<Category> category;
  private final @Nullable String product;
  private final List<YamlNode> rules;
  private final Map<Category, Optional<Expression>> compiled = new EnumMap<>(Category.class);

  private Filter(Header header, FieldTable fields) {
    this.header = header;
    this.fields = fields;
    this.body = header.node().get("filter");
    YamlNode logSource = header.node().get("logsource");
    this.category = LogSourceParser.parseCategory(logSource);
    this.product = LogSourceParser.product(logSource);
    YamlNode named = body.get("rules");
    boolean any = named.isScalar() && named.string().equalsIgnoreCase("any");
    this.rules = any ? List.of() : named.listOrOne();
    rules.forEach(YamlNode::string); // complains here about what is no name, not with each rule
    if (body.get("condition").isList()) {
      throw body.get("condition").error("a filter has one condition, not a list");
    }
  }

  static Filter read(Header header, FieldTable fields) {
    return new Filter(header, fields);
  }

  /** As {@link Rule#id()}. */
  public String id() {
    return header.id();
  }

  public String title() {
    return header.title();
  }

  /** The whole document, with the keys that Sigma doesn't know. */
  public YamlNode document() {
    return header.node();
  }

  /** Whether the filter names the rule, or any, and is for its log source. */
  public boolean isFor(Rule rule) {
    return appliesTo(rule.header(), rule.logSource());
  }

  /** Whether the filter is for any rule, not for those of a list. */
  public boolean isForAny() {
    return rules.isEmpty();
  }

  /**
   * Whether a document meets the filter's condition; one that doesn't is not for the rules that the
   * filter names.
   */
  public boolean isMetBy(Category ofDocument, Document document) {
    Optional<Expression> condition = compiled.getOrDefault(ofDocument, Optional.empty());
    return condition.isEmpty() || condition.get().test(new Facts(fields, document));
  }

  /** The fields that the filter asks for, as it calls them; an empty name stands for keywords. */
  public Set<String> fields() {
    Set<String> names = new LinkedHashSet<>();
    compiled.values().forEach(one -> one.ifPresent(e -> e.forEachField(names::add)));
    return names;
  }

  Header header() {
    return header;
  }

  /** Empty when the filter is for all categories. */
  public Optional<Category> category() {
    return category;
  }

  /**
   * Complains about a rule that isn't there or that the filter's log source leaves out.
   *
   * @param failed names of rules with problems of their own
   */
  void check(Map<String, LogSource> known, Set<String> failed) {
    for (YamlNode rule : rules) {
      String name = rule.string();
      LogSource logSource = known.get(name);
      if (logSource == null && !failed.contains(name)) {
        throw rule.error(
            "there is no rule with the id or name '"
                + name
                + "'; "
                + Suggestion.hint(name, known.keySet()));
      }
      if (logSource != null && !covers(logSource)) {
        throw rule.error(
            "has another log source than the filter; both must be for the same events");
      }
    }
  }

  boolean appliesTo(Header rule, LogSource logSource) {
    return covers(logSource)
        && (rules.isEmpty()
            || rules.stream().anyMatch(r -> Header.references(rule.node()).contains(r.string())));
  }

  private boolean covers(LogSource rule) {
    return category.filter(c -> c != rule.category()).isEmpty()
        && (product == null || rule.product() == null || product.equals(rule.product()));
  }

  /**
   * What rules of a category must meet, too; empty when the filter has problems.
   *
   * @param detection compiles the filter's body for the category
   * @param productIs makes the expression that an event is of a product
   */
  Optional<Expression> expression(
      Category ruleCategory,
      Function<Category, DetectionParser> detection,
      Function<String, Expression> productIs) {
    return compiled.computeIfAbsent(
        ruleCategory,
        c -> {
          Expression met = detection.apply(c).parse(body, RESERVED);
          if (met == null || product == null) {
            return Optional.ofNullable(met);
          }
          List<Expression> either = new ArrayList<>();
          either.add(new Expression.Not(productIs.apply(product)));
          either.add(met);
          return Optional.of(Expression.or(either));
        });
  }
}
