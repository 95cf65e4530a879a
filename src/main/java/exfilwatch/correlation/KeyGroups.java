package exfilwatch.correlation;

import java.util.Arrays;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Flink's key groups, the parts in which keyed state is spread over the subtasks, and one key that
 * lies in each: under it lies what belongs to no host alone.
 */
final class KeyGroups {

  private static final long NONE = -1;

  private final long[] keys;

  /**
   * @param count maximum parallelism of the keyed operator
   */
  KeyGroups(int count) {
    keys = new long[count];
    Arrays.fill(keys, NONE);
    int missing = count;
    for (long key = 0; missing > 0; key++) {
      int group = of(key);
      if (keys[group] == NONE) {
        keys[group] = key;
        missing--;
      }
    }
  }

  int count() {
    return keys.length;
  }

  /** The group of a key, as Flink computes it. */
  int of(long key) {
    return KeyGroupRangeAssignment.computeKeyGroupForKeyHash(Long.hashCode(key), keys.length);
  }

  /** The smallest key of the group that isn't negative. */
  long keyOf(int group) {
    return keys[group];
  }
}
