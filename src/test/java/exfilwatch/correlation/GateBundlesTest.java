package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;
import static exfilwatch.correlation.Cases.childStart;
import static exfilwatch.correlation.Cases.connection;
import static exfilwatch.correlation.Cases.end;
import static exfilwatch.correlation.Cases.on;
import static exfilwatch.correlation.Cases.start;
import static exfilwatch.correlation.Cases.suspicion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.correlation.CaseEvent.Step;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gate does with bundles of several hosts. */
class GateBundlesTest {

  private static final long MINUTE = 60_000;
  private static final GateSettings SETTINGS = GateSettings.of(false, MINUTE, 24 * 60 * MINUTE);

  private GateHarness gate;
  private BundlerHarness bundler;

  @BeforeEach
  void open() throws Exception {
    open(SETTINGS);
  }

  private void open(GateSettings settings) throws Exception {
    gate = new GateHarness(settings);
    gate.open();
    bundler = new BundlerHarness(false);
    bundler.open();
  }

  @AfterEach
  void stateReturnsToZero() throws Exception {
    gate.processWatermark(at(100_000_000));
    assertThat(gate.stateEntries()).isZero();
    assertThat(gate.numEventTimeTimers()).isZero();
    assertThat(gate.held()).isZero();
    gate.close();
    bundler.close();
  }

  @Test
  void aBundleOfHostsThatNobodyWatchesIsOnePage() throws Exception {
    List<Host> hosts = hostsOfOneGroup(10);
    for (int i = 0; i < 100; i++) {
      ordinary(hosts.get(i % 10), connection(i / 10.0, "a", 10));
    }
    assertThat(deliver()).isEqualTo(1);
    assertThat(gate.held()).isEqualTo(100);
    assertThat(gate.stateEntries()).isEqualTo(2);
    assertThat(gate.numEventTimeTimers()).isEqualTo(1);
  }

  @Test
  void aStartClaimsOfItsOwnHostOnly() throws Exception {
    List<Host> hosts = hostsOfOneGroup(3);
    for (Host host : hosts) {
      ordinary(host, connection(1, "a", 10));
      ordinary(host, connection(2, "b", 11));
    }
    suspicious(hosts.get(1), start(0, "a", 10));
    deliver();
    assertThat(passed()).containsExactly("START", "NETWORK_TELEMETRY", "CONNECTION");
    assertThat(gate.held()).isEqualTo(6 - 1 + 1); // with the start, which has a wrapper perhaps
  }

  @Test
  void ofABundleTheWatchedHostsAreJudgedAndTheOthersHeld() throws Exception {
    List<Host> hosts = hostsOfOneGroup(2);
    suspicious(hosts.get(0), start(0, "a", 10));
    deliver();
    for (int i = 0; i < 10; i++) {
      ordinary(hosts.get(0), connection(1 + i, "a", 10));
      ordinary(hosts.get(1), connection(1 + i, "a", 10));
      ordinary(hosts.get(0), connection(1 + i, "z", 77));
    }
    assertThat(deliver()).isEqualTo(1);
    assertThat(passed()).filteredOn(step -> step.equals("CONNECTION")).hasSize(10);
    assertThat(gate.held()).isEqualTo(1 + 20);
    suspicious(hosts.get(1), start(0, "a", 10));
    deliver();
    assertThat(passed()).filteredOn(step -> step.equals("CONNECTION")).hasSize(20);
    assertThat(gate.held()).isEqualTo(2 + 10);
  }

  @Test
  void aChildClaimsWhatIsBeforeItInItsBundleAtTheTimeOfItsStart() throws Exception {
    Host host = hostsOfOneGroup(1).get(0);
    suspicious(host, start(0, "a", 10));
    deliver();
    ordinary(host, connection(5, "c", 12));
    ordinary(host, childStart(4, "c", 12, "a", 10));
    ordinary(host, connection(6, "c", 12));
    ordinary(host, end(7, "c", 12));
    assertThat(deliver()).isEqualTo(1);
    assertThat(gate.extractOutputStreamRecords())
        .filteredOn(one -> one.getValue().processKey().equals("e:c"))
        .extracting(
            one -> one.getValue().step() + " let out " + (one.getTimestamp() - at(0)) / 1000)
        .containsExactly(
            "CHILD let out 4",
            "NETWORK_TELEMETRY let out 4",
            "CONNECTION let out 4",
            "CONNECTION let out 6",
            "END let out 7");
    assertThat(gate.held()).isEqualTo(1);
  }

