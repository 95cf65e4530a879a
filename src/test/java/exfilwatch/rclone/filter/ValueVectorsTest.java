package exfilwatch.rclone.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SoftAssertionsExtension.class)
class ValueVectorsTest {
  @InjectSoftAssertions private SoftAssertions softly;

  private interface Parser<T> {
    T parse(String text) throws BadValueException;
  }

  private static <T> Object outcome(Parser<T> parser, JsonNode row) {
    try {
      return parser.parse(row.get("in").asText());
    } catch (BadValueException e) {
      return e.getMessage();
    }
  }

  static Stream<JsonNode> sizes() throws IOException {
    return Vectors.read("sizesuffix-vectors.jsonl");
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void readsSizes(JsonNode row) {
    Object outcome = outcome(SizeSuffix::parse, row);
    if (row.has("error")) {
      assertThat(outcome).isEqualTo(row.get("error").asText());
    } else {
      softly.assertThat(outcome).isEqualTo(new SizeSuffix(row.get("bytes").asLong()));
      softly.assertThat(outcome).hasToString(row.get("string").asText());
    }
  }

  static Stream<JsonNode> durations() throws IOException {
    return Vectors.read("duration-vectors.jsonl");
  }

  @ParameterizedTest
  @MethodSource("durations")
  void readsDurations(JsonNode row) {
    Instant now = Instant.parse(row.get("now").asText());
    ZoneId zone = ZoneId.of(row.get("tz").asText());
    Object outcome = outcome(text -> RcloneDuration.parse(text, now, zone), row);
    if (row.has("error")) {
      softly.assertThat(outcome).isEqualTo(row.get("error").asText());
    } else {
      softly.assertThat(outcome).isEqualTo(new RcloneDuration(row.get("ns").asLong()));
      softly.assertThat(outcome).hasToString(row.get("string").asText());
    }
    Object strict = outcome(RcloneDuration::parseGo, row);
    JsonNode expected = row.get("plain_go_duration");
    if (expected.isNumber()) {
      softly.assertThat(strict).isEqualTo(new RcloneDuration(expected.asLong()));
    } else {
      softly.assertThat(strict).asString().startsWith("time: ");
    }
  }

  static Stream<JsonNode> timetables() throws IOException {
    return Vectors.read("bwlimit-vectors.jsonl");
  }

  @ParameterizedTest
  @MethodSource("timetables")
  void readsTimetables(JsonNode row) {
    Object outcome = outcome(BwTimetable::parse, row);
    if (row.has("error")) {
      assertThat(outcome).isEqualTo(row.get("error").asText());
      return;
    }
    List<BwTimetable.Slot> slots = new ArrayList<>();
    for (JsonNode slot : row.get("slots")) {
      slots.add(
          new BwTimetable.Slot(
              slot.get("dow").asInt(),
              slot.get("hhmm").asInt(),
              new SizeSuffix(slot.get("tx").asLong()),
              new SizeSuffix(slot.get("rx").asLong())));
    }
    softly.assertThat(outcome).isEqualTo(new BwTimetable(slots));
    softly.assertThat(outcome).hasToString(row.get("string").asText());
  }

  static Stream<JsonNode> lists() throws IOException {
    return Vectors.read("listtypes-vectors.jsonl");
  }

  @ParameterizedTest
  @MethodSource("lists")
  void readsListsTristatesAndCounts(JsonNode row) {
    String kind = row.get("kind").asText();
    Object outcome =
        switch (kind) {
          case "CommaSepList/stringArray-env" -> outcome(SeparatedList::commas, row);
          case "SpaceSepList" -> outcome(SeparatedList::spaces, row);
          case "Tristate" -> outcome(Tristate::parse, row);
          case "CountSuffix" -> outcome(CountSuffix::parse, row);
          default -> throw new IllegalStateException("no test for the kind " + kind);
        };
    if (row.has("error")) {
      assertThat(outcome).isEqualTo(row.get("error").asText());
    } else if (row.has("list")) {
      List<String> items = new ArrayList<>();
      row.get("list").forEach(item -> items.add(item.asText()));
      assertThat(outcome).isEqualTo(items);
    } else if (row.has("value")) {
      assertThat(outcome).hasToString(row.get("value").asText());
    } else {
      assertThat(outcome).isEqualTo(new CountSuffix(row.get("count").asLong()));
    }
  }

  @Test
  void everyVectorIsTested() throws IOException {
    assertThat(sizes()).hasSize(45);
    assertThat(durations()).hasSize(36);
    assertThat(timetables()).hasSize(22);
    assertThat(lists()).hasSize(30);
  }
}
