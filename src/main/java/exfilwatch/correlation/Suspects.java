package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.ProcessInfo;
import java.util.ArrayList;
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

/** The suspected processes of one host (keyed state), found by entity id or by pid. */
final class Suspects {

  /**
   * What is followed on the host.
   *
   * @param count suspects followed now
   * @param nextExpiry no suspect has to be forgotten before this time, epoch milliseconds
   * @param networkTelemetry whether the host has sent a connection while it had suspects
   * @param pidsMissing whether there may be suspects without a pid
   */
  public record Summary(
      int count, long nextExpiry, boolean networkTelemetry, boolean pidsMissing) {}

  private final MapState<String, Suspect> byKey;

  /** The latest suspect of a pid; an older one can still be found by its entity id. */
  private final MapState<Long, String> byPid;

  /** Key by the entity ids that it isn't made of: those of further sources. */
  private final MapState<String, String> byOtherEntityId;

  private final ValueState<Summary> summary;
  private final long slackMs;
  private final long maxAgeMs;

  /**
   * @param name of its state
   */
  Suspects(RuntimeContext context, GateSettings settings, String name) {
    byKey =
        context.getMapState(
            new MapStateDescriptor<>(name, Types.STRING, TypeInformation.of(Suspect.class)));
    byPid =
        context.getMapState(new MapStateDescriptor<>(name + "-by-pid", Types.LONG, Types.STRING));
    byOtherEntityId =
        context.getMapState(
            new MapStateDescriptor<>(name + "-by-entity-id", Types.STRING, Types.STRING));
    summary =
        context.getState(
            new ValueStateDescriptor<>(name + "-summary", TypeInformation.of(Summary.class)));
    slackMs = settings.lookBackMs();
    maxAgeMs = settings.maxAgeMs();
  }

  int count() throws Exception {
    Summary now = summary.value();
    return now == null ? 0 : now.count();
  }

  /** When the next suspect may have to be forgotten; null without suspects. */
  @Nullable Long nextExpiry() throws Exception {
    Summary now = summary.value();
    return now == null ? null : Long.valueOf(now.nextExpiry());
  }

  /** The suspect that {@code process} is, as {@code event} names it; null when it is none. */
  @Nullable Suspect find(ProcessInfo process, Event event) throws Exception {
    Suspect suspect = ofEntity(process.entityId());
    if (suspect != null) {
      return suspect;
    }
    Suspect latest = latestOfPid(process.pid());
    if (latest == null || isOf(latest, process, event)) {
      return latest;
    }
    boolean beforeLatest = event.time() < latest.started();
    return beforeLatest ? latestOf(earlier -> isOf(earlier, process, event)) : null;
  }

  private boolean isOf(Suspect suspect, ProcessInfo process, Event event) {
    return suspect.is(process, event.source(), event.time(), slackMs);
  }

  /**
   * The suspect whose start {@code start} is, told again; null when it is a new process. What this
   * record adds to its identity is kept.
   */
  @Nullable Suspect startedBy(Event start) throws Exception {
    Suspect same = sameStart(start);
    if (same == null) {
      return null;
    }
    Suspect known = same.alsoStartedBy(start);
    if (!known.equals(same)) {
      put(known);
    }
    return known;
  }

  private @Nullable Suspect sameStart(Event start) throws Exception {
    ProcessInfo process = start.process();
    Suspect same = ofEntity(process.entityId());
    if (same == null) {
      same = byKey.get(Suspect.keyOf(start));
    }
    if (same == null) {
      same = latestOfPid(process.pid());
    }
    if (same != null && same.isStartedBy(start)) {
      return same;
    }
    Summary now = summary.value();
    boolean pidsMissing = now != null && (process.pid() == 0 || now.pidsMissing());
    return pidsMissing ? nearestStart(start) : null;
  }

  /** Of the suspects whose start it may be the one that started at nearly the same time. */
  private @Nullable Suspect nearestStart(Event start) throws Exception {
    Suspect nearest = null;
    for (Suspect suspect : byKey.values()) {
      if (suspect.isStartedBy(start)
          && (nearest == null || suspect.distance(start) < nearest.distance(start))) {
        nearest = suspect;
      }
    }
    return nearest;
  }

