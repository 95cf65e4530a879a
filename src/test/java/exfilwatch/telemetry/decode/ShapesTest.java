package exfilwatch.telemetry.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import exfilwatch.simulate.SimulationSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShapesTest {

  private final Shapes shapes = new Shapes();

  private static Run run(int number, int[] notes) {
    return new Run(number, new byte[] {1, 2, 3}, notes, null, false);
  }

  private Shape shape(Run... runs) {
    return shapes.of(runs, runs.length, Arrays.stream(runs).mapToInt(run -> run.number).sum());
  }

  @Test
  void theSameRunsAreTheSameShape() {
    Run one = run(1, new int[0]);
    Run other = run(2, new int[0]);
    Shape shape = shape(one, other);

    assertThat(shape(one, other)).isSameAs(shape);
    assertThat(shape(other, one)).isNotSameAs(shape); // with the same hash
    assertThat(shape(one)).isNotSameAs(shape);
    assertThat(shapes.size()).isEqualTo(3);
  }

  @Test
  void whatIsRememberedIsBounded() {
    int[] notes = IntStream.range(0, 3 * 2000).map(i -> 0).toArray();
    for (int i = 0; i < 3 * Shapes.MAX; i++) {
      Shape small = shape(run(i, new int[0]));
      assertThat(small.weight()).isPositive();
      assertThat(shapes.size()).isBetween(1, Shapes.MAX);
    }
    for (int i = 0; i < 500; i++) {
      Shape large = shape(run(-i, notes));
      assertThat(large.weight()).isGreaterThan(2000);
      assertThat(shapes.weight()).isBetween(1L, (long) Shapes.MAX_WEIGHT);
    }
  }

  @Test
  void aRecordWithMuchToNoteIsLeftToTheDecoder() {
    TelemetryReader reader = new TelemetryReader();
    for (int size : new int[] {10, 100_000}) {
      String list = IntStream.range(0, size).mapToObj(i -> "1").collect(Collectors.joining(","));
      byte[] record = ("{\"event\":{\"type\":[" + list + "]}}").getBytes(UTF_8);
      assertThat(reader.read(record, 0, record.length) == null).isEqualTo(size > 10);
    }
  }

  /** Names, and values of them, of one sensor must not hide those of another one. */
  @Test
  void recordsOfNoUseAreKnownByTheirShapeAmongAllOthers() {
    TelemetryReader ahead = new TelemetryReader();
    TelemetryDecoder decoder = TelemetryDecoder.auto();
    List<byte[]> records =
        Simulation.of(
                7,
                SimulationSettings.builder()
                    .events(40_000)
                    .incidents(1)
                    .shapes(SimulationSettings.knownShapes())
                    .build())
            .records()
            .map(SimulatedRecord::json)
            .toList();
    int useless = 0;
    for (int round = 0; round < 4; round++) {
      useless = 0;
      for (byte[] record : records) {
        Trace trace = Objects.requireNonNull(ahead.read(record, 0, record.length));
        decoder.decode(record, trace, new Decoded());
        useless += trace.isUseless() ? 1 : 0;
      }
    }
    assertThat(useless).isGreaterThan(16_000);
  }
}
