package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.decode.DecodeOutput;
import exfilwatch.telemetry.decode.RejectReason;
import exfilwatch.telemetry.decode.TelemetryDecoder;
import exfilwatch.telemetry.decode.TelemetryReader;
import exfilwatch.telemetry.decode.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In a plan each record has a letter: {@code u} of use, {@code d} and {@code c} of no use. */
class UselessTogetherTest {

  private static final TopicPartition ONE = new TopicPartition("telemetry", 1);
  private static final TopicPartition TWO = new TopicPartition("telemetry", 2);
  private static final long OFFSET = 500;

  private static final String DEFEND_FILE =
      "{'@timestamp':'2026-05-01T10:00:00.000Z','agent':{'type':'endpoint'},"
          + "'data_stream':{'dataset':'endpoint.events.file'},'event':{'module':'endpoint',"
          + "'dataset':'endpoint.events.file','category':['file'],'type':['creation'],"
          + "'action':'creation'},'host':{'id':'h1'}}";
  private static final String FALCON_OTHER =
      "{'event_simpleName':'AgentConnect','aid':'0123456789abcdef0123456789abcdef',"
          + "'timestamp':'1777629600000'}";

  private final UselessTogether together = new UselessTogether();
  private final TelemetryReader reader = new TelemetryReader();
  private final TelemetryDecoder decoder = TelemetryDecoder.auto();
  private final Trace defend = useless(DEFEND_FILE);
  private final Trace falcon = useless(FALCON_OTHER);

  /** What a reader knows of a record when it has seen what became of one like it. */
  private Trace useless(String json) {
    byte[] record = json.replace('\'', '"').getBytes(UTF_8);
    for (int i = 0; i < 5; i++) {
      Trace trace = Objects.requireNonNull(reader.read(record, 0, record.length));
      if (trace.isUseless()) {
        return trace;
      }
      decoder.decode(record, trace, new Ignored());
    }
    throw new AssertionError("of use: " + json);
  }

  private static final class Ignored implements DecodeOutput {
    @Override
    public void event(Event event) {}

    @Override
    public void skipped(String source, String why) {}

    @Override
    public void rejected(RejectReason reason, String detail) {}
  }

  private @Nullable FetchedValue value(char kind) {
    byte[] bytes = {1};
    return switch (kind) {
      case 'd' -> new FetchedValue(bytes, 0, 1, defend, null);
      case 'c' -> new FetchedValue(bytes, 0, 1, falcon, null);
      case 'R' -> new FetchedValue(bytes, 0, 1, defend, new Receipt(false));
      case '0' -> null;
      default -> new FetchedValue(bytes, 0, 1, null, null);
    };
  }

  private List<ConsumerRecord<byte[], FetchedValue>> records(TopicPartition of, String plan) {
    List<ConsumerRecord<byte[], FetchedValue>> records = new ArrayList<>();
    for (int i = 0; i < plan.length(); i++) {
      records.add(
          new ConsumerRecord<>(
              of.topic(), of.partition(), OFFSET + i, new byte[0], value(plan.charAt(i))));
    }
    return records;
  }

  private ConsumerRecords<byte[], FetchedValue> handedOver(String one, String two) {
    return together.onConsume(
        new ConsumerRecords<>(
            Map.of(ONE, records(ONE, one), TWO, records(TWO, two)),
            Map.of(ONE, new OffsetAndMetadata(OFFSET + one.length()))));
  }

  private List<ConsumerRecord<byte[], FetchedValue>> handedOver(String plan) {
    return handedOver(plan, "").records(ONE);
  }

  private static List<Long> offsets(List<ConsumerRecord<byte[], FetchedValue>> records) {
    return records.stream().map(record -> record.offset() - OFFSET).toList();
  }

  private static long uselessTo(
      @Nullable String source, List<ConsumerRecord<byte[], FetchedValue>> records) {
    return records.stream()
        .map(ConsumerRecord::value)
        .filter(value -> value != null && Objects.equals(value.uselessTo(), source))
        .count();
  }

  @Test
  void thoseOfNoUseComeNextToTheFirstAndAreOne() {
    List<ConsumerRecord<byte[], FetchedValue>> records = handedOver("uduudduuu");

    assertThat(offsets(records)).containsExactly(0L, 0L, 0L, 0L, 2L, 3L, 6L, 7L, 8L);
    assertThat(records.get(2)).isSameAs(records.get(1));
    assertThat(records.get(3)).isSameAs(records.get(1));
    assertThat(records.get(1).topic()).isEqualTo(ONE.topic());
    assertThat(records.get(1).partition()).isEqualTo(ONE.partition());
  }

  @Test
  void theLastStaysTheLast() {
    assertThat(offsets(handedOver("uddd"))).containsExactly(0L, 0L, 0L, 3L);
    assertThat(offsets(handedOver("dudu"))).containsExactly(0L, 0L, 1L, 3L);
    assertThat(offsets(handedOver("d"))).containsExactly(0L);
    assertThat(offsets(handedOver("dd"))).containsExactly(0L, 1L);
    assertThat(offsets(handedOver(""))).isEmpty();
  }

  @Test
  void asManyAsBeforeAreOfNoUseToEachSource() {
    List<ConsumerRecord<byte[], FetchedValue>> records = handedOver("ucdcudcdccdu");

    assertThat(records).hasSize(12);
    assertThat(uselessTo(defend.uselessTo(), records)).isEqualTo(4);
    assertThat(uselessTo(falcon.uselessTo(), records)).isEqualTo(5);
    assertThat(uselessTo(null, records)).isEqualTo(3);
  }

  @Test
  void whatSomebodyWaitsForAndWhatHasNoValueStayWhereTheyAre() {
    List<ConsumerRecord<byte[], FetchedValue>> records = handedOver("uR0dRu");

    assertThat(offsets(records)).containsExactly(0L, 0L, 1L, 2L, 4L, 5L);
    assertThat(records.get(3).value()).isNull();
  }

  @Test
  void whatIsFetchedOfEachPartitionIsByItself() {
    ConsumerRecords<byte[], FetchedValue> records = handedOver("udu", "uuddu");

    assertThat(offsets(records.records(ONE))).containsExactly(0L, 0L, 2L);
    assertThat(offsets(records.records(TWO))).containsExactly(0L, 0L, 0L, 1L, 4L);
    assertThat(records.nextOffsets()).containsEntry(ONE, new OffsetAndMetadata(OFFSET + 3));
  }

  /** Wherever a job starts again: behind the offset of the last record that it took. */
  @Test
  void noRecordOfUseIsLostOrReadTwice() {
    String plan = "duddcuudcuuddcu";
    List<ConsumerRecord<byte[], FetchedValue>> records = handedOver(plan);
    for (int taken = 1; taken <= records.size(); taken++) {
      long next = records.get(taken - 1).offset() + 1 - OFFSET;
      List<Long> seen =
          records.subList(0, taken).stream()
              .filter(record -> record.value().uselessTo() == null)
              .map(record -> record.offset() - OFFSET)
              .toList();
      assertThat(seen)
          .containsExactlyElementsOf(
              LongStream.range(0, next).filter(i -> plan.charAt((int) i) == 'u').boxed().toList());
    }
  }
}
