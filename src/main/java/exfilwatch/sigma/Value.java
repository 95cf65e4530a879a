package exfilwatch.sigma;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One value of a document's field; what a match costs more than once is kept. */
final class Value {
  private static final int LONGEST_NUMBER = 40;

  private final Object raw;
  private final String text;
  private @Nullable String folded;

  Value(Object raw) {
    this.raw = raw;
    this.text = text(raw);
  }

  String text() {
    return text;
  }

  String folded() {
    String f = folded;
    if (f == null) {
      f = Fold.fold(text);
      folded = f;
    }
    return f;
  }

  /** Null when the value isn't a number and doesn't read like one. */
  @Nullable BigDecimal number() {
    return raw instanceof Boolean ? null : number(text);
  }

  static @Nullable BigDecimal number(String text) {
    // The first character settles it for nearly all texts, without an exception
    if (text.isEmpty()
        || text.length() > LONGEST_NUMBER
        || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String text(Object raw) {
    if (raw instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
      return Long.toString(d.longValue());
    }
    return raw.toString();
  }
}
