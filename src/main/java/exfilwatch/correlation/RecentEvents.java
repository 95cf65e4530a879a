package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The last seconds of one host's events of processes that nobody suspects, as bytes in pages in the
 * order of arrival. An event is added to the open page, which is in the host's {@link Shelf}, so
 * that this touches no other state; full pages are keyed state, dropped as a whole, and read only
 * when a suspect asks.
 */
@SuppressWarnings("NullAway.Init") // of() gives the host's shelf
final class RecentEvents {

  /** So much of the look-back is one slot of time, to the end of which events are kept. */
  private static final int SLOTS = 8;

  private final MapState<Long, byte[]> pages;
  private final long lookBackMs;
  private final long slotMs;
  private Shelf shelf;

  /**
   * @param name of its state
   */
  RecentEvents(RuntimeContext context, GateSettings settings, String name) {
    pages =
        context.getMapState(
            new MapStateDescriptor<>(
                name + "-pages",
                Types.LONG,
                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    lookBackMs = settings.lookBackMs();
    slotMs = slotMs(lookBackMs);
  }

  static long slotMs(long lookBackMs) {
    return Math.max(1, lookBackMs / SLOTS);
  }

  /** Goes on with the current host's. */
  void of(Shelf of) {
    shelf = of;
  }

  /**
   * Adds an event and returns the oldest page, packed, if that had to go to keep within {@code
   * limit}.
   *
   * @param clock event time now: an event that is behind it is kept as long as one of this moment,
   *     because the start that it waits for is probably as late
   */
  List<byte[]> add(byte[] packed, long clock, int limit) throws Exception {
    if (shelf.length > 0 && shelf.length + Page.sizeOf(packed) > Page.BYTES) {
      makeRoom(clock);
    }
    shelf.write(packed, untilOf(Math.max(PackedEvent.time(packed, 0), clock)));
    if (shelf.events <= limit) {
      return List.of();
    }
    drop(clock);
    return shelf.events <= limit ? List.of() : giveUpOldestPage();
  }

  /** Until when an event of this time is kept: the end of its slot, and the look-back. */
  private long untilOf(long time) {
    long end = (Math.floorDiv(time, slotMs) + 1) * slotMs + lookBackMs;
    return end < time ? Long.MAX_VALUE - 1 : end;
  }

  /** Most of the events in the open page are over on a quiet host, and none on a busy one. */
  private void makeRoom(long clock) throws Exception {
    drop(clock);
    if (shelf.length > Page.BYTES / 2) {
      pages.put(shelf.next++, shelf.turnPage());
    }
  }

  private List<byte[]> giveUpOldestPage() throws Exception {
    byte[] page = oldestPage();
    List<byte[]> given = new ArrayList<>();
    Page.filter(
        page,
        page.length,
        (until, bytes, at) -> {
          given.add(Page.eventAt(bytes, at));
          return false;
        });
    shelf.events -= given.size();
    clearIfEmpty();
    return given;
  }

  /** Takes the oldest page away. */
  private byte[] oldestPage() throws Exception {
    while (shelf.first < shelf.next) {
      byte[] page = pages.get(shelf.first);
      pages.remove(shelf.first++);
      if (page != null) {
        return page;
      }
    }
    return shelf.turnPage();
  }

  /**
   * Gives back the memory of events whose time is over, as far as that is cheap: the oldest pages
   * when nothing in them is still kept. {@link #take} and the like don't see such events anyway.
   */
  int drop(long clock) throws Exception {
    if (shelf.earliest > clock) {
      return 0;
    }
    int before = shelf.events;
    while (shelf.first < shelf.next) {
      byte[] page = pages.get(shelf.first);
      if (page != null) {
        if (latestIn(page) > clock) {
          return before - shelf.events;
        }
        shelf.events -= Page.count(page, page.length);
        pages.remove(shelf.first);
      }
      shelf.first++;
    }
    Extent open = new Extent((until, page, at) -> until > clock);
    shelf.events -= Page.count(shelf.open, shelf.length);
    shelf.length = Page.filter(shelf.open, shelf.length, open);
    shelf.events += open.events;
    shelf.earliest = open.earliest;
    clearIfEmpty();
    return before - shelf.events;
  }

  private static long latestIn(byte[] page) {
    Extent extent = new Extent((until, bytes, at) -> true);
    Page.filter(page, page.length, extent);
    return extent.latest;
  }

  /**
   * Removes and returns, in the order of time, the events that {@code wanted} accepts, of those
   * that {@code mayBe} lets through.
   */
  List<Event> take(Page.Filter mayBe, Predicate<Event> wanted, long clock) throws Exception {
    List<Event> taken = new ArrayList<>();
    remove(
        (until, page, at) -> {
          if (until > clock && mayBe.keeps(until, page, at)) {
            Event event = PackedEvent.read(page, at);
            if (wanted.test(event)) {
              taken.add(event);
              return true;
            }
          }
          return until <= clock;
        });
    taken.sort(Comparator.comparingLong(Event::time));
    return taken;
  }

  /** Removes and returns the events whose time is over, in the order of their arrival. */
  List<Event> takeOver(long clock) throws Exception {
    if (shelf.earliest > clock) {
      return List.of();
    }
    List<Event> over = new ArrayList<>();
    remove(
        (until, page, at) -> {
          if (until > clock) {
            return false;
          }
          over.add(PackedEvent.read(page, at));
          return true;
        });
    return over;
  }

  private void remove(Page.Filter unwanted) throws Exception {
    if (shelf.isEmpty()) {
      return;
    }
    Extent kept = new Extent((until, page, at) -> !unwanted.keeps(until, page, at));
    for (long number = shelf.first; number < shelf.next; number++) {
      byte[] page = pages.get(number);
      if (page == null) {
        continue;
      }
      byte[] copy = page.clone();
      int length = Page.filter(copy, copy.length, kept);
      if (length == 0) {
        pages.remove(number);
      } else if (length < page.length) {
        pages.put(number, Arrays.copyOf(copy, length));
      }
    }
    shelf.length = Page.filter(shelf.open, shelf.length, kept);
    shelf.events = kept.events;
    shelf.earliest = kept.earliest;
    shelf.latest = kept.latest;
    clearIfEmpty();
  }

  /**
   * Time of the latest event that {@code wanted} accepts, of those that {@code mayBe} lets through;
   * the minimum when there is none.
   */
  long latest(Page.Filter mayBe, Predicate<Event> wanted, long clock) throws Exception {
    long[] latest = {Long.MIN_VALUE};
    look(
        (until, page, at) -> {
          long time = PackedEvent.time(page, at);
          if (until > clock
              && time > latest[0]
              && mayBe.keeps(until, page, at)
              && wanted.test(PackedEvent.read(page, at))) {
            latest[0] = time;
          }
          return true;
        });
    return latest[0];
  }

  boolean hasConnection(long clock) throws Exception {
    boolean[] found = {false};
    look(
        (until, page, at) -> {
          found[0] |= until > clock && PackedEvent.kind(page, at) == EventKind.CONNECTION;
          return true;
        });
    return found[0];
  }

  private void look(Page.Filter at) throws Exception {
    for (long number = shelf.first; number < shelf.next; number++) {
      byte[] page = pages.get(number);
      if (page != null) {
        Page.filter(page, page.length, at);
      }
    }
    Page.filter(shelf.open, shelf.length, at);
  }

  private void clearIfEmpty() {
    if (shelf.isEmpty()) {
      shelf.clear();
    }
  }

  /** Passes on what a filter says, and measures what it keeps. */
  private static final class Extent implements Page.Filter {
    private final Page.Filter filter;
    private int events;
    private long earliest = Shelf.NEVER;
    private long latest = Long.MIN_VALUE;

    Extent(Page.Filter filter) {
      this.filter = filter;
    }

    @Override
    public boolean keeps(long until, byte[] page, int at) {
      if (!filter.keeps(until, page, at)) {
        return false;
      }
      events++;
      earliest = Math.min(earliest, until);
      latest = Math.max(latest, until);
      return true;
    }
  }
}
