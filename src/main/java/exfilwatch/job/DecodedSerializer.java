package exfilwatch.job;

import exfilwatch.telemetry.Event;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Needed only where the operator behind the decoder is not chained to it: an event leaves its
 * record whole. Never in state.
 */
final class DecodedSerializer extends TypeSerializerSingleton<Decoded> {

  private static final long serialVersionUID = 1;

  private static final int EVENT = 0;
  private static final int DEAD = 1;
  private static final int SKIPPED = 2;

  private static final Decoded NONE = Decoded.skipped("");

  private final TypeSerializer<Event> events = of(Event.class);
  private final TypeSerializer<DeadLetter> deadLetters = of(DeadLetter.class);

  private static <T> TypeSerializer<T> of(Class<T> type) {
    return TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
  }

  @Override
  public DecodedSerializer duplicate() {
    return new DecodedSerializer(); // those of the parts are for one thread
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public Decoded createInstance() {
    return NONE;
  }

  @Override
  public Decoded copy(Decoded from) {
    Event event = from.event();
    return event == null ? from : Decoded.of(event);
  }

  @Override
  public Decoded copy(Decoded from, Decoded reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(Decoded decoded, DataOutputView out) throws IOException {
    Event event = decoded.event();
    DeadLetter letter = decoded.deadLetter();
    if (event != null) {
      out.writeByte(EVENT);
      events.serialize(event, out);
    } else if (letter != null) {
      out.writeByte(DEAD);
      deadLetters.serialize(letter, out);
    } else {
      out.writeByte(SKIPPED);
      out.writeUTF(text(decoded.skipped()));
    }
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  @Override
  public Decoded deserialize(DataInputView in) throws IOException {
    return switch (in.readByte()) {
      case EVENT -> Decoded.of(events.deserialize(in));
      case DEAD -> Decoded.dead(deadLetters.deserialize(in));
      default -> Decoded.skipped(in.readUTF());
    };
  }

  @Override
  public Decoded deserialize(Decoded reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public void copy(DataInputView from, DataOutputView to) throws IOException {
    serialize(deserialize(from), to);
  }

  @Override
  public TypeSerializerSnapshot<Decoded> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Made by Flink. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Decoded> {
    public Snapshot() {
      super(DecodedSerializer::new);
    }
  }
}