  /**
   * The running suspect whose pid the new process {@code start} has taken over; null when none.
   * From then on the pid tells nothing about the suspect.
   */
  @Nullable Suspect replacedBy(Event start) throws Exception {
    Suspect old = latestOfPid(start.process().pid());
    if (old == null || old.pidTaken() != 0 || start.time() <= old.started()) {
      return null;
    }
    Suspect replaced = old.pidTakenAt(start.time());
    put(replaced);
    return old.ended() == 0 ? replaced : null;
  }

  private @Nullable Suspect ofEntity(@Nullable String entityId) throws Exception {
    if (entityId == null) {
      return null;
    }
    Suspect suspect = byKey.get(Suspect.keyOf(entityId));
    String key = suspect == null ? byOtherEntityId.get(entityId) : null;
    return key == null ? suspect : byKey.get(key);
  }

  /** The latest suspect of a pid; null when none is followed. */
  @Nullable Suspect ofPid(long pid) throws Exception {
    return summary.value() == null ? null : latestOfPid(pid);
  }

  private @Nullable Suspect latestOfPid(long pid) throws Exception {
    String key = pid == 0 ? null : byPid.get(pid);
    return key == null ? null : byKey.get(key);
  }

  private @Nullable Suspect latestOf(Predicate<Suspect> wanted) throws Exception {
    Suspect latest = null;
    for (Suspect suspect : byKey.values()) {
      if (wanted.test(suspect) && (latest == null || suspect.started() > latest.started())) {
        latest = suspect;
      }
    }
    return latest;
  }

  void put(Suspect suspect) throws Exception {
    boolean isNew = !byKey.contains(suspect.key());
    byKey.put(suspect.key(), suspect);
    if (suspect.pid() != 0) {
      Suspect latest = latestOfPid(suspect.pid());
      if (latest == null || latest.started() < suspect.started()) {
        byPid.put(suspect.pid(), suspect.key());
      }
    }
    for (String entityId : suspect.entityIds().values()) {
      if (!Suspect.keyOf(entityId).equals(suspect.key())) {
        byOtherEntityId.put(entityId, suspect.key());
      }
    }
    boolean pidsMissing = suspect.pid() == 0;
    Summary now = summary.value();
    summary.update(
        now == null
            ? new Summary(1, expiryOf(suspect), false, pidsMissing)
            : new Summary(
                now.count() + (isNew ? 1 : 0),
                Math.min(now.nextExpiry(), expiryOf(suspect)),
                now.networkTelemetry(),
                now.pidsMissing() || pidsMissing));
  }

  boolean networkTelemetry() throws Exception {
    Summary now = summary.value();
    return now != null && now.networkTelemetry();
  }

  /** Notes that the host sends connections; call it while there are suspects. */
  void noteNetworkTelemetry() throws Exception {
    Summary now = summary.value();
    if (now != null) {
      summary.update(new Summary(now.count(), now.nextExpiry(), true, now.pidsMissing()));
    }
  }

  List<Suspect> all() throws Exception {
    List<Suspect> all = new ArrayList<>();
    byKey.values().forEach(all::add);
    return all;
  }

  /** Forgets the suspects whose time is over at {@code now}. */
  void forget(long now) throws Exception {
    Summary before = summary.value();
    if (before == null || before.nextExpiry() > now) {
      return;
    }
    int count = 0;
    long nextExpiry = Long.MAX_VALUE;
    for (Suspect suspect : all()) {
      if (expiryOf(suspect) <= now) {
        remove(suspect);
      } else {
        count++;
        nextExpiry = Math.min(nextExpiry, expiryOf(suspect));
      }
    }
    if (count == 0) {
      summary.clear();
    } else {
      summary.update(
          new Summary(count, nextExpiry, before.networkTelemetry(), before.pidsMissing()));
    }
  }

  private void remove(Suspect suspect) throws Exception {
    byKey.remove(suspect.key());
    if (suspect.pid() != 0 && suspect.key().equals(byPid.get(suspect.pid()))) {
      byPid.remove(suspect.pid());
    }
    for (String entityId : suspect.entityIds().values()) {
      if (suspect.key().equals(byOtherEntityId.get(entityId))) {
        byOtherEntityId.remove(entityId);
      }
    }
  }

  private long expiryOf(Suspect suspect) {
    return suspect.ended() != 0 ? suspect.ended() + slackMs + 1 : suspect.started() + maxAgeMs;
  }
}
