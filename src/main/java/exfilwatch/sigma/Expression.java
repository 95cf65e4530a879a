package exfilwatch.sigma;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a rule asks of a document: a tree of and, or, not over its {@link Item}s. Tests go by index:
 * iterators of lists were a quarter of the time to judge a start.
 */
sealed interface Expression permits Expression.And, Expression.Or, Expression.Not, Item {

  boolean test(Facts facts);

  /** How long a test takes, roughly: 1 is comparing the start or the end of a text. */
  int cost();

  /** Tells the fields and values that made a true expression true. */
  void evidence(Facts facts, BiConsumer<String, String> found);

  /** Tells the fields that are asked for, as the rule calls them; keywords have an empty name. */
  void forEachField(Consumer<String> found);

  /**
   * Whether it can be true of events that have no other fields than {@code exists} says; of what is
   * negated that is always so.
   */
  boolean canHold(Predicate<String> exists);

  static Expression and(List<Expression> parts) {
    return parts.size() == 1 ? parts.get(0) : new And(cheapFirst(parts));
  }

  static Expression or(List<Expression> parts) {
    return parts.size() == 1 ? parts.get(0) : new Or(cheapFirst(parts));
  }

  /** The order doesn't change the result, but a program's name settles most rules at once. */
  private static List<Expression> cheapFirst(List<Expression> parts) {
    return parts.stream().sorted(Comparator.comparingInt(Expression::cost)).toList();
  }

  private static int cost(List<Expression> parts) {
    return parts.stream().mapToInt(Expression::cost).sum();
  }

  record And(List<Expression> parts) implements Expression {
    @Override
    public boolean test(Facts facts) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).test(facts)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int cost() {
      return Expression.cost(parts);
    }

    @Override
    public void evidence(Facts facts, BiConsumer<String, String> found) {
      parts.forEach(part -> part.evidence(facts, found));
    }

    @Override
    public void forEachField(Consumer<String> found) {
      parts.forEach(part -> part.forEachField(found));
    }

    @Override
    public boolean canHold(Predicate<String> exists) {
      return parts.stream().allMatch(part -> part.canHold(exists));
    }
  }

  record Or(List<Expression> parts) implements Expression {
    @Override
    public boolean test(Facts facts) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).test(facts)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public int cost() {
      return Expression.cost(parts);
    }

    @Override
    public void evidence(Facts facts, BiConsumer<String, String> found) {
      for (Expression part : parts) {
        if (part.test(facts)) {
          part.evidence(facts, found);
        }
      }
    }

    @Override
    public void forEachField(Consumer<String> found) {
      parts.forEach(part -> part.forEachField(found));
    }

    @Override
    public boolean canHold(Predicate<String> exists) {
      return parts.stream().anyMatch(part -> part.canHold(exists));
    }
  }

  record Not(Expression part) implements Expression {
    @Override
    public boolean test(Facts facts) {
      return !part.test(facts);
    }

    @Override
    public int cost() {
      return part.cost();
    }

    /** What is not there made it true, so there is nothing to show. */
    @Override
    public void evidence(Facts facts, BiConsumer<String, String> found) {}

    @Override
    public void forEachField(Consumer<String> found) {
      part.forEachField(found);
    }

    @Override
    public boolean canHold(Predicate<String> exists) {
      return true;
    }
  }
}
