package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.ProcessInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The suspected processes of one host (keyed state), found by entity id or by pid. */
@SuppressWarnings("NullAway.Init") // of() gives the host's summary
final class Suspects {

  /** What is followed on the host. Mutable, a part of {@link HostState}. */
  static final class Summary {
    /** Suspects followed now. */
    int count;

    /** No suspect has to be forgotten before this time, epoch milliseconds. */
    long nextExpiry = NEVER;

    /** Whether the host has sent a connection while it had suspects. */
    boolean networkTelemetry;

    /** Whether there may be suspects without a pid. */
    boolean pidsMissing;

    Summary copy() {
      Summary copy = new Summary();
      copy.count = count;
      copy.nextExpiry = nextExpiry;
      copy.networkTelemetry = networkTelemetry;
      copy.pidsMissing = pidsMissing;
      return copy;
    }

    private void clear() {
      count = 0;
      nextExpiry = NEVER;
      networkTelemetry = false;
      pidsMissing = false;
    }

    void serialize(DataOutputView out) throws IOException {
      out.writeInt(count);
      if (count > 0) {
        out.writeLong(nextExpiry);
        out.writeBoolean(networkTelemetry);
        out.writeBoolean(pidsMissing);
      }
    }

    static Summary deserialize(DataInputView in) throws IOException {
      Summary summary = new Summary();
      summary.count = in.readInt();
      if (summary.count > 0) {
        summary.nextExpiry = in.readLong();
        summary.networkTelemetry = in.readBoolean();
        summary.pidsMissing = in.readBoolean();
      }
      return summary;
    }
  }

  /** Nobody has to be forgotten. */
  static final long NEVER = Long.MAX_VALUE;

  private final MapState<String, Suspect> byKey;

  /** The latest suspect of a pid; an older one can still be found by its entity id. */
  private final MapState<Long, String> byPid;

  /** Key by the entity ids that it isn't made of: those of further sources. */
  private final MapState<String, String> byOtherEntityId;

  private final long slackMs;
  private final long maxAgeMs;
  private Summary summary;

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
    slackMs = settings.lookBackMs();
    maxAgeMs = settings.maxAgeMs();
  }

  /** Goes on with the current host's. */
  void of(Summary of) {
    summary = of;
  }

  int count() {
    return summary.count;
  }

  /** When the next suspect may have to be forgotten; {@link #NEVER} without suspects. */
  long nextExpiry() {
    return summary.nextExpiry;
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
    boolean pidsMissing = count() > 0 && (process.pid() == 0 || summary.pidsMissing);
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
    return count() == 0 ? null : latestOfPid(pid);
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
    summary.count += isNew ? 1 : 0;
    summary.nextExpiry = Math.min(summary.nextExpiry, expiryOf(suspect));
    summary.pidsMissing |= suspect.pid() == 0;
  }

  boolean networkTelemetry() {
    return summary.networkTelemetry;
  }

  /** Call it while there are suspects. */
  void noteNetworkTelemetry() {
    summary.networkTelemetry = true;
  }

  List<Suspect> all() throws Exception {
    List<Suspect> all = new ArrayList<>();
    byKey.values().forEach(all::add);
    return all;
  }

  /** Forgets the suspects whose time is over at {@code now}. */
  void forget(long now) throws Exception {
    if (summary.nextExpiry > now) {
      return;
    }
    summary.count = 0;
    summary.nextExpiry = NEVER;
    for (Suspect suspect : all()) {
      if (expiryOf(suspect) <= now) {
        remove(suspect);
      } else {
        summary.count++;
        summary.nextExpiry = Math.min(summary.nextExpiry, expiryOf(suspect));
      }
    }
    if (summary.count == 0) {
      summary.clear();
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
