package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import org.jspecify.annotations.Nullable;

/** Where a source puts the event of one document; checks what every event must have. */
final class Emit {
  static final String OTHER_KIND = "not a process, connection or name query";
  static final String ALREADY_RUNNING = "process that was already running";
  static final String NO_ACTOR = "no process behind it";
  static final String NO_REMOTE_END = "no remote address";
  static final String HOST_METADATA = "host metadata";

  /** Takes the checked event. */
  interface Target {
    void event(Event event);

    void skipped(String source, String why);
  }

  private final Source source;
  private final Target target;
  private final boolean outline;

  Emit(Source source, Target target) {
    this(source, target, false);
  }

  /**
   * @param outline whether an outline of an activity will do
   */
  Emit(Source source, Target target, boolean outline) {
    this.source = source;
    this.target = target;
    this.outline = outline;
  }

  /** Whether of an activity {@link exfilwatch.telemetry.Sighting#outline} is all that is needed. */
  boolean isOutline() {
    return outline;
  }

  void skip(String why) {
    target.skipped(source.name(), why);
  }

  /**
   * @param imageField the vendor's name of the field that is missing when the record doesn't say
   *     what was started
   */
  void start(
      @Nullable String id,
      long time,
      Host host,
      ProcessInfo process,
      @Nullable ProcessInfo parent,
      @Nullable User user,
      String imageField) {
    if (process.name() == null
        && process.executable() == null
        && process.commandLine() == null
        && process.args() == null) {
      throw BadRecord.missing(imageField);
    }
    event(EventKind.PROCESS_START, id, time, host, process, parent, user, null, null);
  }

  /**
   * @param idField the vendor's name of the field that is missing when the record doesn't say which
   *     process it was
   */
  void end(
      @Nullable String id,
      long time,
      Host host,
      ProcessInfo process,
      @Nullable ProcessInfo parent,
      @Nullable User user,
      String idField) {
    requireActor(process, idField);
    event(EventKind.PROCESS_END, id, time, host, process, parent, user, null, null);
  }

  void connection(
      @Nullable String id,
      long time,
      Host host,
      ProcessInfo process,
      @Nullable ProcessInfo parent,
      @Nullable User user,
      Connection connection,
      String idField) {
    requireActor(process, idField);
    boolean remote =
        switch (connection.direction()) {
          case LISTEN -> true;
          case INBOUND -> connection.sourceIp() != null;
          case OUTBOUND, UNKNOWN ->
              connection.destinationIp() != null || connection.destinationDomain() != null;
        };
    if (!remote) {
      skip(NO_REMOTE_END);
      return;
    }
    event(EventKind.CONNECTION, id, time, host, process, parent, user, connection, null);
  }

  void dns(
      @Nullable String id,
      long time,
      Host host,
      ProcessInfo process,
      @Nullable ProcessInfo parent,
      @Nullable User user,
      Dns dns,
      String idField) {
    requireActor(process, idField);
    event(EventKind.DNS, id, time, host, process, parent, user, null, dns);
  }

  private static void requireActor(ProcessInfo process, String idField) {
    if (process.entityId() == null
        && process.pid() == 0
        && process.executable() == null
        && process.name() == null) {
      throw BadRecord.missing(idField);
    }
  }

  private void event(
      EventKind kind,
      @Nullable String id,
      long time,
      Host host,
      ProcessInfo process,
      @Nullable ProcessInfo parent,
      @Nullable User user,
      @Nullable Connection connection,
      @Nullable Dns dns) {
    target.event(
        new Event(kind, source.name(), id, time, host, process, parent, user, connection, dns));
  }
}
