package exfilwatch.telemetry.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what belongs to a name by its bytes, without making a text of them. */
final class NameTable<T> {
  private final byte @Nullable [][] names;
  private final long[] hashes;
  private final @Nullable Object[] values;

  NameTable(Map<String, T> content) {
    // sparse, because most names of a document are not in it
    int size = Integer.highestOneBit(Math.max(1, content.size())) * 8;
    names = new byte[size][];
    hashes = new long[size];
    values = new Object[size];
    content.forEach(
        (name, value) -> {
          byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
          long hash = hash(bytes, 0, bytes.length);
          int at = slot(hash);
          while (names[at] != null) {
            at = at + 1 & size - 1;
          }
          names[at] = bytes;
          hashes[at] = hash;
          values[at] = value;
        });
  }

  @SuppressWarnings("unchecked") // only the constructor fills the array
  @Nullable T get(byte[] bytes, int from, int end) {
    long hash = hash(bytes, from, end);
    for (int at = slot(hash); ; at = at + 1 & names.length - 1) {
      byte[] name = names[at];
      if (name == null) {
        return null;
      }
      if (hashes[at] == hash && Arrays.equals(name, 0, name.length, bytes, from, end)) {
        return (T) values[at];
      }
    }
  }

  private int slot(long hash) {
    return (int) (hash >>> 32) & names.length - 1;
  }

  /** Of the first and the last eight bytes and the length: names differ there. */
  private static long hash(byte[] bytes, int from, int end) {
    int length = end - from;
    long ends =
        length >= 8
            ? JsonBytes.word(bytes, from) ^ Long.rotateLeft(JsonBytes.word(bytes, end - 8), 29)
            : shortWord(bytes, from, length);
    long hash = (ends ^ length) * 0x9e3779b97f4a7c15L;
    return hash ^ hash >>> 29;
  }

  private static long shortWord(byte[] bytes, int from, int length) {
    if (length > 0 && bytes.length - from >= 8) {
      return JsonBytes.word(bytes, from) << 64 - 8 * length;
    }
    long word = 0;
    for (int i = 0; i < length; i++) {
      word = word >>> 8 | (long) bytes[from + i] << 56;
    }
    return word;
  }
}
