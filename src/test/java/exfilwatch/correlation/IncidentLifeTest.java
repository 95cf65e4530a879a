package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;
import static exfilwatch.correlation.Cases.childStart;
import static exfilwatch.correlation.Cases.connection;
import static exfilwatch.correlation.Cases.dns;
import static exfilwatch.correlation.Cases.end;
import static exfilwatch.correlation.Cases.mount;
import static exfilwatch.correlation.Cases.start;
import static exfilwatch.correlation.Cases.suspicion;
import static exfilwatch.correlation.Cases.withId;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.correlation.CaseEvent.Step;
import exfilwatch.detection.RuleHit;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.ProcessInfo;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncidentLifeTest {

  private static final long MINUTE = 60_000;
  private static final String KEY = "ws-7|e:a";

  private KeyedTwoInputStreamOperatorTestHarness<String, CaseEvent, PatternOutcome, Incident>
      harness;

  @BeforeEach
  void open() throws Exception {
    open(false);
  }

  private void open(boolean sorted) throws Exception {
    IncidentSettings settings =
        new IncidentSettings(sorted, MINUTE, 10 * MINUTE, MINUTE, 60 * MINUTE, 24 * 60 * MINUTE);
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new IncidentLife(settings)),
            CaseEvent::incidentKey,
            PatternOutcome::incidentKey,
            Types.STRING);
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
  void tellsTheStartAtOnceAndTheThreeStagesUnderOneId() throws Exception {
    opened();
    assertThat(stages()).containsExactly(Stage.STARTED);
    connect(1);
    matched(connection(1, "a", 10));
    step(Step.END, end(5, "a", 10));
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED);
    watermark(5 + 61);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED, Stage.CLOSED);
    assertThat(incidents()).extracting(Incident::id).containsOnly(incidents().get(0).id());
    assertThat(last().ended()).isEqualTo(at(5));
    assertThat(last().time()).isEqualTo(at(5));
  }

  @Test
  void namesTheDestinationByTheAnswersOfTheProcessWhateverTheirOrder() throws Exception {
    opened();
    connect(1);
    step(Step.DNS, dns(0.9, "a", 10, "g.api.mega.co.nz", "203.0.113.5"));
    matched(connection(1, "a", 10));
    assertThat(last().connection().connection().destinationDomain()).isEqualTo("g.api.mega.co.nz");
    assertThat(last().totals().destinations())
        .containsExactly(
            new DestinationTotal("203.0.113.5", 443, "g.api.mega.co.nz", 1, at(1), at(1)));
  }

  @Test
  void aConnectionRecordedBeforeTheStartCorrelatesWithoutThePattern() throws Exception {
    opened();
    step(Step.CONNECTION, connection(-3, "a", 10));
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED);
    assertThat(last().time()).isEqualTo(at(0));
  }

  @Test
  void whatCameTooLateForThePatternIsStillCorrelated() throws Exception {
    opened();
    connect(20);
    assertThat(stages()).containsExactly(Stage.STARTED);
    late(start(0, "a", 10));
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED);
  }

  @Test
  void aLateStartMayBeKnownToThePatternFirst() throws Exception {
    late(start(0, "a", 10));
    opened();
    connect(20);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED);
  }

  @Test
  void theAnswerOfThePatternMayComeBeforeTheConnection() throws Exception {
    opened();
    matched(connection(1, "a", 10));
    assertThat(stages()).containsExactly(Stage.STARTED);
    connect(1);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED);
    assertThat(last().totals().count()).isEqualTo(1);
  }

  /** The gate tells the pattern of the first that arrives, and after an outage that is any. */
  @Test
  void connectionsMayArriveInAnyOrder() throws Exception {
    opened();
    connect(12 * 60);
    connect(70);
    watermark(70 + 59);
    assertThat(stages()).containsExactly(Stage.STARTED);
    watermark(70 + 60);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED);
    assertThat(last().connection().time()).isEqualTo(at(70));
    connect(80);
    step(Step.END, end(15 * 60, "a", 10));
    watermark(17 * 60);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED, Stage.CLOSED);
    assertThat(last().totals().count()).isEqualTo(3);
  }

  @Test
  void tooLateAndOutsideTheTimespanIsNoCorrelation() throws Exception {
    opened();
    connect(11 * 60);
    late(connection(11 * 60, "a", 10));
    assertThat(stages()).containsExactly(Stage.STARTED);
  }

  @Test
  void aProgramThatWaitsForRequestsCorrelatesWheneverItConnects() throws Exception {
    Event mount = mount(0, "a", 10);
    harness.processElement1(new CaseEvent(KEY, "e:a", Step.START, mount, suspicion(), true), at(0));
    watermark(2 * 60 * 60);
    connect(3 * 60 * 60);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CLOSED, Stage.CORRELATED);
    assertThat(last().caveats().lateConnection()).isTrue();
  }

  @Test
  void itsConnectionInTimeIsNotMarked() throws Exception {
    harness.processElement1(
        new CaseEvent(KEY, "e:a", Step.START, mount(0, "a", 10), suspicion(), true), at(0));
    connect(5);
    matched(connection(5, "a", 10));
    assertThat(last().stage()).isEqualTo(Stage.CORRELATED);
    assertThat(last().caveats().lateConnection()).isFalse();
  }

  @Test
  void repeatedRecordsChangeNothing() throws Exception {
    Event connection = withId("c1", connection(1, "a", 10, "203.0.113.5", 70, true));
    Event dns = withId("d1", dns(1, "a", 10, "g.api.mega.co.nz", "203.0.113.5"));
    Event end = withId("e1", end(5, "a", 10));
    for (int i = 0; i < 3; i++) {
      opened();
      step(Step.CONNECTION, connection);
      step(Step.DNS, dns);
      step(Step.END, end);
    }
    watermark(5 + 61);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED, Stage.CLOSED);
    assertThat(last().totals().count()).isEqualTo(1);
    assertThat(last().totals().bytesSent()).isEqualTo(70);
    assertThat(last().ended()).isEqualTo(at(5));
  }

  @Test
  void twoRecordsOfOneMomentAreTwo() throws Exception {
    opened();
    step(Step.CONNECTION, withId("c1", connection(1, "a", 10)));
    step(Step.CONNECTION, withId("c2", connection(1, "a", 10)));
    step(Step.END, end(5, "a", 10));
    watermark(5 + 61);
    assertThat(last().totals().count()).isEqualTo(2);
  }

  @Test
  void theSecondSourcesStartAfterTheEndDoesNotKeepItOpen() throws Exception {
    opened();
    step(Step.END, end(5, "a", 10));
    harness.processElement1(
        new CaseEvent(KEY, "e:a", Step.JOIN, start(0.1, null, 10), suspicion("rule-2"), true),
        at(6));
    watermark(5 + 61);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CLOSED);
  }

  @Test
  void withoutAStartSeenTheConnectionIsTheIncidentUntilTheStartComes() throws Exception {
    Event first = connection(100, "a", 10);
    harness.processElement1(
        new CaseEvent(KEY, "e:a", Step.START, first, suspicion(), true), at(100));
    step(Step.CONNECTION, first);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED);
    assertThat(last().caveats().startUnseen()).isTrue();
    harness.processElement1(
        new CaseEvent(KEY, "e:a", Step.JOIN, start(0, "a", 10), suspicion(), true), at(200));
    step(Step.END, end(300, "a", 10));
    watermark(300 + 61);
    assertThat(last().caveats().startUnseen()).isFalse();
    assertThat(last().start()).isEqualTo(start(0, "a", 10));
    assertThat(last().totals().count()).isEqualTo(1);
  }

  @Test
  void aClockThatIsAheadIsMarked() throws Exception {
    opened();
    step(Step.CONNECTION, connection(9999, "a", 10).arrivedAt(at(2)));
    matched(connection(2, "a", 10));
    assertThat(last().caveats().clockAhead()).isTrue();
  }

  @Test
  void whatIsCutIsCounted() throws Exception {
    opened();
    for (int i = 0; i < 3000; i++) {
      Event child = start(1, "c" + i, 100 + i);
      harness.processElement1(new CaseEvent(KEY, "e:c" + i, Step.CHILD, child, null, false), at(1));
      step(Step.DNS, dns(2, "a", 10, "n" + i + ".test", "203.0." + i / 250 + "." + i % 250));
    }
    watermark(2 * 60 * 60);
    assertThat(last().caveats().cut())
        .isEqualTo(3001 - IncidentState.MAX_PROCESSES + 3000 - IncidentState.MAX_NAMES);
  }

  @Test
  void sortedInputMayHaveWhatBelongsToAStartBeforeItInOneMoment() throws Exception {
    harness.close();
    open(true);
    step(Step.CONNECTION, connection(-1, "a", 10));
    opened();
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED);
  }

  @Test
  void sortedInputClosesAtItsEnd() throws Exception {
    harness.close();
    open(true);
    opened();
    connect(30);
    watermark(100_000_000);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CLOSED);
    assertThat(last().time()).isEqualTo(at(30 + 60 * 60));
  }

  @Test
  void aMatchIsToldOnce() throws Exception {
    opened();
    connect(1);
    matched(connection(1, "a", 10));
    matched(connection(2, "a", 10));
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CORRELATED);
  }

  @Test
  void addsUpConnectionsAndTheBytesOfTheirEnds() throws Exception {
    opened();
    connect(1);
    step(Step.CONNECTION, connection(2, "a", 10, "203.0.113.5", -1, false));
    step(Step.CONNECTION, connection(3, "a", 10, "203.0.113.5", 5_000, true));
    step(Step.CONNECTION, connection(4, "a", 10, "203.0.113.9", 700, true));
    step(Step.END, end(5, "a", 10));
    watermark(5 + 61);
    ConnectionTotals totals = last().totals();
    assertThat(totals.count()).isEqualTo(3);
    assertThat(totals.bytesSent()).isEqualTo(5_700);
    assertThat(totals.firstSeen()).isEqualTo(at(1));
    assertThat(totals.lastSeen()).isEqualTo(at(4));
    assertThat(totals.destinations()).hasSize(2);
  }

  @Test
  void aMillionConnectionsNeedNoMoreThanOneTimerAndABoundedList() throws Exception {
    opened();
    for (int i = 0; i < 3000; i++) {
      step(Step.CONNECTION, connection(i, "a", 10, "203.0." + i % 250 + ".9", -1, false));
    }
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    step(Step.END, end(3000, "a", 10));
    watermark(3000 + 61);
    assertThat(last().totals().destinations()).hasSize(ConnectionTotals.MAX_DESTINATIONS);
    assertThat(last().totals().count()).isEqualTo(3000);
    assertThat(last().totals().otherConnections()).isPositive();
  }

  @Test
  void closesWhenNothingIsHeardForLong() throws Exception {
    opened();
    watermark(60 * 60 + 1);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CLOSED);
    assertThat(last().ended()).isZero();
    assertThat(last().networkTelemetry()).isFalse();
  }

  /** A mount that is never quiet ends no more than a day after its start, the age set here. */
  @Test
  void closesAtTheMaximumAgeThoughItIsNeverQuiet() throws Exception {
    opened();
    for (int halfHours = 1; halfHours < 48; halfHours++) {
      connect(halfHours * 1800);
      watermark(halfHours * 1800);
    }
    assertThat(stages()).containsExactly(Stage.STARTED);
    watermark(24 * 60 * 60 + 1);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CLOSED);
    assertThat(last().time()).isEqualTo(at(24 * 60 * 60));
    assertThat(last().totals().count()).isEqualTo(47);
  }

  @Test
  void saysWhetherTheHostSendsConnectionsAtAll() throws Exception {
    opened();
    step(Step.NETWORK_TELEMETRY, connection(1, "other", 99));
    step(Step.END, end(5, "a", 10));
    watermark(5 + 61);
    assertThat(last().networkTelemetry()).isTrue();
  }

  @Test
  void activityAfterAQuietCloseOpensItAgain() throws Exception {
    opened();
    watermark(60 * 60 + 1);
    connect(2 * 60 * 60);
    step(Step.END, end(2 * 60 * 60 + 10, "a", 10));
    watermark(3 * 60 * 60);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CLOSED, Stage.CLOSED);
    assertThat(last().totals().count()).isEqualTo(1);
  }

  @Test
  void closesOnlyWhenItsLastProcessHasEnded() throws Exception {
    opened();
    harness.processElement1(
        new CaseEvent(KEY, "e:c", Step.CHILD, start(1, "c", 12), null, false), at(1));
    step(Step.END, end(2, "a", 10));
    watermark(10 * 60);
    assertThat(stages()).containsExactly(Stage.STARTED);
    harness.processElement1(
        new CaseEvent(KEY, "e:c", Step.END, end(700, "c", 12), null, false), at(700));
    watermark(700 + 61);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CLOSED);
  }

  @Test
  void aJoiningStartAddsItsRulesAndTheOneThatTellsMoreIsShown() throws Exception {
    opened();
    Event worker = start(1, "c", 12);
    harness.processElement1(
        new CaseEvent(KEY, "e:c", Step.JOIN, worker, suspicion("rule-2", "rule-3"), true), at(1));
    harness.processElement1(
        new CaseEvent(KEY, "e:c", Step.CONNECTION, connection(2, "c", 12), null, true), at(2));
    matched(connection(2, "c", 12));
    assertThat(last().start()).isEqualTo(worker);
    assertThat(last().rules())
        .extracting(RuleHit::id)
        .containsExactlyInAnyOrder(Cases.RULE, "rule-2", "rule-3");
  }

  @Test
  void theTimelineIsOfTheCloseAndTellsEachProcessAndNameOnce() throws Exception {
    opened();
    step(Step.DNS, dns(0.5, "a", 10, "g.api.mega.co.nz", "203.0.113.5"));
    connect(1);
    step(Step.DNS, dns(2, "a", 10, "G.api.mega.co.nz", "203.0.113.6"));
    connect(3);
    Event child = childStart(4, "c", 12, "a", 10);
    harness.processElement1(new CaseEvent(KEY, "e:c", Step.CHILD, child, null, false), at(4));
    harness.processElement1(
        new CaseEvent(KEY, "e:c", Step.END, end(5, "c", 12), null, false), at(5));
    step(Step.END, end(6, "a", 10));
    step(Step.END, end(6.4, "a", 10));
    watermark(10 * 60);
    assertThat(incidents().get(0).timeline()).isEqualTo(Timeline.EMPTY);
    assertThat(last().timeline())
        .isEqualTo(
            new Timeline(
                List.of(
                    new ProcessSpan("e:a", "a", 10, "x.exe", null, null, 0, at(0), at(6)),
                    new ProcessSpan("e:c", "c", 12, "x.exe", null, "a", 10, at(4), at(5))),
                List.of(
                    new NameQuery("g.api.mega.co.nz", List.of("203.0.113.5"), at(0.5), at(2), 2)),
                0));
    assertThat(last().totals().destinations().get(0).firstSeen()).isEqualTo(at(1));
    assertThat(last().totals().destinations().get(0).lastSeen()).isEqualTo(at(3));
  }

  @Test
  void theTimelineStaysBoundedAndCountsWhatItLeavesOut() throws Exception {
    opened();
    for (int i = 0; i < 120; i++) {
      step(Step.DNS, dns(1 + i, "a", 10, "n" + i + ".example.com", "203.0.113.5"));
      Event child = childStart(1 + i, "c" + i, 20 + i, "a", 10);
      harness.processElement1(
          new CaseEvent(KEY, "e:c" + i, Step.CHILD, child, null, false), child.time());
    }
    watermark(3 * 60 * 60);
    assertThat(last().timeline().processes()).hasSize(Timeline.MAX_PROCESSES);
    assertThat(last().timeline().names()).hasSize(Timeline.MAX_NAMES);
    assertThat(last().timeline().cut()).isEqualTo(71 + 70);
  }

  @Test
  void theCommandLineOfTheTimelineHasNoSecretAlsoWhereItIsCut() throws Exception {
    String path = "x".repeat(ProcessSpan.MAX_COMMAND_LINE - 40);
    ProcessInfo process =
        new ProcessInfo(
            "a",
            10,
            0,
            "rclone.exe",
            null,
            "rclone.exe copy C:\\" + path + " --password=topsecretvalue m:",
            null,
            null,
            null,
            null,
            null);
    Event start = start(0, "a", 10).withProcess(process);
    harness.processElement1(new CaseEvent(KEY, "e:a", Step.START, start, suspicion(), true), at(0));
    watermark(3 * 60 * 60);
    assertThat(last().timeline().processes().get(0).commandLine())
        .hasSizeLessThanOrEqualTo(ProcessSpan.MAX_COMMAND_LINE)
        .contains("--password=")
        .doesNotContain("topsec");
  }

  @Test
  void anEventWithoutAnIncidentIsNotOne() throws Exception {
    connect(1);
    matched(connection(1, "a", 10));
    assertThat(incidents()).isEmpty();
  }

  @Test
  void sortedInputClosesBeforeLaterActivity() throws Exception {
    harness.close();
    open(true);
    opened();
    connect(3 * 60 * 60);
    assertThat(stages()).containsExactly(Stage.STARTED, Stage.CLOSED);
  }

  private void opened() throws Exception {
    harness.processElement1(
        new CaseEvent(KEY, "e:a", Step.START, start(0, "a", 10), suspicion(), true), at(0));
  }

  private void connect(double seconds) throws Exception {
    step(Step.CONNECTION, connection(seconds, "a", 10));
  }

  private void step(Step step, Event event) throws Exception {
    harness.processElement1(
        new CaseEvent(KEY, "e:a", step, event, null, step == Step.CONNECTION), event.time());
  }

  private void matched(Event connection) throws Exception {
    harness.processElement2(new PatternOutcome(KEY, connection, false), connection.time());
  }

  private void late(Event event) throws Exception {
    harness.processElement2(new PatternOutcome(KEY, event, true), event.time());
  }

  private void watermark(double seconds) throws Exception {
    harness.processWatermark1(new Watermark(at(seconds)));
    harness.processWatermark2(new Watermark(at(seconds)));
  }

  private List<Incident> incidents() {
    return harness.extractOutputValues();
  }

  private Incident last() {
    return incidents().get(incidents().size() - 1);
  }

  private List<Stage> stages() {
    return incidents().stream().map(Incident::stage).toList();
  }
}
