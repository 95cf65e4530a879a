package exfilwatch.telemetry.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts that come again and again (hosts, accounts, programs), so that they are made once: no
 * copy, no escapes to undo, and one object for all that is kept of them. Of bounded size; a text is
 * kept when it comes for the second time, because times and ids come once.
 */
final class Texts {
  private static final int SIZE = 1 << 12;
  private static final int LONGEST = 80;

  private final @Nullable Known[] known = new Known[SIZE];
  private final long[] seen = new long[SIZE];

  /** How a text is written in records, and the text. */
  private record Known(long head, long tail, byte[] written, String text) {}

  /** The text of a JSON string or number as it stands in the record. */
  String of(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length > LONGEST) {
      return JsonText.of(bytes, start, end);
    }
    long head = JsonBytes.head(bytes, start, end);
    long tail = JsonBytes.tail(bytes, start, end);
    int slot = JsonBytes.hash(head, tail, length) & SIZE - 1;
    Known entry = known[slot];
    if (entry != null
        && entry.head == head
        && entry.tail == tail
        && entry.written.length == length
        && JsonBytes.sameMiddle(entry.written, bytes, start, end)) {
      return entry.text;
    }
    String text = JsonText.of(bytes, start, end);
    if (seen[slot] == (head ^ tail)) {
      known[slot] = new Known(head, tail, Arrays.copyOfRange(bytes, start, end), text);
    } else {
      seen[slot] = head ^ tail;
    }
    return text;
  }
}
