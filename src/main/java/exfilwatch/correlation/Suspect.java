package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A process that the gate lets through, and how to recognise its events.
 *
 * @param key identity of the process on its host
 * @param incidentKey the incident that its events belong to
 * @param entityId null when the source of the start has none
 * @param pid 0 when unknown
 * @param started event time of the start, epoch milliseconds
 * @param created creation time that the source gives, epoch milliseconds, 0 when unknown
 * @param ended event time of its end, 0 while it runs
 * @param connected whether its first outbound connection went to the pattern
 */
public record Suspect(
    String key,
    String incidentKey,
    String source,
    @Nullable String entityId,
    long pid,
    long started,
    long created,
    long ended,
    boolean connected) {

  /**
   * Sources round a creation time differently, and two sources see one start at slightly different
   * times.
   */
  static final long SAME_START_MS = 2_000;

  static Suspect of(Event start, @Nullable String incidentKey) {
    ProcessInfo process = start.process();
    String key = keyOf(start);
    return new Suspect(
        key,
        incidentKey != null ? incidentKey : HostKey.of(start.host()) + "|" + key,
        start.source(),
        process.entityId(),
        process.pid(),
        start.time(),
        process.start(),
        0,
        false);
  }

  /** The identity of a started process: its entity id, else pid and creation (or start) second. */
  static String keyOf(Event start) {
    ProcessInfo process = start.process();
    if (process.entityId() != null) {
      return "e:" + process.entityId();
    }
    long since = process.start() != 0 ? process.start() : start.time();
    return "p:" + process.pid() + "@" + since / 1000;
  }

  /**
   * Whether {@code process}, as an event of {@code source} at {@code time} names it, is this one.
   * Entity ids of one source decide; otherwise the pid, while this process can have been alive.
   */
  boolean is(ProcessInfo process, String source, long time, long slackMs) {
    if (process.entityId() != null && entityId != null && source.equals(this.source)) {
      return process.entityId().equals(entityId);
    }
    if (process.pid() == 0 || process.pid() != pid) {
      return false;
    }
    if (process.start() != 0 && created != 0) {
      return Math.abs(process.start() - created) <= SAME_START_MS;
    }
    return time >= started - slackMs && (ended == 0 || time <= ended + slackMs);
  }

  /** Whether {@code start} is this very start again: delivered twice, or seen by another source. */
  boolean isStartedBy(Event start) {
    ProcessInfo process = start.process();
    if (Objects.equals(process.entityId(), entityId) && entityId != null) {
      return true;
    }
    boolean otherSource = !start.source().equals(source) || entityId == null;
    return otherSource
        && process.pid() != 0
        && process.pid() == pid
        && Math.abs(start.time() - started) <= SAME_START_MS;
  }

  Suspect endedAt(long time) {
    return with(time, connected);
  }

  Suspect withConnection() {
    return with(ended, true);
  }

  private Suspect with(long ended, boolean connected) {
    return new Suspect(key, incidentKey, source, entityId, pid, started, created, ended, connected);
  }
}
