package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.jspecify.annotations.Nullable;

/**
 * The last seconds of the events of a key group's hosts, of processes that nobody suspects: bundles
 * as they arrived, in pages in the order of arrival. They are dropped as a whole, and read only
 * when a suspect asks. All lies under one key, that of the key group, whichever host asks.
 */
@SuppressWarnings("NullAway.Init") // at() gives the shelf
final class HeldEvents {

  /** The bundle that is being gone through, and isn't counted yet. */
  private static final long ARRIVING = Long.MAX_VALUE;

  private static final byte[] NOTHING = {};

  private static final ValueStateDescriptor<HeldShelf> SHELF =
      new ValueStateDescriptor<>("held", HeldShelf.TYPE);

  private static final ValueStateDescriptor<byte[]> PAGE =
      new ValueStateDescriptor<>("held-pages", BytePrimitiveArraySerializer.INSTANCE);

  /** A held event of the host that asked last. */
  private static final class Found {
    private final long page;
    private final byte[] bytes;
    private final int bundle;
    private final int at;

    Found(long page, byte[] bytes, int bundle, int at) {
      this.page = page;
      this.bytes = bytes;
      this.bundle = bundle;
      this.at = at;
    }

    int event() {
      return BundlePage.event(at);
    }
  }

  private final KeyedStateBackend<Long> keyed;
  private final InternalTimerService<VoidNamespace> timers;
  private final ValueState<HeldShelf> shelves;

  private final Retention retention;
  private final boolean sorted;
  private final int maxBytes;
  private final Total held;
  private final Counter dropped;

  private long place;
  private HeldShelf shelf;
  private byte[] arriving = NOTHING;
  private int arrived;

  private final List<Found> found = new ArrayList<>();
  private @Nullable Long foundHost;

  HeldEvents(
      RuntimeContext context,
      KeyedStateBackend<Long> keyed,
      InternalTimerService<VoidNamespace> timers,
      GateSettings settings,
      Total held)
      throws Exception {
    this.keyed = keyed;
    this.timers = timers;
    this.shelves = context.getState(SHELF);
    this.retention = new Retention(settings.lookBackMs());
    this.sorted = settings.sorted();
    this.maxBytes = settings.maxHeldBytes();
    this.held = held;
    this.dropped = context.getMetricGroup().counter("gateBufferDropped");
  }

  /** Goes on with a key group's; {@code key}, which lies in it, becomes the current key. */
  void at(long key) throws Exception {
    place = key;
    keyed.setCurrentKey(key);
    HeldShelf known = shelves.value();
    shelf = known == null ? new HeldShelf() : known;
    held.add(-shelf.events);
    forgetFound();
  }

  /** Keeps what has become of the key group's since {@link #at}, which was told of the key. */
  void keep() throws Exception {
    keyed.setCurrentKey(place);
    held.add(shelf.events);
    forgetFound();
    if (shelf.events == 0) {
      removePages();
    }
    setTimer();
    if (shelf.events == 0) {
      shelves.clear();
    } else {
      shelves.update(shelf);
    }
  }

  /** Whether the key group's timer was set to this time, which then is over. */
  boolean isTimer(long time) {
    return shelf.timer == time;
  }

  /** From here on only what is later has to be dropped. */
  void timerFired(long clock) throws Exception {
    shelf.timer = HeldShelf.NEVER;
    drop(clock);
  }

  /**
   * Lets what follows see the first events of a bundle that isn't added yet, because those after
   * them are not judged yet.
   *
   * @param until where those after them start
   */
  void arriving(byte[] bundle, int until) {
    arriving = bundle;
    arrived = until;
    forgetFound();
  }

  /** Nothing is left of that bundle but what is added now. */
  void arrived() {
    arriving(NOTHING, 0);
  }

  /** Adds one event of a host, whichever key is the current one. */
  void add(long hostKey, byte[] packed, long clock) throws Exception {
    byte[] bundle = BundlePage.of(hostKey, packed);
    BundlePage.arrive(bundle, clock);
    add(bundle, clock);
  }

  /** Adds a bundle, which belongs to this from now on. */
  void add(byte[] bundle, long clock) throws Exception {
    int events = BundlePage.count(bundle, bundle.length);
    if (events == 0) {
      return;
    }
    long before = enter();
    forgetFound();
    boolean full = !shelf.hasRoomFor(bundle);
    if (full && shelf.length > 0) {
      put(shelf.turnPage());
    }
    if (2 * bundle.length > HeldShelf.OPEN_BYTES) {
      put(bundle);
    } else {
      shelf.append(bundle);
    }
    shelf.events += events;
    shelf.bytes += bundle.length;
    shelf.latest = Math.max(shelf.latest, BundlePage.latest(bundle, bundle.length));
    if (full) {
      drop(clock);
    }
    keepWithinLimit(clock);
    leave(before);
  }

  private void put(byte[] page) throws Exception {
    if (shelf.first == shelf.next) {
      shelf.oldestOver = overAt(page, page.length);
    }
    page(shelf.next++).update(page);
  }

  private void keepWithinLimit(long clock) throws Exception {
    if (shelf.bytes <= maxBytes) {
      return;
    }
    drop(clock);
    while (shelf.bytes > maxBytes && shelf.events > 0) {
      dropped.inc(shelf.first < shelf.next ? removeOldest() : clearOpen());
    }
  }

