package exfilwatch.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Whatever became of a record reaches an operator that is not chained to the decoder. */
class DecodedSerializerTest {

  private static final String CONNECTION =
      """
      {"@timestamp":"2026-03-04T08:00:00Z","event":{"module":"endpoint","category":["network"],\
      "type":["start"],"action":"connection_attempted"},"host":{"name":"h1"},"process":{"pid":7,\
      "entity_id":"e","name":"a.exe","executable":"C:\\\\a.exe"},"destination":{"ip":"203.0.113.9"}}\
      """;

  private static final List<String> RECORDS =
      List.of(CONNECTION, CONNECTION.replace("network", "file"), CONNECTION.substring(0, 99), "{}");

  private static TypeSerializer<Decoded> serializer() {
    return TypeInformation.of(Decoded.class).createSerializer(new SerializerConfigImpl());
  }

  /** Each with what a serializer makes of it while the record is at hand. */
  private static List<List<Decoded>> passedOn(TypeSerializer<Decoded> serializer) {
    List<List<Decoded>> all = new ArrayList<>();
    Decode decode = Decode.of("auto");
    for (String record : RECORDS) {
      List<Decoded> one =
          new ArrayList<>() {
            private static final long serialVersionUID = 1;

            @Override
            public boolean add(Decoded decoded) {
              return super.add(serializer.copy(decoded)) && super.add(written(decoded, serializer));
            }
          };
      decode.decode(
          new RawRecord("topic-0", 0, record.getBytes(UTF_8), null), new ListCollector<>(one));
      all.add(one);
    }
    return all;
  }

  private static Decoded written(Decoded decoded, TypeSerializer<Decoded> serializer) {
    try {
      DataOutputSerializer out = new DataOutputSerializer(64);
      serializer.serialize(decoded, out);
      return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void allOfAnEventADeadLetterOrThatItWasSkipped() {
    List<List<Decoded>> passedOn = passedOn(serializer());
    assertThat(passedOn).hasSize(RECORDS.size()).allSatisfy(one -> assertThat(one).hasSize(2));
    for (Decoded decoded : passedOn.get(0)) {
      Event event = decoded.event();
      assertThat(event).isNotNull();
      assertThat(event.process().executable()).isEqualTo("C:\\a.exe");
      assertThat(event.host().name()).isEqualTo("h1");
    }
    assertThat(passedOn.get(0).get(0).event()).isEqualTo(passedOn.get(0).get(1).event());
    assertThat(passedOn.get(1)).extracting(Decoded::skipped).containsOnly("endpoint");
    assertThat(passedOn.get(2))
        .extracting(decoded -> String.valueOf(decoded.deadLetter()))
        .allSatisfy(letter -> assertThat(letter).contains("truncated"));
    assertThat(passedOn.get(3))
        .extracting(decoded -> String.valueOf(decoded.deadLetter()))
        .allSatisfy(letter -> assertThat(letter).contains("unknown_source"));
  }

  @Test
  void aCopyForAnotherThreadHasSerializersOfItsOwn() {
    TypeSerializer<Decoded> serializer = serializer();
    assertThat(serializer.duplicate()).isNotSameAs(serializer).isEqualTo(serializer);
  }
}
