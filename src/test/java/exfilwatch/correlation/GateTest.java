package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;
import static exfilwatch.correlation.Cases.childStart;
import static exfilwatch.correlation.Cases.connection;
import static exfilwatch.correlation.Cases.dns;
import static exfilwatch.correlation.Cases.end;
import static exfilwatch.correlation.Cases.ofRclone;
import static exfilwatch.correlation.Cases.on;
import static exfilwatch.correlation.Cases.start;
import static exfilwatch.correlation.Cases.suspicion;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.correlation.CaseEvent.Step;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GateTest {

  private static final long MINUTE = 60_000;

  private GateHarness harness;

  @BeforeEach
  void open() throws Exception {
    open(GateSettings.of(false, MINUTE, 24 * 60 * MINUTE));
  }

  void open(GateSettings settings) throws Exception {
    prepare(settings);
    harness.open();
  }

  private void prepare(GateSettings settings) throws Exception {
    harness = new GateHarness(settings);
    harness.setStateBackend(backend());
  }

  /** The gate to which signals go. */
  GateHarness harness() {
    return harness;
  }

  /** Brings a signal to the gate, at the latest by the next {@link #flush}. */
  void deliver(Signal signal) throws Exception {
    harness.signal(signal);
  }

  /** Brings to the gate what is still on its way. */
  void flush() throws Exception {}

  StateBackend backend() {
    return new HashMapStateBackend();
  }

  @AfterEach
  void stateReturnsToZero() throws Exception {
    watermark(100_000_000);
    assertThat(stateEntries()).isZero();
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
    assertThat(stateEntries()).isZero();
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
    byte[] one = BundlePage.of(0, Signal.ordinary(connection(0, "a", 10)).packed());
    open(new GateSettings(false, MINUTE, MINUTE, 100 * one.length, 1, 10));
    for (int i = 0; i < 5000; i++) {
      ordinary(connection(i / 100.0, "a", 10));
      assertThat(held()).isLessThanOrEqualTo(100);
    }
    suspicious(start(50, "a", 10));
    assertThat(steps()).filteredOn(s -> s == Step.CONNECTION).hasSizeBetween(70, 100);
  }

  @Test
  void whatIsHeldSurvivesARestart() throws Exception {
    for (int i = 0; i < 100; i++) {
      ordinary(connection(i / 10.0, "p" + i % 10, 100 + i % 10));
    }
    late(connection(-500, "z", 99));
    suspicious(start(0, "a", 10));
    flush();
    OperatorSubtaskState savepoint = harness.snapshot(1, 1);
    ordinary(connection(11, "p1", 101)); // lost, it comes again after the restart
    flush();
    harness.close();
    prepare(GateSettings.of(false, MINUTE, 24 * 60 * MINUTE));
    harness.initializeState(savepoint);
    harness.open();
    assertThat(held()).isEqualTo(102);
    ordinary(connection(11, "a", 10));
    suspicious(start(0, "p1", 101));
    assertThat(steps()).filteredOn(s -> s == Step.CONNECTION).hasSize(11);
    assertThat(held()).isEqualTo(102 - 10 + 1);
    watermark(100);
    assertThat(lateOutput()).hasSize(1);
    assertThat(held()).isZero();
  }

  /** An event far ahead of the others must not be what they wait for. */
  @Test
  void forgetsInTheOrderOfTimeThoughEventsArriveInAnother() throws Exception {
    for (int i = 0; i < 200; i++) {
      ordinary(connection(i % 2 == 0 ? 0 : 290, "a", 10));
    }
    watermark(100);
    suspicious(start(0, "a", 10));
    assertThat(steps()).filteredOn(s -> s == Step.CONNECTION).hasSize(100);
  }

  @Test
  void aFloodOfStartsOnOneHostIsFollowedOnlyUpToALimit() throws Exception {
    harness.close();
    open(new GateSettings(false, MINUTE, MINUTE, 10_000, 100, 10));
    for (int i = 0; i < 50; i++) {
      suspicious(start(i / 100.0, "p" + i, 100 + i));
    }
    assertThat(steps()).filteredOn(s -> s == Step.START).hasSize(10);
    assertThat(cases())
        .filteredOn(c -> c.step() == Step.JOIN)
        .hasSize(40)
        .extracting(CaseEvent::incidentKey)
        .containsOnly("ws-7|not-followed");
    assertThat(stateEntries()).isLessThan(30);
  }

  @Test
  void lateActivityOfNobodyIsKeptAndCounted() throws Exception {
    watermark(3600);
    late(connection(1, "a", 10));
    late(end(2, "a", 10));
    watermark(3600 + 59);
    assertThat(lateOutput()).isEmpty();
    watermark(3600 + 75);
    assertThat(lateOutput()).containsExactly(connection(1, "a", 10), end(2, "a", 10));
    assertThat(steps()).isEmpty();
  }

  @Test
  void lateActivityOfASuspectIsItsOwnWheneverTheStartComes() throws Exception {
    watermark(3600);
    late(connection(1, "a", 10));
    suspicious(start(0, "a", 10));
    late(connection(2, "a", 10));
    assertThat(steps()).filteredOn(s -> s == Step.CONNECTION).hasSize(2);
    watermark(2 * 3600);
    assertThat(lateOutput()).isEmpty();
  }

  @Test
  void activityInTimeIsNeverInTheLateOutput() throws Exception {
    ordinary(connection(1, "a", 10));
    watermark(3600);
    assertThat(lateOutput()).isEmpty();
  }

  @Test
  void aProcessThatWasRunningBeforeOpensAnIncidentByItsConnection() throws Exception {
    Event first = ofRclone(connection(1, "a", 10));
    suspicious(first);
    suspicious(ofRclone(connection(2, "a", 10)));
    watermark(60);
    assertThat(steps()).isEmpty();
    watermark(75);
    assertThat(steps())
        .containsExactly(Step.START, Step.NETWORK_TELEMETRY, Step.CONNECTION, Step.CONNECTION);
    assertThat(cases().get(0).event()).isEqualTo(first);
  }

  @Test
  void aProcessThatWasRunningBeforeHasWhatWasHeldBackWithItsConnection() throws Exception {
    suspicious(ofRclone(connection(1, "a", 10)));
    ordinary(end(1.5, "a", 10));
    ordinary(end(1.6, "b", 11));
    watermark(75);
    assertThat(steps())
        .containsExactlyInAnyOrder(Step.START, Step.NETWORK_TELEMETRY, Step.END, Step.CONNECTION);
  }

  @Test
  void aStartThatComesALittleLaterIsTheIncidentInstead() throws Exception {
    suspicious(ofRclone(connection(1, "a", 10)));
    watermark(50);
    suspicious(start(0, "a", 10));
    watermark(75);
    assertThat(steps()).containsExactly(Step.START, Step.NETWORK_TELEMETRY, Step.CONNECTION);
    assertThat(cases().get(0).event()).isEqualTo(start(0, "a", 10));
  }

  @Test
  void aStartThatComesMuchLaterJoinsTheIncident() throws Exception {
    suspicious(ofRclone(connection(1, "a", 10)));
    watermark(75);
    suspicious(start(0, "a", 10));
    assertThat(steps()).last().isEqualTo(Step.JOIN);
    assertThat(cases()).extracting(CaseEvent::incidentKey).containsOnly("ws-7|e:a");
  }

  @Test
  void aProcessWhoseStartWasFoundHarmlessIsNotSuspectedForItsConnections() throws Exception {
    deliver(Signal.cleared(start(0, "a", 10)));
    watermark(5000);
    suspicious(ofRclone(connection(5001, "a", 10)));
    ordinary(end(5002, "a", 10));
    watermark(10_000);
    assertThat(steps()).isEmpty();
    assertThat(stateEntries()).isZero();
  }

  @Test
  void sortedInputTellsAtItsEndOfProcessesThatWereRunningBefore() throws Exception {
    harness.close();
    open(GateSettings.of(true, MINUTE, 60 * MINUTE));
    suspicious(ofRclone(connection(1, "a", 10)));
    ordinary(end(30, "a", 10));
    assertThat(steps()).isEmpty();
    flush();
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(steps()).contains(Step.START, Step.CONNECTION, Step.END);
    harness.close();
    open();
  }

  @Test
  void theShellAroundASuspectJoinsItsIncidentThoughItsStartComesLast() throws Exception {
    suspicious(childStart(1, "c", 12, "a", 10));
    suspicious(start(0, "a", 10));
    assertThat(steps()).containsExactly(Step.START, Step.JOIN);
    assertThat(cases()).extracting(CaseEvent::incidentKey).containsOnly("ws-7|e:c");
  }

  @Test
  void theNextOwnerOfAPidHasItsOwnConnections() throws Exception {
    suspicious(start(0, null, 10));
    ordinary(end(20, null, 10));
    ordinary(start(30, null, 10));
    ordinary(connection(31, null, 10));
    assertThat(steps()).containsExactly(Step.START, Step.END, Step.NETWORK_TELEMETRY);
  }

  @Test
  void thePreviousOwnerOfAPidHadItsOwnConnections() throws Exception {
    ordinary(start(-30, null, 10));
    ordinary(connection(-28, null, 10));
    ordinary(end(-20, null, 10));
    ordinary(connection(-1, null, 10));
    suspicious(start(0, null, 10));
    assertThat(steps()).containsExactly(Step.START, Step.NETWORK_TELEMETRY, Step.CONNECTION);
  }

  /** Two processes of a pid within seconds, whose records come in the wrong order. */
  @Test
  void theEndOfThePreviousOwnerOfAPidEndsNothing() throws Exception {
    suspicious(start(0, null, 10));
    ordinary(end(-1, null, 10));
    assertThat(steps()).containsExactly(Step.START);
  }

  @Test
  void theNextOwnerOfAPidHasItsOwnConnectionsThoughItsStartCameFirst() throws Exception {
    Event harmless = start(30, null, 10);
    deliver(Signal.cleared(harmless));
    suspicious(start(0, null, 10));
    ordinary(connection(31, null, 10));
    ordinary(connection(29, null, 10));
    assertThat(cases())
        .filteredOn(c -> c.step() == Step.CONNECTION)
        .extracting(c -> c.event().time())
        .containsExactly(at(29));
  }

  @Test
  void afterARebootAPidIsAnotherProcess() throws Exception {
    suspicious(start(0, null, 10));
    suspicious(start(3600, null, 10));
    ordinary(connection(3601, null, 10));
    assertThat(cases())
        .filteredOn(c -> c.step() == Step.CONNECTION)
        .extracting(CaseEvent::processKey)
        .containsExactly("p:10@" + at(3600) / 1000);
    assertThat(steps()).filteredOn(s -> s == Step.START).hasSize(2);
  }

  @Test
  void anEntityIdOfOneHostIsNotThatOfAnother() throws Exception {
    suspicious(start(0, "a", 10));
    ordinary(on(new Host("WS-8", null, null), connection(1, "a", 10)));
    assertThat(steps()).containsExactly(Step.START);
  }

  @Test
  void sortedInputUsesTheEventsAsItsClock() throws Exception {
    harness.close();
    open(GateSettings.of(true, MINUTE, 60 * MINUTE));
    ordinary(connection(0, "a", 10));
    ordinary(connection(500, "b", 11));
    assertThat(stateEntries()).isLessThanOrEqualTo(2);
    suspicious(start(510, "a", 10));
    assertThat(steps()).containsExactly(Step.START, Step.NETWORK_TELEMETRY);
    harness.close();
    open();
  }

  private int stateEntries() throws Exception {
    flush();
    return harness.stateEntries();
  }

  private long held() throws Exception {
    flush();
    return harness.held();
  }

  private void suspicious(Event event) throws Exception {
    deliver(Signal.suspicious(event, suspicion()));
  }

  private void late(Event event) throws Exception {
    deliver(Signal.late(event));
  }

  private List<Event> lateOutput() {
    var records = harness.getSideOutput(Gate.LATE);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  private void ordinary(Event event) throws Exception {
    deliver(Signal.ordinary(event));
  }

  private void watermark(double seconds) throws Exception {
    flush();
    harness.processWatermark(at(seconds));
  }

  private List<CaseEvent> cases() throws Exception {
    flush();
    return harness.extractOutputValues();
  }

  private List<Step> steps() throws Exception {
    return cases().stream().map(CaseEvent::step).toList();
  }
}
