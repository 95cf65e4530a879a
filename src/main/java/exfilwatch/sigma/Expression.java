package exfilwatch.sigma;

import java.util.List;
import java.util.function.BiConsumer;

/** What a rule asks of a document: a tree of and, or, not over its {@link Item}s. */
sealed interface Expression permits Expression.And, Expression.Or, Expression.Not, Item {

  boolean test(Facts facts);

  /** Tells the fields and values that made a true expression true. */
  void evidence(Facts facts, BiConsumer<String, String> found);

  static Expression and(List<Expression> parts) {
    return parts.size() == 1 ? parts.get(0) : new And(List.copyOf(parts));
  }

  static Expression or(List<Expression> parts) {
    return parts.size() == 1 ? parts.get(0) : new Or(List.copyOf(parts));
  }

  record And(List<Expression> parts) implements Expression {
    @Override
    public boolean test(Facts facts) {
      for (Expression part : parts) {
        if (!part.test(facts)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void evidence(Facts facts, BiConsumer<String, String> found) {
      parts.forEach(part -> part.evidence(facts, found));
    }
  }

  record Or(List<Expression> parts) implements Expression {
    @Override
    public boolean test(Facts facts) {
      for (Expression part : parts) {
        if (part.test(facts)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void evidence(Facts facts, BiConsumer<String, String> found) {
      for (Expression part : parts) {
        if (part.test(facts)) {
          part.evidence(facts, found);
        }
      }
    }
  }

  record Not(Expression part) implements Expression {
    @Override
    public boolean test(Facts facts) {
      return !part.test(facts);
    }

    /** What is not there made it true, so there is nothing to show. */
    @Override
    public void evidence(Facts facts, BiConsumer<String, String> found) {}
  }
}
