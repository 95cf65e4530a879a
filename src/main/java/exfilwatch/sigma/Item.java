package exfilwatch.sigma;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A field (or, for keywords, all texts of the document) and what is asked of it.
 *
 * @param name as the rule writes it; empty for keywords
 * @param slot the field in the {@link FieldTable}; {@link #KEYWORDS} for keywords
 * @param fieldCost as {@link FieldCatalogue#cost}
 * @param all every check must hold, not just one
 */
record Item(String name, int slot, int fieldCost, List<Check> checks, boolean all)
    implements Expression {
  static final int KEYWORDS = -1;

  /** All fields of an event. */
  static final int KEYWORDS_COST = 20;

  @Override
  public boolean test(Facts facts) {
    Value[] values = values(facts);
    for (int i = 0; i < checks.size(); i++) {
      if (checks.get(i).test(values, facts) != all) {
        return !all;
      }
    }
    return all;
  }

  @Override
  public int cost() {
    return fieldCost * checks.stream().mapToInt(Check::cost).sum();
  }

  @Override
  public void evidence(Facts facts, BiConsumer<String, String> found) {
    for (Value value : values(facts)) {
      Value[] one = {value};
      for (Check check : checks) {
        if (check.test(one, facts)) {
          found.accept(name, value.text());
          break;
        }
      }
    }
  }

  @Override
  public void forEachField(Consumer<String> found) {
    found.accept(name);
  }

  @Override
  public boolean canHold(Predicate<String> exists) {
    return slot == KEYWORDS
        || exists.test(name)
        || (all
            ? checks.stream().noneMatch(Check.OfOne.class::isInstance)
            : !checks.stream().allMatch(Check.OfOne.class::isInstance));
  }

  private Value[] values(Facts facts) {
    return slot == KEYWORDS ? facts.texts() : facts.values(slot);
  }
}
