package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;
import static exfilwatch.correlation.Cases.childStart;
import static exfilwatch.correlation.Cases.connection;
import static exfilwatch.correlation.Cases.dns;
import static exfilwatch.correlation.Cases.end;
import static exfilwatch.correlation.Cases.start;
import static exfilwatch.correlation.Cases.suspicion;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.correlation.CaseEvent.Step;
import exfilwatch.telemetry.Event;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GateTest {

  private static final long MINUTE = 60_000;

  private KeyedOneInputStreamOperatorTestHarness<Long, Signal, CaseEvent> harness;

  @BeforeEach
  void open() throws Exception {
    open(GateSettings.of(false, MINUTE, 24 * 60 * MINUTE));
  }

  private void open(GateSettings settings) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new Gate(Cases.content(), settings)),
            Signal::hostKey,
            Types.LONG);
    harness.open();
  }

  @AfterEach
  void stateReturnsToZero() throws Exception {
    watermark(100_000_000);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
    harness.close();
  }

  @Test
  void ordinaryTrafficLeavesNoTraceBeyondTheBuffer() throws Exception {
    for (int i = 0; i < 1000; i++) {
      ordinary(connection(i, "other", 7));
    }
    assertThat(steps()).isEmpty();
    watermark(1000 + 60 + 10);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void passesTheEventsOfASuspectAndOnlyTheFirstConnectionToThePattern() throws Exception {
    suspicious(start(0, "a", 10));
    ordinary(connection(1, "a", 10));
    ordinary(connection(2, "b", 11));
    ordinary(connection(3, "a", 10));
    ordinary(end(4, "a", 10));
    assertThat(steps())
        .containsExactly(
            Step.START, Step.NETWORK_TELEMETRY, Step.CONNECTION, Step.CONNECTION, Step.END);
    assertThat(cases())
        .filteredOn(c -> c.step() == Step.CONNECTION)
        .extracting(CaseEvent::forPattern)
        .containsExactly(true, false);
  }

  @Test
  void releasesWhatArrivedBeforeTheStart() throws Exception {
    ordinary(connection(1, "a", 10));
    ordinary(connection(1, "b", 11));
    ordinary(dns(0.5, "a", 10, "g.api.mega.co.nz", "203.0.113.5"));
    suspicious(start(0, "a", 10));
    assertThat(steps())
        .containsExactly(Step.START, Step.NETWORK_TELEMETRY, Step.DNS, Step.CONNECTION);
  }

  @Test
  void releasesAConnectionRecordedBeforeTheStart() throws Exception {
    ordinary(connection(-20, "a", 10));
    suspicious(start(0, "a", 10));
    assertThat(steps()).contains(Step.CONNECTION);
  }

  @Test
  void releasesAnEarlyEndSoThatTheIncidentCanClose() throws Exception {
    ordinary(end(3, "a", 10));
    suspicious(start(0, "a", 10));
    assertThat(steps()).containsExactly(Step.START, Step.END);
  }

  @Test
  void releasesWhatIsLateTogetherWithItsStart() throws Exception {
    watermark(3600);
    ordinary(connection(1, "a", 10));
    suspicious(start(0, "a", 10));
    assertThat(steps()).contains(Step.CONNECTION);
  }

  @Test
  void doesNotReleaseWhatIsTooOldToBelongToTheStart() throws Exception {
    ordinary(connection(-200, "a", 10));
    watermark(-50);
    suspicious(start(0, "a", 10));
    assertThat(steps()).containsExactly(Step.START);
  }

  @Test
  void aConnectionWithoutEntityIdMeetsItsProcessByPid() throws Exception {
    suspicious(start(0, "a", 10));
    ordinary(connection(1, null, 10));
    assertThat(steps()).contains(Step.CONNECTION);
  }

  @Test
  void aReusedPidEndsTheSuspect() throws Exception {
    suspicious(start(0, null, 10));
    ordinary(start(30, null, 10));
    ordinary(connection(130, null, 10));
    assertThat(steps()).containsExactly(Step.START, Step.END, Step.NETWORK_TELEMETRY);
  }

  @Test
  void anotherEntityWithTheSamePidIsAnotherProcess() throws Exception {
    suspicious(start(0, "a", 10));
    ordinary(connection(1, "b", 10));
    assertThat(steps()).doesNotContain(Step.CONNECTION);
  }

  @Test
  void aChildInheritsTheSuspicion() throws Exception {
    suspicious(start(0, "a", 10));
    ordinary(childStart(1, "c", 12, "a", 10));
    ordinary(childStart(2, "d", 13, "c", 12));
    ordinary(connection(3, "d", 13));
    assertThat(steps())
        .containsExactly(
            Step.START,
            Step.CHILD,
            Step.CHILD,
            Step.NETWORK_TELEMETRY,
            Step.NETWORK_TELEMETRY,
            Step.NETWORK_TELEMETRY,
            Step.CONNECTION);
    assertThat(cases()).extracting(CaseEvent::incidentKey).containsOnly("ws-7|e:a");
  }

  @Test
  void aChildThatArrivedBeforeItsParentInheritsToo() throws Exception {
    ordinary(connection(3, "c", 12));
    ordinary(childStart(1, "c", 12, "a", 10));
    suspicious(start(0, "a", 10));
    assertThat(steps()).contains(Step.CHILD, Step.CONNECTION);
    assertThat(cases()).extracting(CaseEvent::incidentKey).containsOnly("ws-7|e:a");
  }

  @Test
  void aSuspiciousChildJoinsTheIncidentOfItsParent() throws Exception {
    suspicious(start(0, "a", 10));
    suspicious(childStart(1, "c", 12, "a", 10));
    assertThat(steps()).containsExactly(Step.START, Step.JOIN);
    assertThat(cases()).extracting(CaseEvent::incidentKey).containsOnly("ws-7|e:a");
  }

  @Test
  void aStartDeliveredTwiceIsOneSuspect() throws Exception {
    suspicious(start(0, "a", 10));
    suspicious(start(0, "a", 10));
    assertThat(cases()).extracting(CaseEvent::incidentKey).containsOnly("ws-7|e:a");
    assertThat(steps()).containsExactly(Step.START, Step.JOIN);
  }

  @Test
  void forgetsASuspectAfterItsEnd() throws Exception {
    suspicious(start(0, "a", 10));
    ordinary(end(5, "a", 10));
    watermark(5 + 61);
    ordinary(connection(70, "a", 10));
    assertThat(steps()).containsExactly(Step.START, Step.END);
  }

  @Test
  void theBufferOfAHostIsBounded() throws Exception {
    harness.close();
    open(new GateSettings(false, MINUTE, MINUTE, 100, 10));
    for (int i = 0; i < 5000; i++) {
      ordinary(connection(i / 100.0, "a", 10));
    }
    suspicious(start(50, "a", 10));
    assertThat(steps()).filteredOn(s -> s == Step.CONNECTION).hasSizeBetween(1, 1000);
  }

  @Test
  void aFloodOfStartsOnOneHostIsFollowedOnlyUpToALimit() throws Exception {
    harness.close();
    open(new GateSettings(false, MINUTE, MINUTE, 100, 10));
    for (int i = 0; i < 50; i++) {
      suspicious(start(i / 100.0, "p" + i, 100 + i));
    }
    assertThat(steps()).filteredOn(s -> s == Step.START).hasSize(10);
    assertThat(cases())
        .filteredOn(c -> c.step() == Step.JOIN)
        .hasSize(40)
        .extracting(CaseEvent::incidentKey)
        .containsOnly("ws-7|not-followed");
    assertThat(harness.numKeyedStateEntries()).isLessThan(30);
  }

  @Test
  void sortedInputUsesTheEventsAsItsClock() throws Exception {
    harness.close();
    open(GateSettings.of(true, MINUTE, 60 * MINUTE));
    ordinary(connection(0, "a", 10));
    ordinary(connection(500, "b", 11));
    assertThat(harness.numKeyedStateEntries()).isLessThanOrEqualTo(2);
    suspicious(start(510, "a", 10));
    assertThat(steps()).containsExactly(Step.START, Step.NETWORK_TELEMETRY);
    harness.close();
    open();
  }

  private void suspicious(Event event) throws Exception {
    harness.processElement(Signal.suspicious(event, suspicion()), event.time());
  }

  private void ordinary(Event event) throws Exception {
    harness.processElement(Signal.ordinary(event), event.time());
  }

  private void watermark(double seconds) throws Exception {
    harness.processWatermark(at(seconds));
  }

  private List<CaseEvent> cases() {
    return harness.extractOutputValues();
  }

  private List<Step> steps() {
    return cases().stream().map(CaseEvent::step).toList();
  }
}
