package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.job.Decode;
import exfilwatch.job.Decoded;
import exfilwatch.job.RawRecord;
import exfilwatch.job.RecordDecoder;
import exfilwatch.simulate.Simulation;
import exfilwatch.simulate.SimulationSettings;
import exfilwatch.telemetry.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever reads a record, the same comes out. */
class TelemetryDeserializerTest {

  private static final String TOPIC = "telemetry";

  /** So late that no event is from the future. */
  private static final long ARRIVAL = 1_700_000_000_000L;

  private final TelemetryDeserializer ahead = new TelemetryDeserializer();
  private final RawRecordDeserializer<Decoded> behind =
      new RawRecordDeserializer<>(Decode.of("auto"), TypeInformation.of(Decoded.class));
  private final Decode plain = Decode.of("auto");

  /** As it is on its way through Kafka's consumer. */
  private ConsumerRecord<byte[], FetchedValue> fetched(byte[] record) {
    return fetched(ByteBuffer.wrap(record));
  }

  private ConsumerRecord<byte[], FetchedValue> fetched(ByteBuffer record) {
    return record(ahead.deserialize(TOPIC, new RecordHeaders(), record));
  }

  private static <V extends @Nullable Object> ConsumerRecord<byte[], V> record(V value) {
    return new ConsumerRecord<>(
        TOPIC,
        0,
        7,
        ARRIVAL,
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[0],
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  private List<String> decoded(ConsumerRecord<byte[], ?> record) {
    List<String> all = new ArrayList<>();
    // an event is in its record only as long as it is handed on
    behind.decode(
        record,
        new ListCollector<>(new ArrayList<>()) {
          @Override
          public void collect(Decoded decoded) {
            all.add(text(decoded));
          }
        });
    return all;
  }

  private List<String> decoded(byte[] record) {
    List<String> all = new ArrayList<>();
    plain.decode(
        new RawRecord(TOPIC + "-0", 7, record, null, ARRIVAL),
        new ListCollector<>(new ArrayList<>()) {
          @Override
          public void collect(Decoded decoded) {
            all.add(text(decoded));
          }
        });
    return all;
  }

  private static String text(Decoded decoded) {
    Event event = decoded.event();
    if (event != null) {
      return event.toString();
    }
    var letter = decoded.deadLetter();
    return letter == null
        ? "skipped " + decoded.skipped()
        : letter.reason() + letter.detail() + letter.position() + new String(letter.bytes(), UTF_8);
  }

  /** All shapes, some of them damaged. */
  private static List<byte[]> telemetry(int count) {
    Random random = new Random(1);
    List<byte[]> records = new ArrayList<>();
    SimulationSettings settings =
        SimulationSettings.builder()
            .events(count)
            .hosts(20)
            .incidents(0)
            .shapes(SimulationSettings.knownShapes())
            .build();
    Simulation.of(5, settings)
        .iterator()
        .forEachRemaining(
            made -> {
              byte[] json = made.json();
              if (random.nextInt(20) == 0) {
                json[random.nextInt(json.length)] = (byte) random.nextInt(256);
              }
              records.add(json);
            });
    return records;
  }

  @Test
  void whatIsReadAheadIsDecodedAlike() {
    ahead.configure(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50), false);
    int read = 0;
    int useless = 0;
    List<ConsumerRecord<byte[], FetchedValue>> waiting = new ArrayList<>();
    List<byte[]> records = telemetry(20_000);
    Random random = new Random(2);
    for (int i = 0; i < records.size(); i++) {
      byte[] record = records.get(i);
      // in an array with others
      byte[] array = new byte[record.length + 20];
      int offset = random.nextInt(20);
      random.nextBytes(array);
      System.arraycopy(record, 0, array, offset, record.length);
      ByteBuffer buffer = ByteBuffer.wrap(array, offset, record.length);
      waiting.add(fetched(i % 2 == 0 ? buffer : buffer.slice()));
      if (waiting.size() > 400 || i == records.size() - 1) {
        // what waits long is decoded late: by then more may be known to be of no use
        for (int k = 0; k < waiting.size(); k++) {
          ConsumerRecord<byte[], FetchedValue> one = waiting.get(k);
          FetchedValue value = one.value();
          read += value.trace() == null ? 0 : 1;
          useless += value.trace() != null && value.take("", 0, 0).length() == 0 ? 1 : 0;
          assertThat(decoded(one)).isEqualTo(decoded(records.get(i - waiting.size() + 1 + k)));
        }
        waiting.clear();
      }
    }
    assertThat(read).isBetween(3_000, 19_000);
    assertThat(useless).isGreaterThan(500);
  }

  @Test
  void aDecoderThatKeepsUpReadsByItself() {
    for (byte[] record : telemetry(5_000)) {
      FetchedValue value = fetched(record).value();
      value.take("", 0, 0);
      assertThat(value.trace()).isNull();
    }
  }

  @Test
  void aDecoderThatIsTwoPollsBehindIsHelped() {
    ahead.configure(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "160"), false);
    int first = 0;
    List<byte[]> records = telemetry(1_000);
    while (fetched(records.get(first)).value().trace() == null) {
      first++;
    }
    assertThat(first).isBetween(2 * 160 - 32, 2 * 160 + 32);
  }

  @Test
  void aBufferOutsideTheHeapIsCopied() {
    byte[] record = "no JSON".getBytes(UTF_8);
    ByteBuffer direct = ByteBuffer.allocateDirect(100);
    direct.position(9).put(record).flip().position(9);

    assertThat(decoded(fetched(direct))).isEqualTo(decoded(record));
  }

  @Test
  void aRecordWithoutValueIsADeadLetter() {
    assertThat(decoded(record(null))).singleElement().asString().startsWith(RawRecord.NO_VALUE);
  }

  @Test
  void aDecoderThatBreaksGetsTheRecordByItself() {
    List<RawRecord> seen = new ArrayList<>();
    RecordDecoder<Decoded> breaking =
        (record, out) -> {
          seen.add(record);
          if (record.problem() == null) {
            throw new IllegalStateException();
          }
        };
    ByteBuffer among = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);
    new RawRecordDeserializer<>(breaking, TypeInformation.of(Decoded.class))
        .decode(fetched(among), new ListCollector<>(new ArrayList<>()));

    byte[] bytes = {2, 3};
    assertThat(seen)
        .containsExactly(
            new RawRecord(TOPIC + "-0", 7, bytes, null, ARRIVAL),
            new RawRecord(
                TOPIC + "-0", 7, bytes, "decoder_failed: IllegalStateException", ARRIVAL));
  }

  @Test
  void bytesThatComeByThemselvesAreDecodedAlike() {
    byte[] record = "{'event_simpleName':'DnsRequest'}".replace('\'', '"').getBytes(UTF_8);
    assertThat(decoded(record(record))).isEqualTo(decoded(record));
    assertThat(decoded(record(ahead.deserialize(TOPIC, record)))).isEqualTo(decoded(record));
  }
}
