package exfilwatch.job;

import exfilwatch.correlation.SerializedBy;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Sighting;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * What became of a record: exactly one of an event, a dead letter, or the reason why it is of no
 * use to this product (a file or registry event, say).
 *
 * <p>The event may still be in its record, and is valid only while the decoder hands it on: through
 * operators that are chained to it. On its way to others all of it is read.
 */
@TypeInfo(Decoded.Types.class)
public final class Decoded {

  private final @Nullable Sighting sighting;
  private final @Nullable DeadLetter deadLetter;
  private final @Nullable String skipped;

  Decoded(@Nullable Sighting sighting, @Nullable DeadLetter deadLetter, @Nullable String skipped) {
    this.sighting = sighting;
    this.deadLetter = deadLetter;
    this.skipped = skipped;
  }

  static Decoded of(Sighting sighting) {
    return new Decoded(sighting, null, null);
  }

  static Decoded dead(DeadLetter letter) {
    return new Decoded(null, letter, null);
  }

  static Decoded skipped(String why) {
    return new Decoded(null, null, why);
  }

  /** The event as far as it has been read; null when the record is none. */
  public @Nullable Sighting sighting() {
    return sighting;
  }

  /** All of the event; null when the record is none. */
  public @Nullable Event event() {
    return sighting == null ? null : sighting.event();
  }

  /** Null when the record could be decoded. */
  public @Nullable DeadLetter deadLetter() {
    return deadLetter;
  }

  /** Null when the record is of use, or a dead letter. */
  public @Nullable String skipped() {
    return skipped;
  }

  /** Tells Flink of the serializer. */
  public static final class Types extends TypeInfoFactory<Decoded> {
    @Override
    public TypeInformation<Decoded> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new SerializedBy<>(Decoded.class, new DecodedSerializer());
    }
  }
}
