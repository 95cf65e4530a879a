package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StormGuardTest {

  private static final long MINUTE = 60_000;
  private static final int LIMIT = 10;

  /** A multiple of five minutes after the epoch, in seconds after the tests' zero. */
  private static final double SPAN = 100;

  private KeyedOneInputStreamOperatorTestHarness<String, Incident, Incident> harness;

  @BeforeEach
  void open() throws Exception {
    open(false);
  }

  private void open(boolean sorted) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new StormGuard(
                    new SuppressionSettings(
                        sorted,
                        60 * MINUTE,
                        24 * 60 * MINUTE,
                        7 * 24 * 60 * MINUTE,
                        LIMIT,
                        5 * MINUTE))),
            incident -> "all",
            Types.STRING);
    harness.open();
  }

  @AfterEach
  void stateReturnsToZero() throws Exception {
    harness.processWatermark(at(30 * 86_400.0));
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
    harness.close();
  }

  @Test
  void passesWhatIsNoStorm() throws Exception {
    for (int i = 0; i < 1000; i++) {
      add(i, Stage.STARTED, i * 60, "ws-" + i, null);
      add(i, Stage.CLOSED, i * 60, "ws-" + i, null);
      harness.processWatermark(at(i * 60));
    }
    assertThat(out()).hasSize(2000).noneMatch(Incident::summary);
    assertThat(harness.numKeyedStateEntries()).isLessThan(10);
  }

  @Test
  void aStormBecomesOneSummaryAHostAndNothingIsUncounted() throws Exception {
    for (int i = 0; i < 500; i++) {
      add(i, Stage.STARTED, SPAN + i / 10.0, "ws-" + i % 7, null);
    }
    assertThat(out()).hasSize(LIMIT);
    harness.processWatermark(at(SPAN + 300));
    assertThat(out()).filteredOn(Incident::summary).hasSize(7);
    assertThat(counted()).isEqualTo(500);
  }

  @Test
  void thoseToldGoOnToBeTold() throws Exception {
    for (int i = 0; i < 50; i++) {
      add(i, Stage.STARTED, SPAN, "ws-1", null);
    }
    add(3, Stage.CORRELATED, SPAN, "ws-1", "203.0.113.5");
    add(3, Stage.CLOSED, SPAN, "ws-1", "203.0.113.5");
    assertThat(out()).hasSize(LIMIT + 2);
  }

  @Test
  void theSummaryShowsTheWorstAndIsToldAgainWhenThatChanges() throws Exception {
    for (int i = 0; i < 50; i++) {
      add(i, Stage.STARTED, SPAN, "ws-1", null);
    }
    harness.processWatermark(at(SPAN + 300));
    assertThat(last().stage()).isEqualTo(Stage.STARTED);
    add(44, Stage.CORRELATED, SPAN, "ws-1", "203.0.113.5");
    harness.processWatermark(at(SPAN + 600));
    assertThat(last().stage()).isEqualTo(Stage.CORRELATED);
    assertThat(last().summary()).isTrue();
    assertThat(last().suppressed()).isEqualTo(50 - LIMIT - 1);
    int told = out().size();
    harness.processWatermark(at(SPAN + 6000));
    assertThat(out()).hasSize(told);
  }

  @Test
  void theStormOfMoreHostsThanItRemembersIsCountedToo() throws Exception {
    int hosts = StormGuard.MAX_HOSTS + 500;
    for (int i = 0; i < hosts + LIMIT; i++) {
      add(i, Stage.STARTED, SPAN, "ws-" + i, null);
    }
    harness.processWatermark(at(SPAN + 300));
    assertThat(out()).filteredOn(Incident::summary).hasSize(StormGuard.MAX_HOSTS + 1);
    assertThat(counted()).isEqualTo(hosts + LIMIT);
  }

  /** A loop that began in a storm goes on after it, counted with its first incident. */
  @Test
  void thoseThatASummarisedIncidentStandsForAreCounted() throws Exception {
    for (int i = 0; i < LIMIT + 2; i++) {
      add(i, Stage.STARTED, SPAN, "ws-1", null);
    }
    Incident closed = Incidents.of("i" + LIMIT, Stage.CLOSED, SPAN + 100, 47, "ws-1", null);
    for (long others : new long[] {3, 3, 8, 8}) {
      harness.processElement(closed.standingFor(others), closed.time());
    }
    harness.processWatermark(at(SPAN + 600));
    assertThat(counted()).isEqualTo(LIMIT + 2 + 8);
  }

  @Test
  void sortedInputTellsItsSummariesAtTheEnd() throws Exception {
    harness.close();
    open(true);
    for (int i = 0; i < 50; i++) {
      add(i, Stage.STARTED, SPAN, "ws-1", null);
    }
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(counted()).isEqualTo(50);
  }

  private void add(int number, Stage stage, double seconds, String host, String ip)
      throws Exception {
    Incident incident = Incidents.of("i" + number, stage, seconds, 47, host, ip);
    harness.processElement(incident, incident.time());
  }

  private List<Incident> out() {
    return harness.extractOutputValues();
  }

  private Incident last() {
    return out().get(out().size() - 1);
  }

  /** Every incident once: the last form of each alert. */
  private long counted() {
    Map<String, Long> counts = new HashMap<>();
    out().forEach(incident -> counts.put(incident.id(), 1 + incident.suppressed()));
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
