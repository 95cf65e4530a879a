package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Windows Security log: events 4688 (start), 4689 (end) and 5156 (connection that the filtering
 * platform permitted), in every carrier of Windows events. Process ids are hexadecimal in the first
 * two and decimal in the last; there is no other identity.
 */
final class WindowsSecuritySource implements Source {
  private static final String PROVIDER = "Microsoft-Windows-Security-Auditing";

  private final WindowsEvent windows;
  private final Ecs ecs;
  private final int newProcessId;
  private final int newProcessName;
  private final int commandLine;
  private final int mandatoryLabel;
  private final int processId;
  private final int flatProcessId;
  private final int parentName;
  private final int processName;
  private final int connectionPid;
  private final int flatConnectionPid;
  private final int application;
  private final int direction;
  private final int protocol;
  private final int sourceAddress;
  private final int sourcePort;
  private final int destAddress;
  private final int destPort;
  private final int subjectName;
  private final int subjectDomain;
  private final int subjectSid;
  private final int targetName;
  private final int targetDomain;
  private final int targetSid;
  private final ProgramFields programs;
  private final Decision<Direction> directions;
  private final Decision<Optional<String>> transports;

  WindowsSecuritySource(Paths paths, WindowsEvent windows) {
    this.windows = windows;
    this.ecs = windows.ecs;
    newProcessId = windows.data("NewProcessId");
    newProcessName = windows.data("NewProcessName");
    commandLine = windows.data("CommandLine");
    mandatoryLabel = windows.data("MandatoryLabel");
    processId = windows.structuredData("ProcessId");
    flatProcessId = windows.flat("ProcessId");
    parentName = windows.data("ParentProcessName");
    processName = windows.data("ProcessName");
    connectionPid = windows.structuredData("ProcessID");
    flatConnectionPid = windows.flat("ProcessID");
    application = windows.data("Application");
    direction = windows.data("Direction");
    protocol = windows.data("Protocol");
    sourceAddress = windows.data("SourceAddress");
    sourcePort = windows.data("SourcePort");
    destAddress = windows.data("DestAddress");
    destPort = windows.data("DestPort");
    subjectName = windows.data("SubjectUserName");
    subjectDomain = windows.data("SubjectDomainName");
    subjectSid = windows.data("SubjectUserSid");
    targetName = windows.data("TargetUserName");
    targetDomain = windows.data("TargetDomainName");
    targetSid = windows.data("TargetUserSid");
    paths.deciding(direction, protocol);
    directions = paths.decision(this::direction);
    transports = paths.optional(f -> Values.transport(f.word(f.present(protocol, ecs.transport))));
    programs =
        ProgramFields.ofActivity(application, processName, ecs.process.executable)
            .start(newProcessName, ecs.process.executable)
            .command(commandLine, ecs.process.commandLine, ecs.process.args);
  }

  @Override
  public String name() {
    return "windows_security";
  }

  @Override
  public boolean isRaw(Fields f) {
    return windows.isRaw(f) && isSecurity(f);
  }

  @Override
  public boolean isEcs(Fields f) {
    return windows.isEcs(f) && isSecurity(f);
  }

  private boolean isSecurity(Fields f) {
    return windows.isFrom(f, PROVIDER)
        || windows.isChannel(f, "Security")
        || (!windows.namesProvider(f) && (f.has(newProcessName) || f.has(application)));
  }

  @Override
  public ProgramFields programs(boolean raw) {
    return programs;
  }

  @Override
  public void decodeRaw(Fields f, Emit out) {
    decodeEcs(f, out);
  }

  @Override
  public void decodeEcs(Fields f, Emit out) {
    switch (windows.eventId(f)) {
      case 4688 -> start(f, out);
      case 4689 -> end(f, out);
      case 5156 -> connection(f, out);
      default -> out.skip(Emit.OTHER_KIND);
    }
  }

