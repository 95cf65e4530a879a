package exfilwatch.correlation;

import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * The last seconds of the ordinary events of a key group's hosts: bundles as they arrived, in pages
 * in the order of arrival. A page is dropped as a whole when nothing in it is kept any longer. All
 * lies under one key, that of the key group, whichever key is the current one.
 */
@SuppressWarnings("NullAway.Init") // at() gives the shelf
final class HeldPages {

  private static final ValueStateDescriptor<HeldShelf> SHELF =
      new ValueStateDescriptor<>("held", HeldShelf.TYPE);

  private static final ValueStateDescriptor<byte[]> PAGE =
      new ValueStateDescriptor<>("held-pages", BytePrimitiveArraySerializer.INSTANCE);

  /** Number of the open pages. */
  private static final long OPEN = Long.MAX_VALUE;

  /** What is done with a page. */
  interface Visitor {
    void visit(long number, byte[] page, int length);
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
  private long changes;

  HeldPages(
      RuntimeContext context,
      KeyedStateBackend<Long> keyed,
      InternalTimerService<VoidNamespace> timers,
      GateSettings settings,
      Total held) {
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
    changes++;
  }

  /** Keeps what has become of the key group's since {@link #at}. */
  void keep() throws Exception {
    keyed.setCurrentKey(place);
    held.add(shelf.events);
    setTimer();
    if (shelf.events > 0) {
      shelves.update(shelf);
      return;
    }
    clear(shelf.ahead);
    clear(shelf.recent);
    shelves.clear();
  }

  /** When all is over; in sorted input the end of the key is that of all. */
  private void setTimer() {
    boolean isSet = shelf.timer != HeldShelf.NO_TIMER;
    if (shelf.events == 0 && isSet) {
      timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, shelf.timer);
    } else if (shelf.events > 0 && !isSet && !sorted) {
      // Behind what is told at that time and may claim the last of them
      shelf.timer = retention.until(shelf.latest) + 1;
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, shelf.timer);
    }
  }

  /** To be called at the time of every timer of the key group's key. */
  void onTimer(long clock) throws Exception {
    if (shelf.timer == clock) {
      shelf.timer = HeldShelf.NO_TIMER;
      drop(clock);
    }
  }

  /** Changes whenever events come, or go otherwise than by {@link #claim}. */
  long changes() {
    return changes;
  }

  /** Adds a bundle, which belongs to this from now on. */
  void add(byte[] bundle, long clock) throws Exception {
    if (BundlePage.count(bundle, bundle.length) == 0) {
      return;
    }
    long before = enter();
    long pages = shelf.recent.next;
    add(bundle, shelf.recent);
    if (shelf.recent.next > pages || shelf.bytes > maxBytes) {
      drop(clock);
    }
    while (shelf.bytes > maxBytes && shelf.events > 0) {
      dropped.inc(giveUpOldest());
    }
    leave(before);
  }

  /** Small bundles share a page, so that quiet hosts don't make many small ones. */
  private void add(byte[] bundle, PageQueue queue) throws Exception {
    changes++;
    if (queue.length > 0 && !queue.hasRoomFor(bundle)) {
      put(queue.turnPage(), queue);
    }
    if (PageQueue.isLarge(bundle)) {
      put(bundle, queue);
    } else {
      queue.append(bundle);
    }
    shelf.events += BundlePage.count(bundle, bundle.length);
    shelf.bytes += bundle.length;
    shelf.latest = Math.max(shelf.latest, BundlePage.latest(bundle, bundle.length));
  }

  private void put(byte[] page, PageQueue queue) throws Exception {
    if (!queue.hasPages()) {
      queue.due = dueAt(page, queue);
    }
    page(number(queue.next++, queue)).update(page);
  }

  private int giveUpOldest() throws Exception {
    for (PageQueue queue : List.of(shelf.ahead, shelf.recent)) {
      if (queue.hasPages()) {
        return forget(takeOldest(queue));
      }
    }
    return forget(shelf.ahead.turnPage()) + forget(shelf.recent.turnPage());
  }

  /** Gives back the memory of events whose time is over, as far as that is cheap. */
  private void drop(long clock) throws Exception {
    changes++;
    dropOldest(shelf.ahead, clock);
    dropOldest(shelf.recent, clock);
  }

  private void dropOldest(PageQueue queue, long clock) throws Exception {
    while (queue.hasPages() && queue.due <= clock) {
      byte[] page = takeOldest(queue);
      forget(page);
      if (overAt(page, page.length) > clock) {
        add(rest(page, clock), shelf.ahead);
      }
    }
    if (overAt(queue.open, queue.length) <= clock) {
      forget(queue.turnPage());
    }
  }

  /** Events of hosts whose clocks are ahead don't keep those of all others. */
  private byte[] rest(byte[] page, long clock) {
    return BundlePage.filter(
        page, (bundle, at) -> retention.until(BundlePage.time(page, bundle, at)) > clock);
  }

  private byte[] takeOldest(PageQueue queue) throws Exception {
    ValueState<byte[]> state = page(number(queue.first, queue));
    byte[] page = read(state);
    state.clear();
    queue.first++;
    queue.due =
        queue.hasPages() ? dueAt(read(page(number(queue.first, queue))), queue) : PageQueue.NEVER;
    return page;
  }

  private int forget(byte[] page) {
    int events = BundlePage.count(page, page.length);
    shelf.events -= events;
    shelf.bytes -= page.length;
    return events;
  }

  private void clear(PageQueue queue) throws Exception {
    for (; queue.hasPages(); queue.first++) {
      page(number(queue.first, queue)).clear();
    }
  }

  private long overAt(byte[] page, int length) {
    return retention.until(BundlePage.latest(page, length));
  }

  /** When it is over; of recent pages at the latest when it usually is. */
  private long dueAt(byte[] page, PageQueue queue) {
    long over = overAt(page, page.length);
    return queue == shelf.ahead ? over : Math.min(over, retention.usual(BundlePage.clock(page)));
  }

  /** Shows all pages, the open ones at last. */
  void visit(Visitor visitor) throws Exception {
    long before = enter();
    for (PageQueue queue : List.of(shelf.ahead, shelf.recent)) {
      for (long i = queue.first; i < queue.next; i++) {
        byte[] page = read(page(number(i, queue)));
        visitor.visit(number(i, queue), page, page.length);
      }
    }
    leave(before);
    visitor.visit(OPEN, shelf.ahead.open, shelf.ahead.length);
    visitor.visit(OPEN, shelf.recent.open, shelf.recent.length);
  }

  /** Claims an event of a page that was shown. */
  void claim(long number, byte[] page, int bundle, int at) throws Exception {
    BundlePage.claim(page, bundle, at);
    shelf.events--;
    if (number != OPEN) {
      long before = enter();
      page(number).update(page);
      leave(before);
    }
  }

  private long number(long place, PageQueue queue) {
    return queue == shelf.ahead ? -1 - place : place;
  }

  private static byte[] read(ValueState<byte[]> page) throws Exception {
    return Objects.requireNonNull(page.value(), "a page of what is held back");
  }

  /**
   * The number is a namespace, which makes each page an entry of its own: none is copied because a
   * checkpoint is being written while another page comes.
   */
  private ValueState<byte[]> page(long number) throws Exception {
    return keyed.getPartitionedState(number, LongSerializer.INSTANCE, PAGE);
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
