package exfilwatch.correlation;

import java.util.Arrays;

/** The bundle of one key group that is being filled. Mutable. */
final class BundleBuffer {

  /**
   * Some 130 connections share what an element costs in Flink; two of them fit into a network
   * buffer, and those of 128 key groups take 2 MB a subtask.
   */
  static final int BYTES = 16 * 1024;

  private static final int SMALLEST = 1024;

  private byte[] bytes = {};
  private int length = BundlePage.HEAD;
  private int count;
  private long latest = Long.MIN_VALUE;

  /** Whether that signal is too large for any bundle. */
  static boolean isTooLarge(Signal signal) {
    return BundlePage.HEAD + BundlePage.sizeOf(signal.packed()) > BYTES;
  }

  boolean isEmpty() {
    return count == 0;
  }

  boolean hasRoomFor(Signal signal) {
    return length + BundlePage.sizeOf(signal.packed()) <= BYTES;
  }

  void add(Signal signal) {
    byte[] packed = signal.packed();
    int end = length + BundlePage.sizeOf(packed);
    if (bytes.length < end) {
      bytes = Arrays.copyOf(bytes, Math.min(BYTES, Math.max(SMALLEST, 2 * end)));
    }
    BundlePage.write(signal.hostKey(), packed, bytes, length);
    length = end;
    count++;
    latest = Math.max(latest, signal.time());
  }

  /** Time of the latest signal in it. */
  long latest() {
    return latest;
  }

  /** What is in it; the bytes are good until the next signal is added. */
  Bundle take(long key, int keyGroups) {
    BundlePage.writeHead(bytes, 0, length, count, latest);
    Bundle bundle = Bundle.of(key, keyGroups, bytes, length);
    length = BundlePage.HEAD;
    count = 0;
    latest = Long.MIN_VALUE;
    return bundle;
  }
}
