package exfilwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Event;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Bundles come over the shuffle as they were, and their pages keep what they are told to. */
class BundleTest {

  private static final int KEY_GROUPS = 128;

  @Property(tries = 200)
  void theEventsAreTheSame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int count)
      throws Exception {
    List<Signal> signals = signals(seed, count);
    BundleBuffer buffer = new BundleBuffer();
    signals.forEach(buffer::add);
    Bundle read = through(buffer.take(3, KEY_GROUPS).copy());
    assertThat(read.key()).isEqualTo(3);
    assertThat(read.keyGroups()).isEqualTo(KEY_GROUPS);
    assertThat(read.signal()).isNull();
    assertThat(eventsOf(read.page())).isEqualTo(signals.stream().map(Signal::event).toList());
    assertThat(BundlePage.count(read.page(), read.length())).isEqualTo(count);
    assertThat(BundlePage.latest(read.page(), read.length()))
        .isEqualTo(signals.stream().mapToLong(Signal::time).max().orElseThrow());
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Property(tries = 200)
  void aFilteredPageHasWhatIsKeptAndNotClaimed(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int count) {
    List<Signal> signals = signals(seed, count);
    BundleBuffer buffer = new BundleBuffer();
    signals.forEach(buffer::add);
    byte[] page = buffer.take(3, KEY_GROUPS).page();
    BundlePage.arrive(page, 77);
    List<Event> expected = new ArrayList<>();
    for (int i = 0, at = BundlePage.HEAD; i < count; i++, at = BundlePage.next(page, at)) {
      if (i % 3 == 0) {
        BundlePage.claim(page, 0, at);
      } else if (i % 3 == 1) {
        expected.add(signals.get(i).event());
      }
    }
    long unwanted = count > 2 ? signals.get(2).hostKey() : 0;
    for (int i = 2; i < count; i += 3) {
      assertThat(signals.get(i).hostKey()).isEqualTo(unwanted);
    }
    byte[] kept = BundlePage.filter(page, (bundle, at) -> BundlePage.hostKey(page, at) != unwanted);
    assertThat(eventsOf(kept)).isEqualTo(expected);
    assertThat(BundlePage.count(kept, kept.length)).isEqualTo(expected.size());
    assertThat(expected.isEmpty() ? 77 : BundlePage.clock(kept)).isEqualTo(77);
  }

  @Test
  void aSignalByItselfIsTheSame() throws Exception {
    Signal signal = Signal.late(Cases.connection(1, "a", 10));
    Signal read = through(Bundle.of(9, KEY_GROUPS, signal)).signal();
    assertThat(read).isNotNull();
    assertThat(read.event()).isEqualTo(signal.event());
    assertThat(read.note()).isEqualTo(Signal.Note.LATE);
  }

  /** Every third of another host. */
  private static List<Signal> signals(long seed, int count) {
    RandomEvents events = new RandomEvents(seed);
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Signal ordinary = Signal.ordinary(events.next());
      signals.add(Signal.ordinary(i % 3 == 2 ? 1 : 2, ordinary.packed()));
    }
    return signals;
  }

  private static List<Event> eventsOf(byte[] page) {
    List<Event> events = new ArrayList<>();
    for (int at = BundlePage.HEAD; at < page.length; at = BundlePage.next(page, at)) {
      events.add(PackedEvent.read(page, BundlePage.event(at)));
    }
    return events;
  }

  private static Bundle through(Bundle bundle) throws Exception {
    TypeSerializer<Bundle> serializer =
        TypeInformation.of(Bundle.class).createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(bundle, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    Bundle read = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    return read;
  }
}
