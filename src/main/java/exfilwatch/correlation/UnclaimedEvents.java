package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
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
 * Activity of one host that is suspicious in itself or came late, until a start claims it or its
 * time is over, as bytes in pages in the order of arrival. An event is added to the open page,
 * which is in the host's {@link Shelf}, so that this touches no other state; full pages are keyed
 * state.
 */
@SuppressWarnings("NullAway.Init") // of() gives the host's shelf
final class UnclaimedEvents {

  private final MapState<Long, byte[]> pages;
  private final Retention retention;
  private Shelf shelf;

  UnclaimedEvents(RuntimeContext context, GateSettings settings) {
    pages =
        context.getMapState(
            new MapStateDescriptor<>(
                "unclaimed-pages",
                Types.LONG,
                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    retention = new Retention(settings.lookBackMs());
  }

  /** Goes on with the current host's. */
  void of(Shelf of) {
    shelf = of;
  }

  /**
   * Adds an event and returns the oldest page, packed, if that had to go to keep within {@code
   * limit}. What is over at {@code clock} has been taken before.
   */
  List<byte[]> add(byte[] packed, long clock, int limit) throws Exception {
    if (shelf.length > 0 && shelf.length + Page.sizeOf(packed) > Page.BYTES) {
      pages.put(shelf.next++, shelf.turnPage());
    }
    shelf.write(packed, retention.until(Math.max(PackedEvent.time(packed, 0), clock)));
    return shelf.events <= limit ? List.of() : giveUpOldestPage();
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
   * Removes and returns, in the order of time, the events that {@code wanted} accepts, of those
   * that {@code mayBe} lets through.
   */
  List<Event> take(Page.Filter mayBe, Predicate<Event> wanted) throws Exception {
    List<Event> taken = new ArrayList<>();
    remove(
        (until, page, at) -> {
          Event event = mayBe.keeps(until, page, at) ? PackedEvent.read(page, at) : null;
          if (event == null || !wanted.test(event)) {
            return false;
          }
          taken.add(event);
          return true;
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
