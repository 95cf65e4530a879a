package exfilwatch.correlation;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * What crosses the one shuffle: ordinary signals of the hosts of one key group together, or a
 * signal by itself.
 */
@TypeInfo(Bundle.Types.class)
public final class Bundle {

  private static final byte[] NOTHING = {};

  private final long key;
  private final int keyGroups;
  private final byte[] page;
  private final int length;
  private final @Nullable Signal signal;

  private Bundle(long key, int keyGroups, byte[] page, int length, @Nullable Signal signal) {
    this.key = key;
    this.keyGroups = keyGroups;
    this.page = page;
    this.length = length;
    this.signal = signal;
  }

  /**
   * Ordinary signals together.
   *
   * @param key of the key group of all their hosts
   * @param keyGroups how many groups there are
   * @param page a bundle of {@link BundlePage}, from the start on
   * @param length of the bundle
   */
  static Bundle of(long key, int keyGroups, byte[] page, int length) {
    return new Bundle(key, keyGroups, page, length, null);
  }

  /** A signal by itself. */
  static Bundle of(long key, int keyGroups, Signal signal) {
    return new Bundle(key, keyGroups, NOTHING, 0, signal);
  }

  /** Lies in the key group of every host in it. */
  public long key() {
    return key;
  }

  int keyGroups() {
    return keyGroups;
  }

  /** The signal, if it is one by itself. */
  @Nullable Signal signal() {
    return signal;
  }

  /** Ordinary signals, as a {@link BundlePage}. */
  byte[] page() {
    return length == page.length ? page : Arrays.copyOf(page, length);
  }

  /** The bytes that {@link #page} is made of, which may be longer. */
  byte[] bytes() {
    return page;
  }

  int length() {
    return length;
  }

  /** With bytes of its own: those of the original are written again for the next bundle. */
  Bundle copy() {
    return signal != null ? this : new Bundle(key, keyGroups, page.clone(), length, null);
  }

  @Override
  public String toString() {
    return "Bundle[" + key + ", " + (signal == null ? length + " bytes" : signal) + "]";
  }

  /** Tells Flink of the serializer. */
  public static final class Types extends TypeInfoFactory<Bundle> {
    @Override
    public TypeInformation<Bundle> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new SerializedBy<>(Bundle.class, new BundleSerializer());
    }
  }
}
