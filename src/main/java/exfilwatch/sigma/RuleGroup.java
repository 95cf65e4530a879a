package exfilwatch.sigma;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some rules of a rule set, of one category, to be evaluated together. Immutable. */
public final class RuleGroup {

  /** So few rules are asked one by one as fast as they are looked up. */
  private static final int INDEXED = 2;

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
    return evaluation(document).matches();
  }

  /** As {@link #evaluate}, with what decided. */
  public Evaluation evaluation(Document document) {
    if (rules.isEmpty()) {
      return Evaluation.NOTHING_ASKED;
    }
    Facts facts = facts(document);
    return new Evaluation(
        rules.size() < INDEXED ? oneByOne(facts) : index().evaluate(facts), facts);
  }

  Facts facts(Document document) {
    return new Facts(fields, document);
  }

  private List<Match> oneByOne(Facts facts) {
    List<Match> matches = List.of();
    for (int i = 0; i < rules.size(); i++) {
      Match match = rules.get(i).evaluate(facts);
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
