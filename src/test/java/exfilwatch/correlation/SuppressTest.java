package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;
import static exfilwatch.correlation.Incidents.closed;
import static exfilwatch.correlation.Incidents.correlated;
import static exfilwatch.correlation.Incidents.started;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuppressTest {

  private static final long MINUTE = 60_000;
  private static final double HOUR = 3600;
  private static final double DAY = 24 * HOUR;
  private static final String IP = "203.0.113.5";

  private KeyedOneInputStreamOperatorTestHarness<String, Incident, Incident> harness;

  @BeforeEach
  void open() throws Exception {
    open(false, 60 * MINUTE);
  }

  private void open(boolean sorted, long window) throws Exception {
    SuppressionSettings settings =
        new SuppressionSettings(
            sorted, window, 24 * 60 * MINUTE, 7 * 24 * 60 * MINUTE, 100, 5 * MINUTE);
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new Suppress(settings)), Incident::likeness, Types.STRING);
    harness.open();
  }

  @AfterEach
  void stateReturnsToZero() throws Exception {
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
    harness.close();
  }

  @Test
  void theFirstPassesWithAllItsStages() throws Exception {
    all(started("a", 0), correlated("a", 0, IP), closed("a", 0, IP));
    assertThat(told()).containsExactly("a started 0", "a correlated 0", "a closed 0");
  }

  @Test
  void whatFollowsWithinTheWindowIsCountedInTheFirstsClosing() throws Exception {
    all(started("a", 0), correlated("a", 0, IP), started("b", 600), started("c", 1200));
    all(correlated("b", 600, IP), closed("b", 600, IP), closed("a", 0, IP));
    assertThat(told()).containsExactly("a started 0", "a correlated 0", "a closed 2");
    watermark(3 * HOUR);
    assertThat(told()).hasSize(3);
  }

  @Test
  void aCountThatGrewAfterTheClosingIsToldAtTheEndOfTheWindow() throws Exception {
    all(started("a", 0), closed("a", 0, null), started("b", 600));
    watermark(600 + HOUR - 1);
    assertThat(told()).containsExactly("a started 0", "a closed 0");
    watermark(600 + HOUR);
    assertThat(told()).containsExactly("a started 0", "a closed 0", "a closed 1");
  }

  @Test
  void afterAPauseTheNextIsTold() throws Exception {
    all(started("a", 0), closed("a", 0, null));
    watermark(HOUR + 1);
    all(started("b", HOUR + 2));
    assertThat(told()).containsExactly("a started 0", "a closed 0", "b started 0");
  }

  @Test
  void aPauseEndsTheWindowEvenBeforeItsTimer() throws Exception {
    all(started("a", 0), closed("a", 0, null), started("b", 60), started("c", 2 * HOUR));
    assertThat(told()).containsExactly("a started 0", "a closed 0", "a closed 1", "c started 0");
  }

  @Test
  void aLoopEveryTenSecondsIsAHandfulOfAlertsADayAndNothingIsUncounted() throws Exception {
    int runs = 3 * 8640;
    for (int i = 0; i < runs; i++) {
      double time = i * 10;
      all(started("i" + i, time), correlated("i" + i, time, IP), closed("i" + i, time, IP));
      watermark(time);
    }
    watermark(10 * DAY);
    assertThat(told()).hasSizeLessThan(3 * 5);
    assertThat(counted()).isEqualTo(runs);
  }

  @Test
  void oneThatConnectsElsewhereIsTold() throws Exception {
    all(started("a", 0), correlated("a", 0, IP), started("b", 60));
    all(correlated("b", 60, "198.51.100.9"), closed("b", 60, "198.51.100.9"), closed("a", 0, IP));
    assertThat(told())
        .containsExactly(
            "a started 0", "a correlated 0", "b correlated 0", "b closed 0", "a closed 0");
  }

  @Test
  void oneThatConnectsWhereTheFirstDidNotIsTold() throws Exception {
    all(started("a", 0), closed("a", 0, null), started("b", 60), correlated("b", 60, IP));
    assertThat(told()).containsExactly("a started 0", "a closed 0", "b correlated 0");
  }

  @Test
  void oneOfHigherRiskIsTold() throws Exception {
    all(started("a", 0), started("b", 60));
    all(Incidents.of("b", Stage.CORRELATED, 60, 73, "ws-7", IP));
    assertThat(told()).containsExactly("a started 0", "b correlated 0");
  }

  @Test
  void destinationsWithoutEndDontUndoIt() throws Exception {
    all(started("a", 0), correlated("a", 0, IP));
    for (int i = 1; i <= 500; i++) {
      all(started("i" + i, i), correlated("i" + i, i, "198.51." + i % 250 + ".9"));
    }
    assertThat(told()).hasSize(2 + SimilarIncidents.MAX_WORSE);
  }

  @Test
  void theFirstIsToldToItsEndHoweverLongItTakes() throws Exception {
    all(started("a", 0));
    watermark(3 * HOUR);
    all(started("b", 3 * HOUR), correlated("a", 0, IP), closed("a", 0, IP));
    assertThat(told())
        .containsExactly("a started 0", "b started 0", "a correlated 0", "a closed 0");
  }

  @Test
  void oneThatWasCountedStaysCountedWhenTheWindowIsOver() throws Exception {
    all(started("a", 0), correlated("a", 0, IP), started("b", 60));
    watermark(3 * HOUR);
    all(correlated("b", 60, IP), closed("b", 60, IP), closed("a", 0, IP));
    assertThat(told()).containsExactly("a started 0", "a correlated 0", "a closed 1");
  }

  @Test
  void aRepeatedStartIsNotTold() throws Exception {
    all(started("a", 0), closed("a", 0, IP), started("a", 0), closed("a", 0, null));
    assertThat(told()).containsExactly("a started 0", "a closed 0");
  }

  @Test
  void withoutAWindowAllAreTold() throws Exception {
    harness.close();
    open(false, 0);
    all(started("a", 0), started("b", 1), started("c", 2));
    assertThat(told()).hasSize(3);
  }

  @Test
  void sortedInputTellsTheClosingOnceWithItsCount() throws Exception {
    harness.close();
    open(true, 60 * MINUTE);
    all(started("a", 0), closed("a", 0, null), started("b", 60), started("c", 2 * HOUR));
    all(closed("c", 2 * HOUR, null));
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(told()).containsExactly("a started 0", "a closed 1", "c started 0", "c closed 0");
  }

  private void all(Incident... incidents) throws Exception {
    for (Incident incident : incidents) {
      harness.processElement(incident, incident.time());
    }
  }

  private void watermark(double seconds) throws Exception {
    harness.processWatermark(at(seconds));
  }

  private List<String> told() {
    return harness.extractOutputValues().stream()
        .map(i -> i.id() + " " + i.stage().label() + " " + i.suppressed())
        .toList();
  }

  /** Every incident once: those told, and of each the last count of others. */
  private long counted() {
    return harness.extractOutputValues().stream()
        .filter(incident -> incident.stage() == Stage.CLOSED)
        .collect(
            java.util.stream.Collectors.toMap(
                Incident::id, incident -> 1 + incident.suppressed(), Math::max))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
