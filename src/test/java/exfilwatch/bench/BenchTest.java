package exfilwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.alert.Alert;
import exfilwatch.simulate.PlantedIncident;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BenchTest {

  static final BenchSettings SMALL =
      new BenchSettings(500, 20, 6, 120, BenchSettings.Mix.SOURCES, 1, 1, 0, 3);

  @Test
  void anIncidentThatWasNotFoundFails() {
    FoundIncidents.clear();
    List<PlantedIncident> planted = new Workload(SMALL).planted();
    assertThatThrownBy(() -> FoundIncidents.requireExactly(planted))
        .isInstanceOf(WrongResultException.class)
        .hasMessageContaining("alerts [], expected [closed, ");
  }

  @Test
  void anIncidentThatWasNotPlantedFails() {
    FoundIncidents.clear();
    byte[] json = "{\"process\":{\"command_line\":\"rsync a b\"}}".getBytes(UTF_8);
    FoundIncidents.add(new Alert("a", "i", "started", "high", 0, json));
    assertThatThrownBy(() -> FoundIncidents.requireExactly(List.of()))
        .isInstanceOf(WrongResultException.class)
        .hasMessageContaining("'rsync a b' alerts [started], expected []");
  }

  @Test
  void settingsThatCannotRunAreNamed() {
    assertThatThrownBy(() -> new BenchSettings(0, 1, 0, 1, BenchSettings.Mix.DEFEND, 1, 1, 0, 1))
        .hasMessage("events must be at least 1: 0");
  }

  @Test
  void theClockStartsWhenOneSubtaskHasSettled() {
    Stopwatch.reset(10);
    Stopwatch.Lane one = Stopwatch.lane();
    Stopwatch.Lane other = Stopwatch.lane();
    for (int i = 0; i < 10; i++) {
      one.record();
      other.record();
    }
    Stopwatch.end();
    assertThatThrownBy(Stopwatch::timing).isInstanceOf(IllegalStateException.class);
    one.record();
    other.record();
    other.record();
    Stopwatch.end();
    assertThat(Stopwatch.records()).isEqualTo(23);
    assertThat(Stopwatch.timing().records()).isEqualTo(3);
  }

  @Test
  void moreEventsTakeAsMuchLonger() {
    assertThat(SMALL.withEvents(50_000).minutes()).isEqualTo(100 * SMALL.minutes());
    assertThat(SMALL.withEvents(1).minutes()).isEqualTo(1);
  }

  @Test
  void percentilesAreThoseOfTheTimesThatWereSeen() {
    List<Long> times = LongStream.rangeClosed(1, 200).boxed().toList();
    assertThat(Latency.Percentiles.of(times))
        .isEqualTo(new Latency.Percentiles(200, 100, 198, 200));
    assertThat(Latency.Percentiles.of(List.of(7L))).isEqualTo(new Latency.Percentiles(1, 7, 7, 7));
    assertThatThrownBy(() -> Latency.Percentiles.of(List.of()))
        .isInstanceOf(WrongResultException.class);
  }
}
