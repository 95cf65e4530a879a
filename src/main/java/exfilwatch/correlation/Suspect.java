package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process that the gate lets through, and how to recognise its events, whichever source they come
 * from.
 *
 * @param key identity of the process on its host
 * @param incidentKey the incident that its events belong to
 * @param entityIds its entity id by source, for each source that told of its start with one
 * @param pid 0 while no source has told it
 * @param name its file name in the case of the source; null when unknown
 * @param started event time of the start, epoch milliseconds
 * @param created creation time that the source gives, epoch milliseconds, 0 when unknown
 * @param ended event time of its end, 0 while it runs
 * @param pidTaken event time from which its pid is another process', 0 when it isn't known to be
 * @param connected whether its first outbound connection went to the pattern
 */
public record Suspect(
    String key,
    String incidentKey,
    Map<String, String> entityIds,
    long pid,
    @Nullable String name,
    long started,
    long created,
    long ended,
    long pidTaken,
    boolean connected) {

  /**
   * Sources round a creation time differently, and two sources see one start at slightly different
   * times.
   */
  static final long SAME_START_MS = 2_000;

  /**
   * How far before a start a pid alone tells whose event it is. A pid is soon used again, and
   * sensors of one host share its clock, however late they deliver.
   */
  static final long PID_SLACK_MS = 5_000;

  static Suspect of(Event start, @Nullable String incidentKey) {
    ProcessInfo process = start.process();
    String key = keyOf(start);
    String entityId = process.entityId();
    return new Suspect(
        key,
        incidentKey != null ? incidentKey : HostKey.of(start.host()) + "|" + key,
        entityId == null ? Map.of() : Map.of(start.source(), entityId),
        process.pid(),
        process.name(),
        start.time(),
        process.start(),
        0,
        0,
        false);
  }

  /** The identity of a started process: its entity id, else pid and creation (or start) second. */
  static String keyOf(Event start) {
    ProcessInfo process = start.process();
    if (process.entityId() != null) {
      return keyOf(process.entityId());
    }
    long since = process.start() != 0 ? process.start() : start.time();
    return "p:" + process.pid() + "@" + since / 1000;
  }

  static String keyOf(String entityId) {
    return "e:" + entityId;
  }

  /**
   * Whether {@code process}, as an event of {@code source} at {@code time} names it, is this one.
   * Entity ids of one source decide. Otherwise it is the pid: with a creation time the process that
   * was created then, else the one that was alive at {@code time}.
   *
   * @param slackMs how far a record's time may be off
   */
  boolean is(ProcessInfo process, String source, long time, long slackMs) {
    Boolean same = sameEntity(process, source);
    if (same != null) {
      return same;
    }
    if (pid == 0 || process.pid() != pid) {
      return false;
    }
    if (process.start() != 0 && created != 0) {
      return Math.abs(process.start() - created) <= SAME_START_MS;
    }
    return time >= started - Math.min(slackMs, PID_SLACK_MS)
        && (ended == 0 || time <= ended + SAME_START_MS)
        && (pidTaken == 0 || time < pidTaken);
  }

  /** Whether only the pid can tell whose event it is, so that time has to. */
  boolean isByPid(Event event) {
    ProcessInfo process = event.process();
    boolean createdAt = process.start() != 0 && created != 0;
    return sameEntity(process, event.source()) == null && !createdAt;
  }

  /**
   * Whether {@code start} is this very start again: delivered twice, or seen by another source. A
   * source without pids is recognised by the file's name.
   */
  boolean isStartedBy(Event start) {
    ProcessInfo process = start.process();
    Boolean same = sameEntity(process, start.source());
    if (same != null) {
      return same;
    }
    if (distance(start) > SAME_START_MS) {
      return false;
    }
    if (pid != 0 && process.pid() != 0) {
      return process.pid() == pid;
    }
    return name != null && name.equalsIgnoreCase(process.name());
  }

  /** How far from this start another one is, by record or creation time, in milliseconds. */
  long distance(Event start) {
    long recorded = Math.abs(start.time() - started);
    long since = start.process().start();
    boolean bothTell = created != 0 && since != 0;
    return bothTell ? Math.min(recorded, Math.abs(since - created)) : recorded;
  }

  /** Null where entity ids don't tell. */
  private @Nullable Boolean sameEntity(ProcessInfo process, String source) {
    String known = entityIds.get(source);
    if (known == null || process.entityId() == null) {
      return null;
    }
    return known.equals(process.entityId());
  }

  /** With what another source's record of its start adds to its identity. */
  Suspect alsoStartedBy(Event start) {
    ProcessInfo process = start.process();
    Map<String, String> ids = new HashMap<>(entityIds);
    if (process.entityId() != null) {
      ids.putIfAbsent(start.source(), process.entityId());
    }
    return new Suspect(
        key,
        incidentKey,
        ids,
        pid != 0 ? pid : process.pid(),
        name != null ? name : process.name(),
        started,
        created != 0 ? created : process.start(),
        ended,
        pidTaken,
        connected);
  }

  Suspect endedAt(long time) {
    return with(time, pidTaken, connected);
  }

  Suspect pidTakenAt(long time) {
    return with(ended, time, connected);
  }

  Suspect withConnection() {
    return with(ended, pidTaken, true);
  }

  private Suspect with(long ended, long pidTaken, boolean connected) {
    return new Suspect(
        key, incidentKey, entityIds, pid, name, started, created, ended, pidTaken, connected);
  }
}
