package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.job.DeadLetter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A record that a producer would refuse must not reach it. */
class SizeLimitTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SizeLimit LIMIT = new SizeLimit(100_000);

  @Test
  void leavesWhatFitsAsItIs() {
    byte[] json = "{\"a\": \"%s\"}".formatted("x".repeat(90_000)).getBytes(UTF_8);
    assertThat(LIMIT.fit(json)).isSameAs(json);
    assertThat(LIMIT.beginningOf(json)).isSameAs(json);
  }

  @Test
  void cutsLongTextsAndSaysSo() throws Exception {
    byte[] json =
        JSON.writeValueAsBytes(
            Map.of("short", "as it is", "process", Map.of("command_line", "x".repeat(3_000_000))));
    JsonNode cut = JSON.readTree(LIMIT.fit(json));
    assertThat(cut.at("/short").asText()).isEqualTo("as it is");
    assertThat(cut.at("/process/command_line").asText())
        .hasSizeBetween(30_000, 40_000)
        .endsWith("xxx[cut]");
  }

  @Test
  void cutsLongListsAndManyTexts() throws Exception {
    List<String> arguments = Collections.nCopies(400_000, "argument \u00e4\u20ac");
    byte[] json = LIMIT.fit(JSON.writeValueAsBytes(Map.of("args", arguments, "more", arguments)));
    assertThat(json.length).isLessThanOrEqualTo(100_000);
    JsonNode args = JSON.readTree(json).at("/args");
    assertThat(args.get(0).asText()).isEqualTo("argument \u00e4\u20ac");
    assertThat(args.get(args.size() - 1).asText()).isEqualTo("[cut]");
  }

  @Test
  void anAlertAndItsKeyAreCut() throws Exception {
    AlertSerializer<String> serializer =
        new AlertSerializer<>(
            "alerts", LIMIT, text -> text, text -> ("{\"text\":\"" + text + "\"}").getBytes(UTF_8));
    ProducerRecord<byte[], byte[]> record = serializer.serialize("k".repeat(200_000), null, null);
    assertThat(record.key()).hasSize(1024);
    assertThat(JSON.readTree(record.value()).at("/text").asText()).startsWith("kkk");
  }

  @Test
  void aDeadLetterIsCutToItsBeginningAndTellsItsLength() {
    byte[] bytes = "y".repeat(250_000).getBytes(UTF_8);
    DeadLetter letter = new DeadLetter("topic-3", 7, "not_json", "", bytes);
    ProducerRecord<byte[], byte[]> record =
        new DeadLetterSerializer("dead", LIMIT).serialize(letter, null, null);
    assertThat(record.value()).hasSize(100_000);
    assertThat(new String(record.headers().lastHeader("cut-from").value(), UTF_8))
        .isEqualTo("250000");
  }
}
