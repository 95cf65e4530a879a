package exfilwatch.correlation;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What the {@link HeldPages} of a key group hold. Mutable. */
final class HeldShelf {

  /** No timer is set. */
  static final long NO_TIMER = Long.MAX_VALUE;

  static final TypeInformation<HeldShelf> TYPE =
      new SerializedBy<>(HeldShelf.class, new Serializer());

  final PageQueue recent;

  /** What was left of pages when most of their events were over. */
  final PageQueue ahead;

  /** Held in all pages, of which some may be over. */
  int events;

  /** Of all pages, with what is claimed or over. */
  int bytes;

  /** Time of the latest event, epoch milliseconds. */
  long latest = Long.MIN_VALUE;

  /** Event time of the timer of the key group. */
  long timer = NO_TIMER;

  HeldShelf() {
    this(new PageQueue(), new PageQueue());
  }

  private HeldShelf(PageQueue recent, PageQueue ahead) {
    this.recent = recent;
    this.ahead = ahead;
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
      HeldShelf copy = new HeldShelf(from.recent.copy(), from.ahead.copy());
      copy.events = from.events;
      copy.bytes = from.bytes;
      copy.latest = from.latest;
      copy.timer = from.timer;
      return copy;
    }

    @Override
    public void serialize(HeldShelf shelf, DataOutputView out) throws IOException {
      shelf.recent.serialize(out);
      shelf.ahead.serialize(out);
      out.writeInt(shelf.events);
      out.writeInt(shelf.bytes);
      out.writeLong(shelf.latest);
      out.writeLong(shelf.timer);
    }

    @Override
    public HeldShelf deserialize(DataInputView in) throws IOException {
      HeldShelf shelf = new HeldShelf(PageQueue.deserialize(in), PageQueue.deserialize(in));
      shelf.events = in.readInt();
      shelf.bytes = in.readInt();
      shelf.latest = in.readLong();
      shelf.timer = in.readLong();
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
