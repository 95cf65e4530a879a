package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
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
   */
  public record Summary(int count, long nextExpiry, boolean networkTelemetry) {}

  private final MapState<String, Suspect> byKey;

  /** The latest suspect of a pid; an older one can still be found by its entity id. */
  private final MapState<Long, String> byPid;

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
    if (process.entityId() != null) {
      Suspect suspect = byKey.get("e:" + process.entityId());
      if (suspect != null) {
        return suspect;
      }
    }
    Suspect suspect = latestOfPid(process.pid());
    return suspect != null && suspect.is(process, event.source(), event.time(), slackMs)
        ? suspect
        : null;
  }

  /** The suspect whose start {@code start} is, told again; null when it is a new process. */
  @Nullable Suspect startedBy(Event start) throws Exception {
    Suspect same = byKey.get(Suspect.keyOf(start));
    if (same == null) {
      same = latestOfPid(start.process().pid());
    }
    return same != null && same.isStartedBy(start) ? same : null;
  }

  /** The running suspect whose pid the new process {@code start} has taken over; null when none. */
  @Nullable Suspect replacedBy(Event start) throws Exception {
    Suspect old = latestOfPid(start.process().pid());
    return old != null && old.ended() == 0 && start.time() > old.started() ? old : null;
  }

  /** The latest suspect of a pid; null when none is followed. */
  @Nullable Suspect ofPid(long pid) throws Exception {
    return summary.value() == null ? null : latestOfPid(pid);
  }

  private @Nullable Suspect latestOfPid(long pid) throws Exception {
    String key = pid == 0 ? null : byPid.get(pid);
    return key == null ? null : byKey.get(key);
  }

  void put(Suspect suspect) throws Exception {
    boolean isNew = !byKey.contains(suspect.key());
    byKey.put(suspect.key(), suspect);
    if (isNew && suspect.pid() != 0) {
      Suspect latest = latestOfPid(suspect.pid());
      if (latest == null || latest.started() <= suspect.started()) {
        byPid.put(suspect.pid(), suspect.key());
      }
    }
    Summary now = summary.value();
    summary.update(
        now == null
            ? new Summary(1, expiryOf(suspect), false)
            : new Summary(
                now.count() + (isNew ? 1 : 0),
                Math.min(now.nextExpiry(), expiryOf(suspect)),
                now.networkTelemetry()));
  }

  boolean networkTelemetry() throws Exception {
    Summary now = summary.value();
    return now != null && now.networkTelemetry();
  }

  /** Notes that the host sends connections; call it while there are suspects. */
  void noteNetworkTelemetry() throws Exception {
    Summary now = summary.value();
    if (now != null) {
      summary.update(new Summary(now.count(), now.nextExpiry(), true));
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
      summary.update(new Summary(count, nextExpiry, before.networkTelemetry()));
    }
  }

  private void remove(Suspect suspect) throws Exception {
    byKey.remove(suspect.key());
    if (suspect.pid() != 0 && suspect.key().equals(byPid.get(suspect.pid()))) {
      byPid.remove(suspect.pid());
    }
  }

  private long expiryOf(Suspect suspect) {
    return suspect.ended() != 0 ? suspect.ended() + slackMs + 1 : suspect.started() + maxAgeMs;
  }
}
