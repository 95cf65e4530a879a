package exfilwatch.correlation;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Pages in the order in which they came, which lie in state of their own, and the open page to
 * which small bundles are added. Mutable, a part of {@link HeldShelf}.
 */
final class PageQueue {

  /** There is no page but the open one. */
  static final long NEVER = Long.MAX_VALUE;

  /** More than that does not go into the open page, which is read and written each time. */
  private static final int OPEN_BYTES = 2048;

  private static final byte[] NOTHING = {};

  /** Numbers of the pages, from the oldest to before the next one. */
  long first;

  long next;

  /** When to look at the oldest page; {@link #NEVER} when there is none. */
  long due = NEVER;

  byte[] open = NOTHING;

  /** How much of {@link #open} is used. */
  int length;

  boolean hasPages() {
    return first < next;
  }

  boolean hasRoomFor(byte[] page) {
    return length + page.length <= OPEN_BYTES;
  }

  /** Whether a page is better kept by itself. */
  static boolean isLarge(byte[] page) {
    return 2 * page.length > OPEN_BYTES;
  }

  void append(byte[] page) {
    if (open.length - length < page.length) {
      int grown = Math.min(2 * open.length, OPEN_BYTES);
      open = Arrays.copyOf(open, Math.max(length + page.length, grown));
    }
    System.arraycopy(page, 0, open, length, page.length);
    length += page.length;
  }

  /** Empties the open page and returns what was in it. */
  byte[] turnPage() {
    byte[] full = Arrays.copyOf(open, length);
    length = 0;
    return full;
  }

  PageQueue copy() {
    PageQueue copy = new PageQueue();
    copy.first = first;
    copy.next = next;
    copy.due = due;
    copy.open = Arrays.copyOf(open, length);
    copy.length = length;
    return copy;
  }

  void serialize(DataOutputView out) throws IOException {
    out.writeLong(first);
    out.writeLong(next);
    out.writeLong(due);
    out.writeInt(length);
    out.write(open, 0, length);
  }

  static PageQueue deserialize(DataInputView in) throws IOException {
    PageQueue queue = new PageQueue();
    queue.first = in.readLong();
    queue.next = in.readLong();
    queue.due = in.readLong();
    queue.length = in.readInt();
    queue.open = new byte[queue.length];
    in.readFully(queue.open);
    return queue;
  }
}
