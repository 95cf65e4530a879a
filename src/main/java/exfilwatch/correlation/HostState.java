package exfilwatch.correlation;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What the gate needs of a watched host at every event, in one piece, so that an event costs one
 * read and one write of state. Mutable.
 */
final class HostState {

  /** No timer is set. */
  static final long NO_TIMER = Long.MAX_VALUE;

  static final TypeInformation<HostState> TYPE =
      new SerializedBy<>(HostState.class, new Serializer());

  final Suspects.Summary suspects;
  final Suspects.Summary cleared;

  /** Ordinary events, in state of a version that held them back host by host; else empty. */
  final Shelf recent;

  final Shelf unclaimed;

  /** Event time of the one timer of the host, epoch milliseconds. */
  long timer = NO_TIMER;

  HostState() {
    this(new Suspects.Summary(), new Suspects.Summary(), new Shelf(), new Shelf());
  }

  private HostState(
      Suspects.Summary suspects, Suspects.Summary cleared, Shelf recent, Shelf unclaimed) {
    this.suspects = suspects;
    this.cleared = cleared;
    this.recent = recent;
    this.unclaimed = unclaimed;
  }

  boolean isEmpty() {
    return suspects.count == 0 && cleared.count == 0 && recent.isEmpty() && unclaimed.isEmpty();
  }

  /** Events held back. */
  int held() {
    return recent.events + unclaimed.events;
  }

  /** The parts one after the other. */
  static final class Serializer extends VersionedSerializer<HostState> {

    private static final long serialVersionUID = 1;
    private static final int VERSION = 1;

    Serializer() {
      this(VERSION);
    }

    private Serializer(int version) {
      super(HostState.class, version);
    }

    @Override
    public boolean isImmutableType() {
      return false;
    }

    @Override
    public HostState createInstance() {
      return new HostState();
    }

    @Override
    public HostState copy(HostState from) {
      HostState copy =
          new HostState(
              from.suspects.copy(), from.cleared.copy(), from.recent.copy(), from.unclaimed.copy());
      copy.timer = from.timer;
      return copy;
    }

    @Override
    public void serialize(HostState host, DataOutputView out) throws IOException {
      host.suspects.serialize(out);
      host.cleared.serialize(out);
      host.recent.serialize(out);
      host.unclaimed.serialize(out);
      out.writeLong(host.timer);
    }

    @Override
    public HostState deserialize(DataInputView in) throws IOException {
      HostState host =
          new HostState(
              Suspects.Summary.deserialize(in),
              Suspects.Summary.deserialize(in),
              Shelf.deserialize(in),
              Shelf.deserialize(in));
      host.timer = in.readLong();
      return host;
    }

    @Override
    public TypeSerializerSnapshot<HostState> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Made by Flink from a savepoint. */
    public static final class Snapshot extends VersionedSerializer.Snapshot<HostState> {
      public Snapshot() {
        super(VERSION);
      }

      @Override
      TypeSerializer<HostState> serializer(int version) {
        return new Serializer(version);
      }
    }
  }
}
