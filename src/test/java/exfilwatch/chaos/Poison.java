package exfilwatch.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records that are made to break a job. */
final class Poison {

  /** In the command line of the one that is telemetry, and shall raise an alert. */
  static final String MARK = "poison";

  private static final int BEGINNING = 16;

  private Poison() {}

  /**
   * Records that must become dead letters, null for one without a value; {@code number} makes them
   * differ from those of another time.
   */
  static List<byte[]> dead(int number) {
    String name = "{\"poison%06d".formatted(number);
    List<byte[]> records = new ArrayList<>();
    records.add(null);
    records.add((name + "a\": ").getBytes(UTF_8));
    records.add((name + "b\": \"\u00ff\u00fe\u0000\u0001\"").getBytes(ISO_8859_1));
    records.add((name + "c\": " + "[".repeat(100_000)).getBytes(UTF_8));
    records.add((name + "d" + "x".repeat(900_000)).getBytes(UTF_8));
    // Small on the wire, larger than a producer sends by default
    records.add((name + "e" + "x".repeat(3_000_000)).getBytes(UTF_8));
    return records;
  }

  /** What a dead letter is recognised by. */
  static String nameOf(byte[] value) {
    return value == null
        ? ""
        : new String(Arrays.copyOf(value, Math.min(value.length, BEGINNING)), ISO_8859_1);
  }

  /** An rclone whose command line is larger than what a producer sends by default. */
  static byte[] hugeCommandLine(int number, Instant time) {
    return event(
        time,
        "rclone.exe",
        "rclone.exe copy C:\\\\%s%d mega:x --exclude ".formatted(MARK, number)
            + "x".repeat(3_000_000));
  }

  /** An ordinary start at that time. */
  static byte[] at(Instant time) {
    return event(time, "notepad.exe", "notepad.exe");
  }

  private static byte[] event(Instant time, String name, String commandLine) {
    return """
    {"@timestamp":"%s","event":{"module":"endpoint","action":"start","category":["process"],"type":["start"]},\
    "host":{"name":"poison-%s"},"process":{"entity_id":"p%d","pid":77,"name":"%s","command_line":"%s"}}\
    """
        .formatted(time, name, time.toEpochMilli(), name, commandLine)
        .getBytes(UTF_8);
  }
}
