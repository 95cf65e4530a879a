package exfilwatch.sigma;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A document while rules are evaluated on it. */
final class Facts {
  private static final Value[] ABSENT = {};

  private final FieldTable fields;
  private final Document document;
  private final Value[] @Nullable [] values;
  private Value @Nullable [] texts;

  Facts(FieldTable fields, Document document) {
    this.fields = fields;
    this.document = document;
    this.values = new Value[fields.size()][];
  }

  /** The values of a field; none when it is absent. */
  Value[] values(int slot) {
    Value[] found = values[slot];
    if (found == null) {
      found = toValues(document.field(fields.name(slot)));
      values[slot] = found;
    }
    return found;
  }

  /** Whether nobody has asked for another field, or for all texts. */
  boolean askedOnlyFor(Set<String> names) {
    for (int slot = 0; slot < values.length; slot++) {
      if (values[slot] != null && !names.contains(fields.name(slot))) {
        return false;
      }
    }
    return texts == null;
  }

  /** All texts of the document. */
  Value[] texts() {
    Value[] found = texts;
    if (found == null) {
      List<Value> list = new ArrayList<>();
      document.forEachText(text -> list.add(new Value(text)));
      found = list.toArray(ABSENT);
      texts = found;
    }
    return found;
  }

  private static Value[] toValues(@Nullable Object raw) {
    if (raw == null) {
      return ABSENT;
    }
    if (raw instanceof Collection<?> many) {
      List<Value> list = new ArrayList<>(many.size());
      for (Object one : many) {
        if (one != null) {
          list.add(new Value(one));
        }
      }
      return list.toArray(ABSENT);
    }
    return new Value[] {new Value(raw)};
  }
}
