package exfilwatch.correlation;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Key, number of key groups, and the page as it is; a length of 0 means one signal instead. */
final class BundleSerializer extends VersionedSerializer<Bundle> {

  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;

  private static final SignalSerializer SIGNALS = new SignalSerializer();
  private static final Bundle NONE = Bundle.of(0, 0, SIGNALS.createInstance());

  BundleSerializer() {
    this(VERSION);
  }

  private BundleSerializer(int version) {
    super(Bundle.class, version);
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public Bundle createInstance() {
    return NONE;
  }

  @Override
  public Bundle copy(Bundle from) {
    return from.copy();
  }

  @Override
  public void serialize(Bundle bundle, DataOutputView out) throws IOException {
    Signal signal = bundle.signal();
    out.writeLong(bundle.key());
    out.writeInt(bundle.keyGroups());
    out.writeInt(bundle.length());
    if (signal == null) {
      out.write(bundle.bytes(), 0, bundle.length());
    } else {
      SIGNALS.serialize(signal, out);
    }
  }

  @Override
  public Bundle deserialize(DataInputView in) throws IOException {
    long key = in.readLong();
    int keyGroups = in.readInt();
    int length = in.readInt();
    if (length == 0) {
      return Bundle.of(key, keyGroups, SIGNALS.deserialize(in));
    }
    byte[] page = new byte[length];
    in.readFully(page);
    return Bundle.of(key, keyGroups, page, length);
  }

  @Override
  public TypeSerializerSnapshot<Bundle> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Made by Flink from a savepoint. */
  public static final class Snapshot extends VersionedSerializer.Snapshot<Bundle> {
    public Snapshot() {
      super(VERSION);
    }

    @Override
    TypeSerializer<Bundle> serializer(int version) {
      return new BundleSerializer(version);
    }
  }
}
