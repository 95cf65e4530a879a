package exfilwatch.correlation;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A serializer that says in every savepoint in which version of its format it wrote. A later
 * version of the code reads the older format and writes its own.
 */
abstract class VersionedSerializer<T> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1;

  /** Of the bytes that it reads. */
  protected final int version;

  private final Class<T> type;

  protected VersionedSerializer(Class<T> type, int version) {
    this.type = type;
    this.version = version;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this; // it keeps nothing between calls
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VersionedSerializer<?> that
        && type.equals(that.type)
        && version == that.version;
  }

  @Override
  public int hashCode() {
    return type.hashCode() + version;
  }

  /** What a savepoint knows of the serializer: Flink writes the version in front of it. */
  abstract static class Snapshot<T> implements TypeSerializerSnapshot<T> {

    private final int current;
    private int written;

    /**
     * @param current version of the format that this code writes
     */
    protected Snapshot(int current) {
      this.current = current;
      this.written = current;
    }

    abstract TypeSerializer<T> serializer(int version);

    @Override
    public int getCurrentVersion() {
      return current;
    }

    @Override
    public void writeSnapshot(DataOutputView out) {}

    @Override
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader loader) {
      written = readVersion;
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
      return serializer(written);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
        TypeSerializerSnapshot<T> old) {
      int before = ((Snapshot<T>) old).written;
      if (before == current) {
        return TypeSerializerSchemaCompatibility.compatibleAsIs();
      }
      return before < current
          ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
