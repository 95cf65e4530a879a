package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;
import static exfilwatch.correlation.Cases.suspicion;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.correlation.CaseEvent.Step;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One process that several sensors of its host tell of, each with an identity of its own. */
class SeveralSourcesTest {

  private static final long MINUTE = 60_000;

  private GateHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness = new GateHarness(GateSettings.of(false, MINUTE, 24 * 60 * MINUTE));
    harness.open();
  }

  @AfterEach
  void stateReturnsToZero() throws Exception {
    harness.processWatermark(at(100_000_000));
    assertThat(harness.stateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
    harness.close();
  }

  @Test
  void aStartSeenByFourSourcesIsOneIncidentInAnyOrder() throws Exception {
    List<Event> starts =
        List.of(
            start("sysmon", "ws-7.corp.example", "g", 10, 0.1),
            start("windows_security", "ws-7.corp.example", null, 10, 1.9),
            start("endpoint", "WS-7", "E", 10, 0.4),
            start("sysmon-nxlog", "WS-7", "n", 0, 1));
    for (long seed = 0; seed < 24; seed++) {
      List<Event> shuffled = new ArrayList<>(starts);
      Collections.shuffle(shuffled, new Random(seed));
      for (Event start : shuffled) {
        suspicious(start);
      }
      assertThat(steps()).containsExactly(Step.START, Step.JOIN, Step.JOIN, Step.JOIN);
      assertThat(cases())
          .extracting(CaseEvent::processKey)
          .containsOnly(cases().get(0).processKey());
      ordinary(connection("sysmon", "g", 10, 0, 3));
      ordinary(connection("windows_security", null, 10, 0, 3));
      ordinary(connection("endpoint", "E", 0, 0, 4));
      ordinary(connection("sysmon-nxlog", "n", 0, 0, 4));
      assertThat(steps()).filteredOn(s -> s == Step.CONNECTION).hasSize(4);
      assertThat(cases())
          .extracting(CaseEvent::incidentKey)
          .containsOnly(cases().get(0).incidentKey());
      stateReturnsToZero();
      open();
    }
  }

  @Test
  void startsFurtherApartAreTwoProcesses() throws Exception {
    suspicious(start("sysmon", "ws-7", "g", 10, 0));
    suspicious(start("endpoint", "ws-7", "E", 10, 2.5));
    assertThat(steps()).containsExactly(Step.START, Step.END, Step.START);
  }

  @Test
  void twoStartsInOneSecondStayTwoAlsoWhereOneSourceHasNoPids() throws Exception {
    suspicious(start("nxlog", "ws-7", "n1", 0, 0));
    suspicious(start("windows_security", "ws-7", null, 10, 0.1));
    suspicious(start("nxlog", "ws-7", "n2", 0, 1));
    suspicious(start("windows_security", "ws-7", null, 11, 1.1));
    assertThat(steps()).containsExactly(Step.START, Step.JOIN, Step.START, Step.JOIN);
    assertThat(cases().get(1).processKey()).isEqualTo("e:n1");
    assertThat(cases().get(3).processKey()).isEqualTo("e:n2");
  }

  @Test
  void aProcessOfAnotherNameIsNoStartWithoutPid() throws Exception {
    suspicious(start("nxlog", "ws-7", "n1", 0, 0));
    Event other = start("windows_security", "ws-7", null, 12, 0.1);
    ordinary(other.withProcess(named(other.process(), "notepad.exe")));
    ordinary(connection("windows_security", null, 12, 0, 1));
    assertThat(steps()).doesNotContain(Step.CONNECTION);
  }

  @Test
  void aCreationTimeTellsProcessesOfOnePidApart() throws Exception {
    suspicious(created("m365_defender", 10, 0, at(0) + 40));
    ordinary(connection("m365_defender", null, 10, at(0) + 700, 900));
    ordinary(connection("m365_defender", null, 10, at(-500), 1));
    assertThat(steps()).filteredOn(s -> s == Step.CONNECTION).hasSize(1);
    assertThat(steps()).last().isEqualTo(Step.CONNECTION);
  }

  @Test
  void theSameStartByCreationTimeAlsoWhereRecordsDiffer() throws Exception {
    suspicious(created("m365_defender", 10, 30, at(0)));
    suspicious(created("sysmon", 10, 0, at(0) + 900));
    assertThat(steps()).containsExactly(Step.START, Step.JOIN);
  }

  @ParameterizedTest
  @CsvSource({"-20, false", "-3, true", "1, true", "61.5, true", "63, false"})
  void aPidAloneTellsWhileTheProcessIsAlive(double seconds, boolean its) throws Exception {
    if (seconds < 0) {
      ordinary(connection("windows_security", null, 10, 0, seconds));
    }
    suspicious(start("sysmon", "ws-7", "g", 10, 0));
    ordinary(event(EventKind.PROCESS_END, "sysmon", "ws-7", process("g", 10, 0), null, 60));
    if (seconds > 0) {
      ordinary(connection("windows_security", null, 10, 0, seconds));
    }
    assertThat(steps().contains(Step.CONNECTION)).isEqualTo(its);
  }

  @Test
  void aPidThatAnotherProcessHasTakenTellsNothing() throws Exception {
    suspicious(start("windows_security", "ws-7", null, 10, 0));
    ordinary(
        event(EventKind.PROCESS_END, "windows_security", "ws-7", process(null, 10, 0), null, 20));
    ordinary(start("windows_security", "ws-7", null, 10, 22));
    ordinary(connection("windows_security", null, 10, 0, 23));
    assertThat(steps()).doesNotContain(Step.CONNECTION);
  }

  @Test
  void aLateConnectionBelongsToTheLatestStartNotAfterIt() throws Exception {
    suspicious(start("windows_security", "ws-7", null, 10, 0));
    suspicious(start("windows_security", "ws-7", null, 10, 30));
    ordinary(connection("windows_security", null, 10, 0, 12));
    ordinary(connection("windows_security", null, 10, 0, 31));
    List<CaseEvent> connections =
        cases().stream().filter(c -> c.step() == Step.CONNECTION).toList();
    List<CaseEvent> starts = cases().stream().filter(c -> c.step() == Step.START).toList();
    assertThat(connections)
        .extracting(CaseEvent::processKey)
        .containsExactly(starts.get(0).processKey(), starts.get(1).processKey());
  }

  private static ProcessInfo process(@Nullable String entity, long pid, long created) {
    return new ProcessInfo(entity, pid, created, "x.exe", null, null, null, null, null, null, null);
  }

  private static ProcessInfo named(ProcessInfo process, String name) {
    return new ProcessInfo(
        process.entityId(), process.pid(), 0, name, null, null, null, null, null, null, null);
  }

  private static Event start(
      String source, String host, @Nullable String entity, long pid, double seconds) {
    return event(EventKind.PROCESS_START, source, host, process(entity, pid, 0), null, seconds);
  }

  private static Event created(String source, long pid, double seconds, long created) {
    return event(
        EventKind.PROCESS_START, source, "ws-7", process(null, pid, created), null, seconds);
  }

  private static Event connection(
      String source, @Nullable String entity, long pid, long created, double seconds) {
    return event(
        EventKind.CONNECTION,
        source,
        "ws-7",
        process(entity, pid, created),
        new Connection(Direction.OUTBOUND, "tcp", null, 0, "203.0.113.5", 443, null, -1, -1, false),
        seconds);
  }

  private static Event event(
      EventKind kind,
      String source,
      String host,
      ProcessInfo process,
      @Nullable Connection connection,
      double seconds) {
    return new Event(
        kind,
        source,
        null,
        at(seconds),
        new Host(host, null, "windows"),
        process,
        null,
        null,
        connection,
        null);
  }

  private void suspicious(Event event) throws Exception {
    harness.signal(Signal.suspicious(event, suspicion()));
  }

  private void ordinary(Event event) throws Exception {
    harness.signal(Signal.ordinary(event));
  }

  private List<CaseEvent> cases() {
    return harness.extractOutputValues();
  }

  private List<Step> steps() {
    return cases().stream().map(CaseEvent::step).toList();
  }
}
