package exfilwatch.telemetry.decode;

import org.jspecify.annotations.Nullable;

/** The {@link Shape}s that a reader has met; when they become too many, all are forgotten. */
final class Shapes {
  /** Eleven kinds of sensors together have a thousand. */
  static final int MAX = 4096;

  /** In numbers of four bytes, because telemetry may be made to have large ones. */
  static final int MAX_WEIGHT = 1 << 20;

  private @Nullable Shape[] slots = new Shape[2 * MAX];
  private int size;
  private long weight;

  /** The shape of a document that consists of the runs. */
  Shape of(Run[] runs, int count, int hash) {
    for (int at = start(hash); ; at++) {
      Shape shape = slots[at & slots.length - 1];
      if (shape == null) {
        return add(new Shape(runs, count, hash));
      }
      if (shape.hash() == hash && shape.is(runs, count)) {
        return shape;
      }
    }
  }

  private Shape add(Shape shape) {
    if (size == MAX || weight + shape.weight() > MAX_WEIGHT) {
      clear();
    }
    int at = start(shape.hash());
    while (slots[at & slots.length - 1] != null) {
      at++;
    }
    slots[at & slots.length - 1] = shape;
    size++;
    weight += shape.weight();
    return shape;
  }

  private static int start(int hash) {
    return (hash * 0x9e3779b9) >>> 16;
  }

  void clear() {
    slots = new Shape[slots.length];
    size = 0;
    weight = 0;
  }

  int size() {
    return size;
  }

  long weight() {
    return weight;
  }
}
