package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is held back of the ordinary events of one host, and not claimed: found among those of its
 * key group when a suspect asks for it.
 */
final class HeldEvents {

  /** The bundle that is being gone through, and is in no page yet. */
  private static final long ARRIVING = Long.MIN_VALUE;

  private static final byte[] NOTHING = {};

  /** Where an event of the host lies. */
  private static final class Found {
    private final long number;
    private final byte[] page;
    private final int bundle;
    private final int at;

    Found(long number, byte[] page, int bundle, int at) {
      this.number = number;
      this.page = page;
      this.bundle = bundle;
      this.at = at;
    }

    int event() {
      return BundlePage.event(at);
    }
  }

  private final HeldPages pages;
  private final Retention retention;

  private byte[] arriving = NOTHING;
  private int arrived;

  private long hostKey;
  private final List<Found> found = new ArrayList<>();
  private long foundAt = -1;

  HeldEvents(HeldPages pages, GateSettings settings) {
    this.pages = pages;
    this.retention = new Retention(settings.lookBackMs());
  }

  /** Goes on with another host, of the key group whose pages are open. */
  void of(long host) {
    hostKey = host;
    forget();
  }

  /**
   * Counts in the first events of a bundle that isn't in the pages yet; those after them come
   * later.
   *
   * @param until where those after them start
   */
  void arriving(byte[] bundle, int until) {
    arriving = bundle;
    arrived = until;
    forget();
  }

  /** The bundle is in the pages, or will be next. */
  void arrived() {
    arriving(NOTHING, 0);
  }

  /** Holds an event back. */
  void add(byte[] packed, long clock) throws Exception {
    byte[] bundle = BundlePage.of(hostKey, packed);
    BundlePage.arrive(bundle, clock);
    pages.add(bundle, clock);
  }

  /**
   * Removes and returns, in the order of time, the events that {@code wanted} accepts, of those
   * that {@code mayBe} lets through.
   */
  List<Event> take(Page.Filter mayBe, Predicate<Event> wanted, long clock) throws Exception {
    List<Event> taken = new ArrayList<>();
    for (Found one : find()) {
      if (isWanted(one, mayBe, clock)) {
        Event event = PackedEvent.read(one.page, one.event());
        if (wanted.test(event)) {
          taken.add(event);
          claim(one);
        }
      }
    }
    taken.sort(Comparator.comparingLong(Event::time));
    return taken;
  }

  private void claim(Found one) throws Exception {
    if (one.number == ARRIVING) {
      BundlePage.claim(one.page, one.bundle, one.at);
    } else {
      pages.claim(one.number, one.page, one.bundle, one.at);
    }
  }

  /**
   * Time of the latest event that {@code wanted} accepts, of those that {@code mayBe} lets through;
   * the minimum when there is none.
   */
  long latest(Page.Filter mayBe, Predicate<Event> wanted, long clock) throws Exception {
    long latest = Long.MIN_VALUE;
    for (Found one : find()) {
      long time = PackedEvent.time(one.page, one.event());
      if (time > latest
          && isWanted(one, mayBe, clock)
          && wanted.test(PackedEvent.read(one.page, one.event()))) {
        latest = time;
      }
    }
    return latest;
  }

  boolean hasConnection(long clock) throws Exception {
    for (Found one : find()) {
      if (isKept(one, clock) && PackedEvent.kind(one.page, one.event()) == EventKind.CONNECTION) {
        return true;
      }
    }
    return false;
  }

  private boolean isWanted(Found one, Page.Filter mayBe, long clock) {
    return isKept(one, clock) && mayBe.keeps(until(one), one.page, one.event());
  }

  private boolean isKept(Found one, long clock) {
    return !BundlePage.isClaimed(one.page, one.at) && until(one) > clock;
  }

  private long until(Found one) {
    return retention.until(BundlePage.time(one.page, one.bundle, one.at));
  }

  /** All of the host's, in one pass over the pages, whatever is asked of them then. */
  private List<Found> find() throws Exception {
    if (foundAt != pages.changes()) {
      forget();
      pages.visit(this::find);
      find(ARRIVING, arriving, arrived);
      foundAt = pages.changes();
    }
    return found;
  }

  private void find(long number, byte[] page, int length) {
    BundlePage.visit(
        page, length, hostKey, (bundle, at) -> found.add(new Found(number, page, bundle, at)));
  }

  private void forget() {
    found.clear();
    foundAt = -1;
  }
}
