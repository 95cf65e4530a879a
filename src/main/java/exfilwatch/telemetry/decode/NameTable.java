package exfilwatch.telemetry.decode;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what belongs to a name by its bytes, without making a text of them. */
final class NameTable<T> {
  private final @Nullable Entry<T>[] entries;

  private record Entry<T>(byte[] name, long head, long tail, T value) {}

  @SuppressWarnings({"unchecked", "rawtypes"})
  NameTable(Map<String, T> content) {
    // sparse, because most names of a document are not in it
    int size = Integer.highestOneBit(Math.max(1, content.size())) * 8;
    entries = new Entry[size];
    content.forEach(
        (name, value) -> {
          byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
          long head = Words.head(bytes, 0, bytes.length);
          long tail = Words.tail(bytes, 0, bytes.length);
          int at = slot(head, tail, bytes.length);
          while (entries[at] != null) {
            at = at + 1 & size - 1;
          }
          entries[at] = new Entry<>(bytes, head, tail, value);
        });
  }

  @Nullable T get(byte[] bytes, int from, int end) {
    int length = end - from;
    long head = Words.head(bytes, from, end);
    long tail = Words.tail(bytes, from, end);
    for (int at = slot(head, tail, length); ; at = at + 1 & entries.length - 1) {
      Entry<T> entry = entries[at];
      if (entry == null) {
        return null;
      }
      if (entry.head == head
          && entry.tail == tail
          && entry.name.length == length
          && Words.sameMiddle(entry.name, bytes, from, end)) {
        return entry.value;
      }
    }
  }

  private int slot(long head, long tail, int length) {
    return Words.hash(head, tail, length) & entries.length - 1;
  }
}