  /** Gives back the memory of pages and of the open one, if nothing in them is still kept. */
  private void drop(long clock) throws Exception {
    forgetFound();
    while (shelf.first < shelf.next && shelf.oldestOver <= clock) {
      removeOldest();
    }
    if (shelf.length > 0 && overAt(shelf.open, shelf.length) <= clock) {
      clearOpen();
    }
  }

  private int removeOldest() throws Exception {
    byte[] page = read(shelf.first);
    int events = BundlePage.count(page, page.length);
    page(shelf.first).clear();
    shelf.events -= events;
    shelf.bytes -= page.length;
    shelf.first++;
    byte[] oldest = shelf.first < shelf.next ? read(shelf.first) : NOTHING;
    shelf.oldestOver = oldest.length == 0 ? HeldShelf.NEVER : overAt(oldest, oldest.length);
    return events;
  }

  private int clearOpen() {
    int events = BundlePage.count(shelf.open, shelf.length);
    shelf.events -= events;
    shelf.bytes -= shelf.length;
    shelf.length = 0;
    return events;
  }

  private void removePages() throws Exception {
    for (; shelf.first < shelf.next; shelf.first++) {
      page(shelf.first).clear();
    }
  }

  private long overAt(byte[] page, int length) {
    return retention.until(BundlePage.latest(page, length));
  }

  private byte[] read(long number) throws Exception {
    return Objects.requireNonNull(page(number).value(), "a page of what is held back");
  }

  /**
   * The number is a namespace, which makes each page an entry of its own: none is copied because a
   * checkpoint is being written while another page comes.
   */
  private ValueState<byte[]> page(long number) throws Exception {
    return keyed.getPartitionedState(number, LongSerializer.INSTANCE, PAGE);
  }

  /** When all is over; sorted events come without a clock, and their key's end is that of all. */
  private void setTimer() {
    if (sorted) {
      return;
    }
    boolean isSet = shelf.timer != HeldShelf.NEVER;
    if (shelf.events == 0 && isSet) {
      timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, shelf.timer);
    } else if (shelf.events > 0 && !isSet) {
      // Behind what is told at that time and may claim the last of them
      shelf.timer = retention.until(shelf.latest) + 1;
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, shelf.timer);
    }
  }

  /**
   * Removes and returns, in the order of time, the events of a host that {@code wanted} accepts, of
   * those that {@code mayBe} lets through.
   */
  List<Event> take(long hostKey, Page.Filter mayBe, Predicate<Event> wanted, long clock)
      throws Exception {
    List<Event> taken = new ArrayList<>();
    long before = enter();
    for (Found one : find(hostKey)) {
      if (isWanted(one, mayBe, clock)) {
        Event event = PackedEvent.read(one.bytes, one.event());
        if (wanted.test(event)) {
          taken.add(event);
          claim(one);
        }
      }
    }
    leave(before);
    taken.sort(Comparator.comparingLong(Event::time));
    return taken;
  }

  /**
   * Time of the latest event of a host that {@code wanted} accepts, of those that {@code mayBe}
   * lets through; the minimum when there is none.
   */
  long latest(long hostKey, Page.Filter mayBe, Predicate<Event> wanted, long clock)
      throws Exception {
    long latest = Long.MIN_VALUE;
    for (Found one : find(hostKey)) {
      long time = PackedEvent.time(one.bytes, one.event());
      if (time > latest
          && isWanted(one, mayBe, clock)
          && wanted.test(PackedEvent.read(one.bytes, one.event()))) {
        latest = time;
      }
    }
    return latest;
  }

  boolean hasConnection(long hostKey, long clock) throws Exception {
    for (Found one : find(hostKey)) {
      if (isKept(one, clock) && PackedEvent.kind(one.bytes, one.event()) == EventKind.CONNECTION) {
        return true;
      }
    }
    return false;
  }

  private boolean isWanted(Found one, Page.Filter mayBe, long clock) {
    return isKept(one, clock) && mayBe.keeps(until(one), one.bytes, one.event());
  }

  private boolean isKept(Found one, long clock) {
    return !BundlePage.isClaimed(one.bytes, one.at) && until(one) > clock;
  }

  private long until(Found one) {
    return retention.until(BundlePage.time(one.bytes, one.bundle, one.at));
  }

  private void claim(Found one) throws Exception {
    BundlePage.claim(one.bytes, one.bundle, one.at);
    if (one.page != ARRIVING) {
      shelf.events--;
    }
    if (one.page < shelf.next) {
      page(one.page).update(one.bytes);
    }
  }

  /** All of the host's, in one pass, whatever is asked of them then. */
  private List<Found> find(long hostKey) throws Exception {
    if (Objects.equals(foundHost, hostKey)) {
      return found;
    }
    forgetFound();
    long before = enter();
    for (long number = shelf.first; number < shelf.next; number++) {
      byte[] page = read(number);
      find(hostKey, number, page, page.length);
    }
    leave(before);
    find(hostKey, shelf.next, shelf.open, shelf.length);
    find(hostKey, ARRIVING, arriving, arrived);
    foundHost = hostKey;
    return found;
  }

  private void forgetFound() {
    found.clear();
    foundHost = null;
  }

  private void find(long hostKey, long number, byte[] page, int length) {
    BundlePage.visit(
        page,
        length,
        hostKey,
        (bytes, bundle, at) -> found.add(new Found(number, bytes, bundle, at)));
  }

  private long enter() {
    long before = keyed.getCurrentKey();
    keyed.setCurrentKey(place);
    return before;
  }

  private void leave(long before) {
    keyed.setCurrentKey(before);
  }
}
