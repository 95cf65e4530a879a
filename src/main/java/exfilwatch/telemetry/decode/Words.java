package exfilwatch.telemetry.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Short texts as the words of eight bytes at their two ends, by which they are found and compared:
 * two texts of up to 16 bytes are the same when their ends and lengths are.
 */
final class Words {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  /** Eight bytes; the first is the lowest. */
  static long at(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }

  static void put(byte[] bytes, int at, long word) {
    WORD.set(bytes, at, word);
  }

  /** The first eight bytes of a text, as far as it has so many. */
  static long head(byte[] bytes, int from, int end) {
    int length = end - from;
    if (length >= 8) {
      return at(bytes, from);
    }
    if (bytes.length - from >= 8) {
      return at(bytes, from) & ((1L << (8 * length)) - 1);
    }
    long word = 0;
    for (int at = end - 1; at >= from; at--) {
      word = (word << 8) | (bytes[at] & 0xff);
    }
    return word;
  }

  /** The last eight bytes of a text; zero when it is shorter. */
  static long tail(byte[] bytes, int from, int end) {
    return end - from >= 8 ? at(bytes, end - 8) : 0;
  }

  /** Whether two texts of the same length, head and tail are the same. */
  static boolean sameMiddle(byte[] text, byte[] bytes, int from, int end) {
    return text.length <= 16 || Arrays.equals(text, 8, text.length - 8, bytes, from + 8, end - 8);
  }

  /** A hash of a text by its ends, where names and paths differ. */
  static int hash(long head, long tail, int length) {
    long mixed = (head ^ Long.rotateLeft(tail, 29) ^ length) * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 32);
  }
}
