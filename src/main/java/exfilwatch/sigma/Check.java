package exfilwatch.sigma;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One value of a rule, compiled: what is asked of the values that a document has in a field. */
sealed interface Check {

  /**
   * Whether the values of a field pass.
   *
   * @param values empty when the field is absent
   */
  boolean test(Value[] values, Facts facts);

  /** As {@link Expression#cost()}. */
  default int cost() {
    return 1;
  }

  /** A check that some value of the field must pass by itself. */
  sealed interface OfOne extends Check {
    boolean test(Value value);

    @Override
    default boolean test(Value[] values, Facts facts) {
      for (Value value : values) {
        if (test(value)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Any of several patterns, because a modifier can make several of one value. */
  record Text(List<TextPattern> patterns) implements OfOne {
    @Override
    public int cost() {
      return patterns.stream().mapToInt(TextPattern::cost).sum();
    }

    @Override
    public boolean test(Value value) {
      for (int i = 0; i < patterns.size(); i++) {
        if (patterns.get(i).matches(value)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Found anywhere in the value. */
  record Regex(Pattern pattern) implements OfOne {
    @Override
    public int cost() {
      return 1000;
    }

    @Override
    public boolean test(Value value) {
      return pattern.matcher(value.text()).find();
    }
  }

  record InNetwork(Cidr network) implements OfOne {
    @Override
    public boolean test(Value value) {
      return network.contains(value.text());
    }
  }

  /** A number as a rule writes it, against a number or its text. */
  record EqualsNumber(BigDecimal number, String text) implements OfOne {
    @Override
    public boolean test(Value value) {
      if (value.text().equals(text)) {
        return true;
      }
      BigDecimal other = value.number();
      return other != null && other.compareTo(number) == 0;
    }
  }

  /** Values that aren't numbers never pass. */
  record Compare(Comparison comparison, BigDecimal number) implements OfOne {
    @Override
    public boolean test(Value value) {
      BigDecimal other = value.number();
      return other != null && comparison.holds(other.compareTo(number));
    }
  }

  record EqualsPartOfTime(PartOfTime part, int number) implements OfOne {
    @Override
    public boolean test(Value value) {
      return part.of(value.text()) == number;
    }
  }

  /** Null in a rule: the field is absent. */
  record Absent() implements Check {
    @Override
    public boolean test(Value[] values, Facts facts) {
      return values.length == 0;
    }
  }

  /**
   * The empty string in a rule. Absent counts as empty: telemetry writes a missing value as an
   * empty one, as {@code -} or not at all, and an event no longer tells which (Sigma leaves this to
   * the target system).
   */
  record Empty() implements Check {
    @Override
    public boolean test(Value[] values, Facts facts) {
      for (Value value : values) {
        if (value.text().isEmpty()) {
          return true;
        }
      }
      return values.length == 0;
    }
  }

  record Exists(boolean expected) implements Check {
    @Override
    public boolean test(Value[] values, Facts facts) {
      return values.length > 0 == expected;
    }
  }

  /** Some value of the field equals (starts with …) some value of another field. */
  record Reference(int slot, boolean open, boolean openEnd, boolean cased) implements Check {
    @Override
    public boolean test(Value[] values, Facts facts) {
      for (Value value : values) {
        for (Value other : facts.values(slot)) {
          if (cased ? fits(value.text(), other.text()) : fits(value.folded(), other.folded())) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean fits(String text, String part) {
      return open
          ? openEnd ? text.contains(part) : text.endsWith(part)
          : openEnd ? text.startsWith(part) : text.equals(part);
    }
  }

  /** How a number is compared. */
  enum Comparison {
    LT,
    LTE,
    GT,
    GTE;

    /**
     * @param order of the document's number relative to the rule's
     */
    boolean holds(int order) {
      return switch (this) {
        case LT -> order < 0;
        case LTE -> order <= 0;
        case GT -> order > 0;
        case GTE -> order >= 0;
      };
    }

    static @Nullable Comparison of(String modifier) {
      return switch (modifier) {
        case "lt" -> LT;
        case "lte" -> LTE;
        case "gt" -> GT;
        case "gte" -> GTE;
        default -> null;
      };
    }
  }
}
