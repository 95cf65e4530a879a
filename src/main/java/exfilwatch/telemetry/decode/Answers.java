package exfilwatch.telemetry.decode;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What {@link Decision}s say of every document of one {@link Shape}. Of the decoder's thread. */
final class Answers {
  /** There are no more decisions. */
  static final int MAX = 32;

  /** Documents differ in it. */
  static final Object DIFFER = new Object();

  private final @Nullable BitSet varying;
  private @Nullable Object[] known = {};

  /**
   * @param varying the fields that may differ between the documents; null when any may
   */
  Answers(@Nullable BitSet varying) {
    this.varying = varying;
  }

  /** Whether every answer may differ between the documents. */
  boolean alwaysDiffer() {
    return varying == null;
  }

  /** Whether what was found by looking at these fields alone is so for every document. */
  boolean holdFor(BitSet asked) {
    return varying != null && !asked.intersects(varying);
  }

  /** Null when it isn't known yet. */
  @Nullable Object get(int decision) {
    if (varying == null) {
      return DIFFER;
    }
    return decision < known.length ? known[decision] : null;
  }

  /**
   * Tells the answer for one document.
   *
   * @param asked the fields that were looked at to find it
   */
  void put(int decision, Object answer, BitSet asked) {
    if (decision >= known.length) {
      known = Arrays.copyOf(known, decision + 1);
    }
    known[decision] = holdFor(asked) ? answer : DIFFER;
  }
}
