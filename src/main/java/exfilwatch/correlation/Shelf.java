package exfilwatch.correlation;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a host's {@link UnclaimedEvents} hold, and the page that is being written; full pages lie in
 * state of their own. Mutable.
 */
final class Shelf {

  /** No event is to be kept until then. */
  static final long NEVER = Long.MAX_VALUE;

  private static final byte[] NOTHING = {};

  /** Numbers of the full pages, from the oldest to before the next one. */
  long first;

  long next;

  /** In all pages, which may be some more than are still to be kept. */
  int events;

  /** No event is kept less long, epoch milliseconds; {@link #NEVER} when there is none. */
  long earliest = NEVER;

  /** No event is kept longer, epoch milliseconds. */
  long latest = Long.MIN_VALUE;

  byte[] open = NOTHING;

  /** How much of {@link #open} is used. */
  int length;

  boolean isEmpty() {
    return events == 0;
  }

  void write(byte[] packed, long until) {
    int size = Page.sizeOf(packed);
    if (open.length - length < size) {
      // Exactly what one event needs, because quiet hosts are the most
      int grown = Math.min(2 * open.length, Page.BYTES);
      open = Arrays.copyOf(open, Math.max(length + size, grown));
    }
    Page.write(packed, until, open, length);
    length += size;
    events++;
    earliest = Math.min(earliest, until);
    latest = Math.max(latest, until);
  }

  /** Empties the open page and returns what was in it. */
  byte[] turnPage() {
    byte[] full = Arrays.copyOf(open, length);
    length = 0;
    return full;
  }

  void clear() {
    first = 0;
    next = 0;
    events = 0;
    earliest = NEVER;
    latest = Long.MIN_VALUE;
    open = NOTHING;
    length = 0;
  }

  Shelf copy() {
    Shelf copy = new Shelf();
    copy.first = first;
    copy.next = next;
    copy.events = events;
    copy.earliest = earliest;
    copy.latest = latest;
    copy.open = length == 0 ? NOTHING : Arrays.copyOf(open, length);
    copy.length = length;
    return copy;
  }

  void serialize(DataOutputView out) throws IOException {
    out.writeInt(events);
    if (events == 0) {
      return;
    }
    out.writeLong(first);
    out.writeInt((int) (next - first));
    out.writeLong(earliest);
    out.writeLong(latest);
    out.writeInt(length);
    out.write(open, 0, length);
  }

  static Shelf deserialize(DataInputView in) throws IOException {
    Shelf shelf = new Shelf();
    shelf.events = in.readInt();
    if (shelf.events == 0) {
      return shelf;
    }
    shelf.first = in.readLong();
    shelf.next = shelf.first + in.readInt();
    shelf.earliest = in.readLong();
    shelf.latest = in.readLong();
    shelf.length = in.readInt();
    shelf.open = new byte[shelf.length];
    in.readFully(shelf.open);
    return shelf;
  }
}
