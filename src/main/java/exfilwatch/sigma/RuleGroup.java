package exfilwatch.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Some rules of a rule set, of one category, to be evaluated together. Immutable. */
public final class RuleGroup {

  /** So few rules are asked one by one as fast as they are looked up. */
  private static final int INDEXED = 8;

  private final List<Rule> rules;
  private final FieldTable fields;
  private volatile @Nullable RuleIndex index;

  RuleGroup(List<Rule> rules, FieldTable fields) {
    this.rules = List.copyOf(rules);
    this.fields = fields;
  }

  /**
   * Evaluates all rules; each field of the document is asked for at most once, and only if a rule
   * that may match needs it.
   *
   * @return those that match, in the order of their files
   */
  public List<Match> evaluate(Document document) {
    if (rules.isEmpty()) {
      return List.of();
    }
    Facts facts = facts(document);
    return rules.size() < INDEXED ? oneByOne(facts) : index().evaluate(facts);
  }

  /**
   * The fields in which a document must have certain texts for any rule to match; null when there
   * is a rule that may match without. Keywords are a field without a name.
   */
  public @Nullable Set<String> anchorFields() {
    Set<String> names = new TreeSet<>();
    for (Rule rule : rules) {
      Anchors anchors = rule.anchors();
      if (anchors == null) {
        return null;
      }
      anchors
          .anyOf()
          .forEach(
              anchor ->
                  names.add(anchor.slot() == Item.KEYWORDS ? "" : fields.name(anchor.slot())));
    }
    return names;
  }

  /** Whether a document has the texts that rules need; no rule matches one that hasn't. */
  public boolean mayMatch(Document document) {
    return index().mayMatch(facts(document));
  }

  Facts facts(Document document) {
    return new Facts(fields, document);
  }

  private List<Match> oneByOne(Facts facts) {
    List<Match> matches = List.of();
    for (Rule rule : rules) {
      Match match = rule.evaluate(facts);
      if (match != null) {
        matches = matches.isEmpty() ? new ArrayList<>() : matches;
        matches.add(match);
      }
    }
    return matches;
  }

  /** Made when it is needed first: not everybody who compiles rules evaluates them. */
  private RuleIndex index() {
    RuleIndex known = index;
    if (known == null) {
      known = new RuleIndex(rules);
      index = known;
    }
    return known;
  }
}
