package exfilwatch.correlation;

import exfilwatch.detection.CommandLines;
import exfilwatch.rclone.Redactor;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.ProcessInfo;
import org.jspecify.annotations.Nullable;

/**
 * From when to when a process of an incident ran; null, or 0 for numbers, is unknown.
 *
 * @param key identity of the process on its host
 * @param name file name of its program; null for a child that is not suspicious where its source
 *     gives none
 * @param commandLine without secrets, at most {@link #MAX_COMMAND_LINE} characters; only of a
 *     suspicious start
 * @param started event time of its start, epoch milliseconds; 0 when only its activity was seen
 * @param ended event time of its end; 0 when that was not seen
 */
public record ProcessSpan(
    String key,
    @Nullable String entityId,
    long pid,
    @Nullable String name,
    @Nullable String commandLine,
    @Nullable String parentEntityId,
    long parentPid,
    long started,
    long ended) {

  static final int MAX_COMMAND_LINE = 500;

  static ProcessSpan of(CaseEvent first) {
    Event event = first.event();
    ProcessInfo process = event.process();
    ProcessInfo parent = event.parent();
    return new ProcessSpan(
        first.processKey(),
        process.entityId(),
        process.pid(),
        process.name(),
        first.suspicion() == null ? null : shortened(event),
        parent == null ? null : parent.entityId(),
        parent == null ? 0 : parent.pid(),
        event.kind() == EventKind.PROCESS_START ? event.time() : 0,
        0);
  }

  /** With what another record of the same start adds. */
  ProcessSpan and(ProcessSpan other) {
    return new ProcessSpan(
        key,
        entityId != null ? entityId : other.entityId,
        pid != 0 ? pid : other.pid,
        name != null ? name : other.name,
        commandLine != null ? commandLine : other.commandLine,
        parentEntityId != null ? parentEntityId : other.parentEntityId,
        parentPid != 0 ? parentPid : other.parentPid,
        started != 0 ? started : other.started,
        ended);
  }

  ProcessSpan endedAt(long time) {
    return new ProcessSpan(
        key, entityId, pid, name, commandLine, parentEntityId, parentPid, started, time);
  }

  /** Redacted before it is cut, because half a secret is not recognised. */
  private static @Nullable String shortened(Event start) {
    String line = start.process().commandLine();
    if (line == null) {
      return null;
    }
    String redacted = Redactor.redact(line, CommandLines.os(start));
    return redacted.length() <= MAX_COMMAND_LINE
        ? redacted
        : redacted.substring(0, MAX_COMMAND_LINE - 1) + "…";
  }
}
