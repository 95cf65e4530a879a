package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;
import static exfilwatch.correlation.Cases.connection;
import static exfilwatch.correlation.Cases.dns;
import static exfilwatch.correlation.Cases.on;
import static exfilwatch.correlation.Cases.start;
import static exfilwatch.correlation.Cases.suspicion;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which signals go together, and that none stays behind. */
class BundlerTest {

  private BundlerHarness bundler;

  @BeforeEach
  void open() throws Exception {
    open(false);
  }

  private void open(boolean sorted) throws Exception {
    bundler = new BundlerHarness(sorted);
    bundler.open();
  }

  @AfterEach
  void close() throws Exception {
    bundler.close();
  }

  @Test
  void ordinarySignalsOfAHostGoTogetherInTheirOrder() throws Exception {
    List<Signal> signals = connections(50);
    for (Signal signal : signals) {
      bundler.signal(signal);
    }
    assertThat(sent()).isEmpty();
    bundler.barrier();
    assertThat(sent()).hasSize(1);
    assertThat(events(sent().get(0))).isEqualTo(signals.stream().map(Signal::event).toList());
    assertThat(bundler.extractOutputStreamRecords().get(0).getTimestamp()).isEqualTo(at(49));
    bundler.barrier();
    assertThat(sent()).hasSize(1);
  }

  @Test
  void aBundleLiesInTheKeyGroupOfEveryHostInIt() throws Exception {
    for (int i = 0; i < 2000; i++) {
      bundler.signal(
          Signal.ordinary(on(new Host("ws-" + i, null, "windows"), connection(1, "a", 10))));
    }
    bundler.barrier();
    assertThat(sent()).hasSize(GateHarness.KEY_GROUPS);
    int found = 0;
    for (Bundle bundle : sent()) {
      for (long hostKey : hostKeys(bundle)) {
        assertThat(groupOf(hostKey)).isEqualTo(groupOf(bundle.key()));
        found++;
      }
    }
    assertThat(found).isEqualTo(2000);
  }

  @Test
  void aBundleIsSentBeforeTheWatermark() throws Exception {
    bundler.signal(connections(1).get(0));
    bundler.processWatermark(at(1));
    assertThat(bundler.getOutput()).hasSize(2);
    assertThat(bundler.getOutput()).last().isEqualTo(new Watermark(at(1)));
  }

  @Test
  void aBundleIsSentBeforeTheInputIsIdle() throws Exception {
    bundler.signal(connections(1).get(0));
    bundler.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(bundler.getOutput()).hasSize(2);
    assertThat(bundler.getOutput()).last().isEqualTo(WatermarkStatus.IDLE);
  }

  @Test
  void aBundleIsSentAtTheEndOfTheInput() throws Exception {
    bundler.signal(connections(1).get(0));
    bundler.endInput();
    bundler.getOneInputOperator().finish();
    assertThat(sent()).hasSize(1);
  }

  @Test
  void aBundleIsSentAfterTwoTicksAtTheLatestWhenNoWatermarkComes() throws Exception {
    bundler.setProcessingTime(1);
    bundler.processWatermark(at(0));
    bundler.signal(connections(1).get(0));
    bundler.setProcessingTime(1 + Bundler.TICK_MS);
    bundler.setProcessingTime(1 + 2 * Bundler.TICK_MS);
    assertThat(sent()).hasSize(1);
  }

  @Test
  void aFullBundleIsSent() throws Exception {
    for (Signal signal : connections(1000)) {
      bundler.signal(signal);
    }
    bundler.barrier();
    assertThat(sent()).hasSizeBetween(4, 20);
    assertThat(sent()).allMatch(bundle -> bundle.length() <= BundleBuffer.BYTES);
    assertThat(sent().subList(0, sent().size() - 1))
        .allMatch(bundle -> bundle.length() > BundleBuffer.BYTES - 1024);
    assertThat(sent().stream().flatMap(bundle -> events(bundle).stream()))
        .extracting(Event::time)
        .isEqualTo(IntStream.range(0, 1000).mapToObj(Cases::at).toList());
  }

  @Test
  void othersGoByThemselvesBehindWhatCameBefore() throws Exception {
    List<Signal> signals =
        List.of(
            Signal.ordinary(connection(1, "a", 10)),
            Signal.ordinary(connection(2, "a", 10)),
            Signal.suspicious(start(3, "a", 10), suspicion()),
            Signal.late(connection(4, "a", 10)),
            Signal.ordinary(connection(5, "a", 10)),
            Signal.cleared(start(6, "a", 10)),
            Signal.ordinary(connection(7, "a", 10)));
    for (Signal signal : signals) {
      bundler.signal(signal);
    }
    bundler.barrier();
    assertThat(sent().stream().map(BundlerTest::times))
        .containsExactly(
            List.of(at(1), at(2)),
            List.of(at(3)),
            List.of(at(4)),
            List.of(at(5)),
            List.of(at(6)),
            List.of(at(7)));
    assertThat(sent()).extracting(Bundle::key).containsOnly(sent().get(0).key());
    assertThat(bundler.extractOutputStreamRecords())
        .extracting(StreamRecord::getTimestamp)
        .containsExactly(at(2), at(3), at(4), at(5), at(6), at(7));
  }

  @Test
  void aSignalThatIsLargerThanABundleGoesByItself() throws Exception {
    Signal large = Signal.ordinary(dns(2, "a", 10, "a.".repeat(10_000), "192.0.2.1"));
    bundler.signal(connections(1).get(0));
    bundler.signal(large);
    bundler.barrier();
    assertThat(sent()).hasSize(2);
    assertThat(sent().get(1).signal()).isEqualTo(large);
  }

  @Test
  void beforeASortEverySignalGoesByItselfKeyedByItsHost() throws Exception {
    bundler.close();
    open(true);
    for (Signal signal : connections(3)) {
      bundler.signal(signal);
    }
    assertThat(sent()).hasSize(3);
    assertThat(sent())
        .allMatch(bundle -> bundle.signal() != null)
        .allMatch(bundle -> bundle.key() == bundle.signal().hostKey());
    assertThat(bundler.extractOutputStreamRecords())
        .extracting(StreamRecord::getTimestamp)
        .containsExactly(at(0), at(1), at(2));
  }

  private static List<Signal> connections(int count) {
    return IntStream.range(0, count)
        .mapToObj(second -> Signal.ordinary(connection(second, "a", 10)))
        .toList();
  }

  private static int groupOf(long key) {
    return KeyGroupRangeAssignment.assignToKeyGroup(key, GateHarness.KEY_GROUPS);
  }

  private List<Bundle> sent() {
    return bundler.extractOutputValues();
  }

  private static List<Long> times(Bundle bundle) {
    Signal signal = bundle.signal();
    return signal != null
        ? List.of(signal.time())
        : events(bundle).stream().map(Event::time).toList();
  }

  private static List<Event> events(Bundle bundle) {
    byte[] page = bundle.page();
    List<Event> events = new ArrayList<>();
    for (int at = BundlePage.HEAD; at < page.length; at = BundlePage.next(page, at)) {
      events.add(PackedEvent.read(page, BundlePage.event(at)));
    }
    return events;
  }

  private static List<Long> hostKeys(Bundle bundle) {
    byte[] page = bundle.page();
    List<Long> keys = new ArrayList<>();
    for (int at = BundlePage.HEAD; at < page.length; at = BundlePage.next(page, at)) {
      keys.add(BundlePage.hostKey(page, at));
    }
    return keys;
  }
}