  private void start(Fields f, Emit out) {
    long time = windows.time(f, true);
    String image = f.text(newProcessName, ecs.process.executable);
    boolean outline = out.isOutline() && image != null;
    ProcessParts process =
        new ProcessParts()
            .pid(f.number(f.present(newProcessId, ecs.process.pid)))
            .start(time)
            .executable(WindowsPaths.path(image));
    if (!outline) {
      String line = f.text(commandLine, ecs.process.commandLine);
      process
          .commandLine(WindowsPaths.commandLine(line, WindowsPaths.isDoubled(image)))
          // Elastic's split keeps quotes, so it counts only where the command line itself is gone
          .args(line == null ? f.list(ecs.process.args) : null)
          .integrity(f.text(mandatoryLabel));
    }
    out.start(
        windows.id(f),
        time,
        host(f, outline),
        process.build(),
        parent(f, outline),
        outline ? null : user(f),
        "NewProcessName");
  }

  private @Nullable ProcessInfo parent(Fields f, boolean outline) {
    long creator = actorPid(f);
    long pid = creator == 0 ? f.number(ecs.parent.pid) : creator;
    ProcessParts parts = new ProcessParts().pid(pid);
    if (!outline || pid <= 0) {
      parts
          .name(f.text(ecs.parent.name))
          .executable(WindowsPaths.path(f.text(parentName, ecs.parent.executable)));
    }
    return parts.buildIfKnown();
  }

  private void end(Fields f, Emit out) {
    boolean outline = out.isOutline();
    ProcessInfo process = process(f, actorPid(f), processName, outline);
    out.end(
        windows.id(f),
        windows.time(f, true),
        host(f, outline),
        process,
        null,
        outline ? null : user(f),
        "ProcessId");
  }

  private void connection(Fields f, Emit out) {
    long pid = f.number(connectionPid);
    if (pid == 0 && windows.keepsFlatPid(f)) {
      pid = f.number(flatConnectionPid);
    }
    boolean outline = out.isOutline();
    ProcessInfo process = process(f, pid, application, outline);
    Connection connection =
        new Connection(
            directions.of(f),
            transports.of(f).orElse(null),
            f.ip(f.has(sourceAddress) ? sourceAddress : ecs.sourceIp),
            f.port(f.has(sourcePort) ? sourcePort : ecs.sourcePort),
            f.ip(f.has(destAddress) ? destAddress : ecs.destinationIp),
            f.port(f.has(destPort) ? destPort : ecs.destinationPort),
            f.text(ecs.destinationDomain),
            -1,
            -1,
            false);
    out.connection(
        windows.id(f),
        windows.time(f, true),
        host(f, outline),
        process,
        null,
        null,
        connection,
        "ProcessID");
  }

  private ProcessInfo process(Fields f, long actor, int image, boolean outline) {
    long pid = actor == 0 ? f.number(ecs.process.pid) : actor;
    ProcessParts parts = new ProcessParts().pid(pid);
    return outline && pid > 0
        ? parts.build()
        : parts.executable(WindowsPaths.path(f.text(image, ecs.process.executable))).build();
  }

  private Direction direction(Fields f) {
    String text = f.word(direction);
    if (text == null) {
      return ecs.direction(f);
    }
    return switch (text) {
      case "%%14593", "Outbound", "outbound" -> Direction.OUTBOUND;
      case "%%14592", "Inbound", "inbound" -> Direction.INBOUND;
      default -> Direction.UNKNOWN;
    };
  }

  /**
   * ProcessId of the event's data; in a flat record NXLog has put the log writer's in its place.
   */
  private long actorPid(Fields f) {
    String flat = f.text(flatProcessId);
    boolean own = flat != null && (windows.keepsFlatPid(f) || flat.startsWith("0x"));
    return own ? f.number(flatProcessId) : f.number(processId);
  }

  private Host host(Fields f, boolean outline) {
    return windows.host(f, "windows", outline);
  }

  /** The account that the process runs as: the target of runas, otherwise who started it. */
  private @Nullable User user(Fields f) {
    String target = f.text(targetName);
    if (target != null) {
      return Values.user(target, f.text(targetDomain), sid(f.text(targetSid)));
    }
    return Values.user(
        f.text(subjectName, ecs.userName),
        f.text(subjectDomain, ecs.userDomain),
        sid(f.text(subjectSid, ecs.userId)));
  }

  private static @Nullable String sid(@Nullable String text) {
    return "S-1-0-0".equals(text) ? null : text;
  }
}
