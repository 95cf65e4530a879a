package exfilwatch.correlation;

import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.HostKey;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * What detection tells the gate: a suspicious start whole, everything else cut down to what tells
 * whose event it is and where it went. The event is bytes until somebody asks for it, which is
 * hardly ever. Immutable.
 */
@TypeInfo(Signal.Types.class)
public final class Signal {

  /** What else the gate has to know. */
  public enum Note {
    NOTHING,
    /** An activity that arrived behind the watermark; it is whole. */
    LATE,
    /** A start that was judged, and found harmless although its activity alone would not be. */
    CLEARED
  }

  private final long hostKey;
  private final byte[] packed;
  private final @Nullable Suspicion suspicion;
  private final Note note;

  Signal(long hostKey, byte[] packed, @Nullable Suspicion suspicion, Note note) {
    this.hostKey = hostKey;
    this.packed = packed;
    this.suspicion = suspicion;
    this.note = note;
  }

  public static Signal suspicious(Event event, Suspicion suspicion) {
    return new Signal(
        HostKey.hash(event.host()), PackedEvent.whole(event), suspicion, Note.NOTHING);
  }

  public static Signal late(Event activity) {
    return new Signal(HostKey.hash(activity.host()), PackedEvent.whole(activity), null, Note.LATE);
  }

  public static Signal cleared(Event start) {
    return new Signal(HostKey.hash(start.host()), PackedEvent.whole(start), null, Note.CLEARED);
  }

  public static Signal ordinary(Event event) {
    return new Signal(HostKey.hash(event.host()), PackedEvent.slim(event), null, Note.NOTHING);
  }

  /** From a {@link BundlePage}. */
  static Signal ordinary(long hostKey, byte[] packed) {
    return new Signal(hostKey, packed, null, Note.NOTHING);
  }

  /** {@link HostKey#hash} of the event's host. */
  public long hostKey() {
    return hostKey;
  }

  public EventKind kind() {
    return PackedEvent.kind(packed, 0);
  }

  /** As {@link Event#time}. */
  public long time() {
    return PackedEvent.time(packed, 0);
  }

  /** Unpacked at each call. */
  public Event event() {
    return PackedEvent.read(packed, 0);
  }

  byte[] packed() {
    return packed;
  }

  /** Null for all but suspicious starts, and activity that is suspicious in itself. */
  public @Nullable Suspicion suspicion() {
    return suspicion;
  }

  public Note note() {
    return note;
  }

  /** Whether nothing speaks against it, so that it may only wait for a start. */
  boolean isOrdinary() {
    return suspicion == null && note == Note.NOTHING;
  }

  @Override
  public String toString() {
    return "Signal[" + note + ", " + event() + ", " + suspicion + "]";
  }

  /** Tells Flink of the serializer. */
  public static final class Types extends TypeInfoFactory<Signal> {
    @Override
    public TypeInformation<Signal> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new SerializedBy<>(Signal.class, new SignalSerializer());
    }
  }
}
