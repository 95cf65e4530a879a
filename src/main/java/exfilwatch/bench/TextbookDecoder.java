package exfilwatch.bench;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.job.RawRecord;
import exfilwatch.job.RecordDecoder;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.util.Collector;

/** Reads a tree and takes a few fields from it, under the first name that is there. */
final class TextbookDecoder implements RecordDecoder<TextbookEvent> {

  private static final long serialVersionUID = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<JsonPointer> HOST =
      pointers("/host/name", "/host/hostname", "/Event/System/Computer", "/Hostname", "/aid");
  private static final List<JsonPointer> PROCESS =
      pointers(
          "/process/entity_id",
          "/winlog/event_data/ProcessGuid",
          "/Event/EventData/ProcessGuid",
          "/ProcessGuid",
          "/ContextProcessId",
          "/TargetProcessId");
  private static final List<JsonPointer> NAME =
      pointers("/process/name", "/winlog/event_data/Image", "/Event/EventData/Image", "/Image");
  private static final List<JsonPointer> CATEGORY =
      pointers("/event/category/0", "/event/code", "/EventID", "/event_simpleName");
  private static final List<JsonPointer> COMMAND_LINE =
      pointers("/process/command_line", "/winlog/event_data/CommandLine", "/CommandLine");
  private static final List<JsonPointer> IP =
      pointers("/destination/ip", "/winlog/event_data/DestinationIp", "/DestinationIp");
  private static final List<JsonPointer> TIME = pointers("/@timestamp", "/Timestamp", "/time");

  private long lastTime;

  private static List<JsonPointer> pointers(String... names) {
    return Stream.of(names).map(JsonPointer::compile).toList();
  }

  @Override
  public void decode(RawRecord record, Collector<TextbookEvent> out) {
    JsonNode tree;
    try {
      tree = JSON.readTree(record.bytes());
    } catch (IOException e) {
      return;
    }
    out.collect(
        new TextbookEvent(
            text(tree, HOST) + "/" + text(tree, PROCESS),
            text(tree, NAME),
            text(tree, CATEGORY),
            text(tree, COMMAND_LINE),
            text(tree, IP),
            time(text(tree, TIME))));
  }

  /** A source that writes its time in another way keeps the pace of the others. */
  private long time(String iso) {
    try {
      lastTime = Instant.parse(iso).toEpochMilli();
    } catch (DateTimeParseException e) {
      return lastTime;
    }
    return lastTime;
  }

  private static String text(JsonNode tree, List<JsonPointer> names) {
    for (JsonPointer name : names) {
      JsonNode value = tree.at(name);
      if (value.isValueNode()) {
        return value.asText();
      }
    }
    return "";
  }
}
