package exfilwatch.correlation;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What the {@link HeldEvents} of a key group are, and the page to which small bundles are added;
 * the other pages lie in state of their own. Mutable.
 */
final class HeldShelf {

  /** Nothing has to be dropped, and no timer is set. */
  static final long NEVER = Long.MAX_VALUE;

  /** More than that does not go into the open page, which is read and written each time. */
  static final int OPEN_BYTES = 2048;

  static final TypeInformation<HeldShelf> TYPE =
      new SerializedBy<>(HeldShelf.class, new Serializer());

  private static final byte[] NOTHING = {};

  /** Numbers of the pages, from the oldest to before the next one. */
  long first;

  long next;

  /** Held in all pages, of which some may be over. */
  int events;

  /** Of all pages, with what is claimed or over. */
  int bytes;

  /** No event is kept longer, epoch milliseconds. */
  long latest = Long.MIN_VALUE;

  /** When the oldest page is over; {@link #NEVER} when there is none but the open one. */
  long oldestOver = NEVER;

  /** Event time of the timer of the key group. */
  long timer = NEVER;

  byte[] open = NOTHING;

  /** How much of {@link #open} is used. */
  int length;

  boolean hasRoomFor(byte[] page) {
    return length + page.length <= OPEN_BYTES;
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

  HeldShelf copy() {
    HeldShelf copy = new HeldShelf();
    copy.first = first;
    copy.next = next;
    copy.events = events;
    copy.bytes = bytes;
    copy.latest = latest;
    copy.oldestOver = oldestOver;
    copy.timer = timer;
    copy.open = Arrays.copyOf(open, length);
    copy.length = length;
    return copy;
  }

  /** Field after field. */
  static final class Serializer extends VersionedSerializer<HeldShelf> {

    private static final long serialVersionUID = 1;
    private static final int VERSION = 1;

    Serializer() {
      this(VERSION);
    }

    private Serializer(int version) {
      super(HeldShelf.class, version);
    }

    @Override
    public boolean isImmutableType() {
      return false;
    }

    @Override
    public HeldShelf createInstance() {
      return new HeldShelf();
    }

    @Override
    public HeldShelf copy(HeldShelf from) {
      return from.copy();
    }

    @Override
    public void serialize(HeldShelf shelf, DataOutputView out) throws IOException {
      out.writeLong(shelf.first);
      out.writeLong(shelf.next);
      out.writeInt(shelf.events);
      out.writeInt(shelf.bytes);
      out.writeLong(shelf.latest);
      out.writeLong(shelf.oldestOver);
      out.writeLong(shelf.timer);
      out.writeInt(shelf.length);
      out.write(shelf.open, 0, shelf.length);
    }

    @Override
    public HeldShelf deserialize(DataInputView in) throws IOException {
      HeldShelf shelf = new HeldShelf();
      shelf.first = in.readLong();
      shelf.next = in.readLong();
      shelf.events = in.readInt();
      shelf.bytes = in.readInt();
      shelf.latest = in.readLong();
      shelf.oldestOver = in.readLong();
      shelf.timer = in.readLong();
      shelf.length = in.readInt();
      shelf.open = new byte[shelf.length];
      in.readFully(shelf.open);
      return shelf;
    }

    @Override
    public TypeSerializerSnapshot<HeldShelf> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Made by Flink from a savepoint. */
    public static final class Snapshot extends VersionedSerializer.Snapshot<HeldShelf> {
      public Snapshot() {
        super(VERSION);
      }

      @Override
      TypeSerializer<HeldShelf> serializer(int version) {
        return new Serializer(version);
      }
    }
  }
}