  @Test
  void theBufferOfAKeyGroupIsBoundedInBytesAndOthersAreNotTouched() throws Exception {
    bundler.close();
    gate.close();
    open(new GateSettings(false, MINUTE, MINUTE, 50_000, 1, 10));
    Host quiet = hostsOfOneGroup(1).get(0);
    Host loud = new Host("loud", null, "windows");
    ordinary(quiet, connection(0, "a", 10));
    for (int i = 0; i < 5000; i++) {
      ordinary(loud, connection(i / 100.0, "a", 10));
    }
    deliver();
    int one = BundlePage.sizeOf(Signal.ordinary(connection(0, "a", 10)).packed());
    assertThat(gate.held()).isBetween(25_000L / one, 50_000L / one + 1);
    assertThat(gate.counted("gateBufferDropped")).isEqualTo(5001 - gate.held());
    suspicious(quiet, start(0, "a", 10));
    deliver();
    assertThat(passed()).contains("CONNECTION");
  }

  @Test
  void aClockThatIsAheadDoesNotKeepTheEventsOfOthers() throws Exception {
    List<Host> hosts = hostsOfOneGroup(2);
    for (int second = 0; second < 1200; second++) {
      for (int i = 0; i < 20; i++) {
        ordinary(hosts.get(0), connection(second, "a", 10));
      }
      ordinary(hosts.get(1), connection(second + 290, "b", 11));
      deliver();
      gate.processWatermark(at(second - 60));
    }
    // Two minutes of the one, a little more than the 290 seconds besides of the other
    assertThat(gate.held()).isBetween(20L * 120, 20L * 150 + 450);
    suspicious(hosts.get(1), start(800, "b", 11));
    deliver();
    assertThat(passed()).filteredOn(step -> step.equals("CONNECTION")).hasSizeBetween(410, 430);
  }

  @Test
  void whatIsHeldMovesWithItsKeyGroupWhenTheJobIsRescaled() throws Exception {
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      hosts.add(new Host("ws-" + i, null, "windows"));
      ordinary(hosts.get(i), connection(1, "a", 10));
      ordinary(hosts.get(i), connection(1, "b", 11));
    }
    suspicious(hosts.get(3), start(0, "a", 10));
    deliver();
    OperatorSubtaskState one = gate.snapshot(1, 1);
    int claimed = 0;
    for (int subtask = 0; subtask < 4; subtask++) {
      OperatorSubtaskState part =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              one, GateHarness.KEY_GROUPS, 1, 4, subtask);
      try (GateHarness quarter = new GateHarness(SETTINGS, 4, subtask)) {
        quarter.initializeState(part);
        quarter.open();
        for (Host host : hosts) {
          if (quarter.isOf(host)) {
            quarter.signal(Signal.suspicious(on(host, start(0, "b", 11)), suspicion()));
            quarter.signal(Signal.ordinary(on(host, connection(2, "a", 10))));
          }
        }
        claimed += steps(quarter, Step.CONNECTION);
        quarter.processWatermark(at(100_000_000));
        assertThat(quarter.stateEntries()).isZero();
        assertThat(quarter.numEventTimeTimers()).isZero();
      }
    }
    assertThat(claimed).isEqualTo(40 + 1);
  }

  @Test
  void bundlesForAnotherNumberOfKeyGroupsAreRefused() {
    Bundle bundle = Bundle.of(0, 64, Signal.ordinary(connection(0, "a", 10)));
    assertThatThrownBy(() -> gate.processElement(bundle, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("64 key groups, the gate has 128");
  }

  private static int steps(GateHarness gate, Step step) {
    return (int) gate.extractOutputValues().stream().filter(c -> c.step() == step).count();
  }

  private List<String> passed() {
    return gate.extractOutputValues().stream().map(c -> c.step().name()).toList();
  }

  private static List<Host> hostsOfOneGroup(int count) {
    KeyGroups groups = new KeyGroups(GateHarness.KEY_GROUPS);
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; hosts.size() < count; i++) {
      Host host = new Host("ws-" + i, null, "windows");
      if (groups.of(HostKey.hash(host)) == 5) {
        hosts.add(host);
      }
    }
    return hosts;
  }

  private void ordinary(Host host, Event event) throws Exception {
    bundler.signal(Signal.ordinary(on(host, event)));
  }

  private void suspicious(Host host, Event event) throws Exception {
    bundler.signal(Signal.suspicious(on(host, event), suspicion()));
  }

  /** Brings all to the gate, and returns in how many elements. */
  private int deliver() throws Exception {
    List<StreamRecord<Bundle>> bundles = bundler.flush();
    for (StreamRecord<Bundle> bundle : bundles) {
      gate.processElement(bundle);
    }
    return bundles.size();
  }
}
