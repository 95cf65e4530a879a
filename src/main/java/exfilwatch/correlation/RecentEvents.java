package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The last seconds of one host's events of processes that nobody suspects (keyed state). They are
 * kept in buckets of time, so that adding touches one bucket and forgetting drops whole ones.
 */
final class RecentEvents {

  static final long BUCKET_MS = 10_000;

  /**
   * What the buckets hold together.
   *
   * @param oldest start of the oldest bucket, epoch milliseconds
   */
  public record Extent(long oldest, int events) {}

  private final MapState<Long, List<Event>> buckets;
  private final ValueState<Extent> extent;

  /**
   * @param name of its state
   */
  RecentEvents(RuntimeContext context, String name) {
    buckets =
        context.getMapState(
            new MapStateDescriptor<>(
                name + "-events", Types.LONG, Types.LIST(TypeInformation.of(Event.class))));
    extent =
        context.getState(
            new ValueStateDescriptor<>(name + "-extent", TypeInformation.of(Extent.class)));
  }

  /**
   * Adds an event and returns the old ones that had to go to keep within {@code limit}.
   *
   * @param clock event time now: an event that is behind it is kept as long as one of this moment,
   *     because the start that it waits for is probably as late
   */
  List<Event> add(Event event, long clock, int limit) throws Exception {
    long bucket = bucketOf(Math.max(event.time(), clock));
    List<Event> events = buckets.get(bucket);
    if (events == null) {
      events = new ArrayList<>();
    }
    events.add(event);
    buckets.put(bucket, events);
    Extent before = extent.value();
    Extent now =
        before == null
            ? new Extent(bucket, 1)
            : new Extent(Math.min(before.oldest(), bucket), before.events() + 1);
    extent.update(now);
    return now.events() > limit ? forget(now.oldest() + BUCKET_MS) : List.of();
  }

  /** Removes and returns, in the order of time, the events that {@code wanted} accepts. */
  List<Event> take(Predicate<Event> wanted) throws Exception {
    Extent before = extent.value();
    if (before == null) {
      return List.of();
    }
    List<Event> taken = new ArrayList<>();
    for (Long bucket : sortedKeys()) {
      List<Event> kept = new ArrayList<>();
      for (Event event : buckets.get(bucket)) {
        (wanted.test(event) ? taken : kept).add(event);
      }
      if (kept.isEmpty()) {
        buckets.remove(bucket);
      } else {
        buckets.put(bucket, kept);
      }
    }
    refreshExtent();
    taken.sort(Comparator.comparingLong(Event::time));
    return taken;
  }

  /** Time of the latest event that {@code wanted} accepts; the minimum when there is none. */
  long latest(Predicate<Event> wanted) throws Exception {
    long latest = Long.MIN_VALUE;
    for (List<Event> events : buckets.values()) {
      for (Event event : events) {
        if (event.time() > latest && wanted.test(event)) {
          latest = event.time();
        }
      }
    }
    return latest;
  }

  boolean hasConnection() throws Exception {
    for (List<Event> events : buckets.values()) {
      for (Event event : events) {
        if (event.kind() == EventKind.CONNECTION) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Drops the buckets that end at or before {@code time} and returns what was in them, oldest
   * bucket first.
   */
  List<Event> forget(long time) throws Exception {
    Extent before = extent.value();
    if (before == null || before.oldest() + BUCKET_MS > time) {
      return List.of();
    }
    List<Event> forgotten = new ArrayList<>();
    for (Long bucket : sortedKeys()) {
      if (bucket + BUCKET_MS <= time) {
        forgotten.addAll(buckets.get(bucket));
        buckets.remove(bucket);
      }
    }
    refreshExtent();
    return forgotten;
  }

  /** When the oldest bucket ends, epoch milliseconds; null when nothing is held. */
  @Nullable Long oldestEnd() throws Exception {
    Extent now = extent.value();
    return now == null ? null : Long.valueOf(now.oldest() + BUCKET_MS);
  }

  private void refreshExtent() throws Exception {
    long oldest = Long.MAX_VALUE;
    int events = 0;
    for (var bucket : buckets.entries()) {
      oldest = Math.min(oldest, bucket.getKey());
      events += bucket.getValue().size();
    }
    if (events == 0) {
      extent.clear();
    } else {
      extent.update(new Extent(oldest, events));
    }
  }

  private List<Long> sortedKeys() throws Exception {
    List<Long> keys = new ArrayList<>();
    buckets.keys().forEach(keys::add);
    keys.sort(null);
    return keys;
  }

  private static long bucketOf(long time) {
    return Math.floorDiv(time, BUCKET_MS) * BUCKET_MS;
  }
}
