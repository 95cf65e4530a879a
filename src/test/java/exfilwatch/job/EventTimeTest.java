package exfilwatch.job;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {

  private static final long NOW = 1_700_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "-86400000, -86400000, false",
    "0, 0, false",
    "300000, 300000, false",
    "300001, 0, true",
    "86400000, 0, true",
  })
  void aRecordFromTheFutureIsProcessedAtItsArrivalAndMarked(
      long ahead, long processedAt, boolean marked) {
    Event believed = EventTime.believed(event(NOW + ahead), NOW).event();
    assertThat(believed.time()).isEqualTo(NOW + processedAt);
    assertThat(believed.clockAhead()).isEqualTo(marked);
    assertThat(EventTime.timeOf(Decoded.of(believed))).isEqualTo(NOW + processedAt);
  }

  @Test
  void whatLiesInAFileHasNoArrivalToCompareWith() {
    Event event = event(NOW + 86_400_000);
    assertThat(EventTime.believed(event, 0)).isEqualTo(event);
  }

  private static Event event(long time) {
    ProcessInfo process =
        new ProcessInfo("a", 1, 0, null, null, null, null, null, null, null, null);
    Host host = new Host("ws-1", null, null);
    return new Event(
        EventKind.PROCESS_END, "endpoint", null, time, host, process, null, null, null, null);
  }
}
