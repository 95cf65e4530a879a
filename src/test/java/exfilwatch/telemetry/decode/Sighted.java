package exfilwatch.telemetry.decode;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.Sighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes events as sightings, and asks them for all of it. */
final class Sighted implements DecodeOutput {
  private final Decoded decoded = new Decoded();
  private final List<List<Object>> outlines = new ArrayList<>();

  @Override
  public boolean wantsSightings() {
    return true;
  }

  @Override
  public void sighted(Sighting sighting) {
    Event event = sighting.event();
    assertThat(sighting.kind()).isEqualTo(event.kind());
    assertThat(sighting.source()).isEqualTo(event.source());
    assertThat(sighting.time()).isEqualTo(event.time());
    outlines.add(outline(sighting.outline()));
    decoded.event(event);
  }

  @Override
  public void event(Event event) {
    outlines.add(outline(event));
    decoded.event(event);
  }

  @Override
  public void skipped(String source, String why) {
    decoded.skipped(source, why);
  }

  @Override
  public void rejected(RejectReason reason, String detail) {
    decoded.rejected(reason, detail);
  }

  /** Holds it against what comes out without outlines. */
  void isLike(Decoded expected, String record) {
    assertThat(decoded.events).as(record).isEqualTo(expected.events);
    assertThat(decoded.skipped).as(record).isEqualTo(expected.skipped);
    assertThat(decoded.rejected).as(record).isEqualTo(expected.rejected);
    assertThat(outlines)
        .as(record)
        .isEqualTo(expected.events.stream().map(Sighted::outline).toList());
  }

  /** What the gate asks of an event. */
  private static List<Object> outline(Event event) {
    return Arrays.asList(
        event.kind(),
        event.source(),
        event.id(),
        event.time(),
        HostKey.hash(event.host()),
        identity(event.process()),
        identity(event.parent()),
        event.kind() == EventKind.PROCESS_START ? event.process().name() : null,
        event.connection(),
        event.dns());
  }

  private static @Nullable List<Object> identity(@Nullable ProcessInfo process) {
    return process == null
        ? null
        : Arrays.asList(process.entityId(), process.pid(), process.start());
  }
}
