package exfilwatch.telemetry.decode;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Everything that came out of a record. */
final class Decoded implements DecodeOutput {
  private static final TelemetryDecoder AUTO = TelemetryDecoder.auto();

  final List<Event> events = new ArrayList<>();
  final List<String> skipped = new ArrayList<>();
  final List<String> rejected = new ArrayList<>();

  @Override
  public void event(Event event) {
    events.add(event);
  }

  @Override
  public void skipped(String source, String why) {
    skipped.add(source + ": " + why);
  }

  @Override
  public void rejected(RejectReason reason, String detail) {
    rejected.add(reason + ": " + detail);
  }

  static Decoded of(byte[] record) {
    return of(AUTO, record);
  }

  static Decoded of(String source, byte[] record) {
    return of(TelemetryDecoder.of(source), record);
  }

  /** What comes out, which must be the same from outlines. */
  private static Decoded of(TelemetryDecoder decoder, byte[] record) {
    Decoded decoded = new Decoded();
    decoder.decode(record, 0, record.length, decoded);
    // where a value gets too long depends on the buffers that Jackson has from before
    if (record.length <= TelemetryDecoder.MAX_DOCUMENT) {
      Sighted sighted = new Sighted();
      decoder.decode(record, 0, record.length, sighted);
      sighted.isLike(decoded, new String(record, StandardCharsets.UTF_8));
    }
    return decoded;
  }

  /** Of JSON in which an apostrophe stands for a quotation mark. */
  static Decoded json(String text) {
    return of(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /** The one event of such JSON. */
  static Event event(String text) {
    Decoded decoded = json(text);
    assertThat(decoded.rejected).isEmpty();
    assertThat(decoded.skipped).isEmpty();
    assertThat(decoded.events).hasSize(1);
    return decoded.events.get(0);
  }

  static String skipped(String text) {
    Decoded decoded = json(text);
    assertThat(decoded.rejected).isEmpty();
    assertThat(decoded.events).isEmpty();
    assertThat(decoded.skipped).hasSize(1);
    return decoded.skipped.get(0);
  }

  static String rejected(String text) {
    Decoded decoded = json(text);
    assertThat(decoded.skipped).isEmpty();
    assertThat(decoded.events).isEmpty();
    assertThat(decoded.rejected).hasSize(1);
    return decoded.rejected.get(0);
  }

  static long millis(String iso) {
    return Instant.parse(iso).toEpochMilli();
  }
}
