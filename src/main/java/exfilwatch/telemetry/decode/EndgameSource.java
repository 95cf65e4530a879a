package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import org.jspecify.annotations.Nullable;

/** Endgame's sensor: its own flat events and the documents of {@code endgame-*} indices. */
final class EndgameSource implements Source {

  private enum Kind {
    START,
    END,
    ALREADY_RUNNING,
    ATTEMPT,
    ACCEPT,
    DISCONNECT,
    DNS,
    OTHER
  }

  /** Most of what a sensor sees: known without the subtype, of which there are many. */
  private static final String[] OTHER_TYPES = {"file_event", "registry_event", "image_load_event"};

  private final Ecs ecs;
  private final int typeFull;
  private final int subtypeFull;
  private final int subtype;
  private final int opcode;
  private final int serial;
  private final int timestamp;
  private final int hostName;
  private final int machineId;
  private final int uniquePid;
  private final int pid;
  private final int processName;
  private final int processPath;
  private final int commandLine;
  private final int originalFileName;
  private final int uniqueParent;
  private final int parentPid;
  private final int parentName;
  private final int parentPath;
  private final int userName;
  private final int userDomain;
  private final int userSid;
  private final int md5;
  private final int sha1;
  private final int sha256;
  private final int sourceAddress;
  private final int sourcePort;
  private final int destinationAddress;
  private final int destinationPort;
  private final int protocol;
  private final int bytesIn;
  private final int bytesOut;
  private final int queryName;
  private final int stored;
  private final ProgramFields programs;
  private final Decision<Kind> kinds;

  EndgameSource(Paths paths, Ecs ecs) {
    this.ecs = ecs;
    typeFull = field(paths, "event_type_full");
    subtypeFull = field(paths, "event_subtype_full");
    subtype = field(paths, "subtype");
    opcode = field(paths, "opcode");
    serial = field(paths, "serial_event_id");
    timestamp = paths.field("timestamp");
    hostName = paths.field("hostname", "computer_name", "endpoint.hostname");
    machineId = paths.field("machine_id", "endpoint.id", "sensor_id");
    uniquePid = field(paths, "unique_pid");
    pid = field(paths, "pid");
    processName = field(paths, "process_name");
    processPath = field(paths, "process_path");
    commandLine = field(paths, "command_line");
    originalFileName = field(paths, "original_file_name");
    uniqueParent = field(paths, "unique_ppid");
    parentPid = field(paths, "ppid");
    parentName = field(paths, "parent_process_name");
    parentPath = field(paths, "parent_process_path");
    userName = field(paths, "user_name");
    userDomain = field(paths, "user_domain");
    userSid = field(paths, "user_sid");
    md5 = field(paths, "md5");
    sha1 = field(paths, "sha1");
    sha256 = field(paths, "sha256");
    sourceAddress = field(paths, "source_address");
    sourcePort = field(paths, "source_port");
    destinationAddress = field(paths, "destination_address");
    destinationPort = field(paths, "destination_port");
    protocol = field(paths, "protocol");
    bytesIn = field(paths, "total_in_bytes");
    bytesOut = field(paths, "total_out_bytes");
    queryName = field(paths, "query_name");
    stored = paths.group("endgame");
    paths.deciding(typeFull, subtypeFull, opcode, subtype, protocol);
    kinds = paths.decision(this::kind);
    int[] program = {
      processName,
      ecs.process.name,
      processPath,
      ecs.process.executable,
      originalFileName,
      ecs.process.originalFileName
    };
    programs = ProgramFields.ofActivity(program).start(program).command(ecs.command(commandLine));
  }

  private static int field(Paths paths, String name) {
    return paths.field(name, "endgame." + name);
  }

  @Override
  public String name() {
    return "endgame";
  }

  @Override
  public boolean isRaw(Fields f) {
    return !f.has(stored) && (f.has(typeFull) || (f.has(serial) && f.has(opcode)));
  }

  @Override
  public boolean isEcs(Fields f) {
    return f.has(stored) || f.is(ecs.module, "endgame");
  }

  @Override
  public ProgramFields programs(boolean raw) {
    return programs;
  }

  @Override
  public void decodeRaw(Fields f, Emit out) {
    decode(f, out, kinds.of(f), false);
  }

  @Override
  public void decodeEcs(Fields f, Emit out) {
    String type =
        f.is(ecs.category, "process")
            ? "process_event"
            : f.has(ecs.question) ? "dns_event" : f.word(typeFull);
    String action = f.word(f.present(ecs.action, subtypeFull));
    Kind kind = action == null ? byOpcode(f, type) : kind(type, action);
    if (kind == Kind.OTHER && f.is(ecs.category, "process")) {
      kind =
          f.is(ecs.type, "start") || f.is(ecs.type, "process_start")
              ? Kind.START
              : f.is(ecs.type, "end") || f.is(ecs.type, "process_end") ? Kind.END : Kind.OTHER;
    }
    decode(f, out, kind, true);
  }

  private Kind kind(Fields f) {
    for (String other : OTHER_TYPES) {
      if (f.is(typeFull, other)) {
        return Kind.OTHER;
      }
    }
    String type = f.word(typeFull);
    String subtype = f.word(subtypeFull);
    return subtype == null ? byOpcode(f, type) : kind(type, subtype);
  }

  private static Kind kind(@Nullable String type, String subtype) {
    return switch (subtype) {
      case "creation_event", "fork_event", "exec_event" -> Kind.START;
      case "termination_event" -> Kind.END;
      case "already_running" -> Kind.ALREADY_RUNNING;
      case "request_event" -> type == null || type.startsWith("dns") ? Kind.DNS : Kind.OTHER;
      default ->
          subtype.contains("connection_attempt")
              ? Kind.ATTEMPT
              : subtype.contains("connection_accept") || subtype.contains("_accept_")
                  ? Kind.ACCEPT
                  : subtype.contains("disconnect") ? Kind.DISCONNECT : Kind.OTHER;
    };
  }

  private Kind byOpcode(Fields f, @Nullable String type) {
    int code = (int) f.number(opcode);
    boolean process = type == null || type.startsWith("process");
    boolean network = type == null || type.startsWith("network");
    return switch (code) {
      case 1, 5 -> process ? Kind.START : Kind.OTHER;
      case 2 -> process ? Kind.END : Kind.OTHER;
      case 3 -> process ? Kind.ALREADY_RUNNING : Kind.OTHER;
      case 12, 55 -> network ? Kind.ATTEMPT : Kind.OTHER;
      case 15, 57 -> network ? Kind.ACCEPT : Kind.OTHER;
      case 13, 56 -> network ? Kind.DISCONNECT : Kind.OTHER;
      case 3008 -> Kind.DNS;
      default -> Kind.OTHER;
    };
  }

  private void decode(Fields f, Emit out, Kind kind, boolean inEcs) {
    switch (kind) {
      case OTHER -> out.skip(Emit.OTHER_KIND);
      case ALREADY_RUNNING -> out.skip(Emit.ALREADY_RUNNING);
      default -> emit(f, out, kind, inEcs);
    }
  }

  private void emit(Fields f, Emit out, Kind kind, boolean inEcs) {
    long time = inEcs ? f.time(ecs.timestamp, timestamp) : f.time(timestamp);
    boolean start = kind == Kind.START;
    String name = start && out.isOutline() ? f.text(processName, ecs.process.name) : null;
    boolean outline = out.isOutline() && (!start || Values.processName(name, null) != null);
    ProcessInfo process = process(f, start ? time : 0, name, outline);
    ProcessInfo parent = parent(f, outline);
    User user = outline ? null : user(f);
    Host host = outline ? hostOutline(f) : host(f, process.executable());
    String number = f.text(serial, ecs.id);
    // the counter starts again with each session of the sensor
    String id = number == null ? null : number + "@" + time;
    switch (kind) {
      case START -> out.start(id, time, host, process, parent, user, "process_name");
      case END -> out.end(id, time, host, process, parent, user, "unique_pid");
      case DNS -> {
        String question = f.text(queryName, ecs.question);
        if (question == null) {
          throw BadRecord.missing("query_name");
        }
        DnsText dns =
            new DnsText(question)
                .type(f.text(ecs.questionType))
                .answers(f.all(ecs.answers))
                .answers(f.all(ecs.resolvedIp));
        out.dns(id, time, host, process, parent, user, dns.build(), "unique_pid");
      }
      default ->
          out.connection(id, time, host, process, parent, user, connection(f, kind), "unique_pid");
    }
  }

  /**
   * @param name of one of which an outline will do, if it is to have one
   */
  private ProcessInfo process(Fields f, long start, @Nullable String name, boolean outline) {
    String id = Values.id(f.text(uniquePid, ecs.process.entityId));
    long number = number(f, pid, f.number(ecs.process.pid));
    ProcessParts parts = new ProcessParts().entityId(id).pid(number).start(start);
    return outline && (id != null || number > 0)
        ? parts.name(name).build()
        : described(f, parts).build();
  }

  private ProcessParts described(Fields f, ProcessParts parts) {
    return parts
        .name(f.text(processName, ecs.process.name))
        .executable(f.text(processPath, ecs.process.executable))
        .commandLine(f.text(commandLine, ecs.process.commandLine))
        .args(
            f.text(commandLine, ecs.process.commandLine) == null ? f.list(ecs.process.args) : null)
        .pe(f.text(originalFileName, ecs.process.originalFileName), null, null, null, null)
        .hash(
            Values.hashes(
                f.text(md5, ecs.process.md5),
                f.text(sha1, ecs.process.sha1),
                f.text(sha256, ecs.process.sha256),
                null));
  }

  private @Nullable ProcessInfo parent(Fields f, boolean outline) {
    String id = Values.id(f.text(uniqueParent, ecs.parent.entityId));
    long number = number(f, parentPid, number(f, ecs.parent.pid, f.number(ecs.parentPid)));
    ProcessParts parts = new ProcessParts().entityId(id).pid(number);
    return outline && (id != null || number > 0)
        ? parts.build()
        : parts
            .name(f.text(parentName, ecs.parent.name))
            .executable(f.text(parentPath, ecs.parent.executable))
            .buildIfKnown();
  }

  private @Nullable User user(Fields f) {
    return Values.user(
        f.text(userName, ecs.userName),
        f.text(userDomain, ecs.userDomain),
        f.text(userSid, ecs.userId));
  }

  private static long number(Fields f, int slot, long otherwise) {
    return f.isPresent(slot) ? f.number(slot) : otherwise;
  }

  private Host host(Fields f, @Nullable String path) {
    String name = f.text(ecs.hostName, ecs.hostHostname, hostName);
    String id = f.text(ecs.hostId, machineId);
    if (name == null && id == null) {
      throw new BadRecord(RejectReason.NO_HOST, "hostname and machine_id are missing");
    }
    return new Host(name, id, ecs.os(f, path));
  }

  private Host hostOutline(Fields f) {
    String name = f.text(ecs.hostName, ecs.hostHostname, hostName);
    return name == null || HostKey.asksForOs(name)
        ? host(f, f.text(processPath, ecs.process.executable))
        : new Host(name, null, null);
  }

  private Connection connection(Fields f, Kind kind) {
    Direction direction =
        switch (kind) {
          case ATTEMPT -> Direction.OUTBOUND;
          case ACCEPT -> Direction.INBOUND;
          default ->
              f.is(subtype, "outgoing")
                  ? Direction.OUTBOUND
                  : f.is(subtype, "incoming") ? Direction.INBOUND : ecs.direction(f);
        };
    Connection stored = ecs.connection(f, direction, kind == Kind.DISCONNECT);
    String sourceIp = f.ip(sourceAddress);
    String destinationIp = f.ip(destinationAddress);
    long sent = f.count(bytesOut);
    long received = f.count(bytesIn);
    String transport = f.word(protocol);
    return new Connection(
        direction,
        transport == null ? stored.transport() : Values.transport(transport),
        sourceIp == null ? stored.sourceIp() : sourceIp,
        f.has(sourcePort) ? f.port(sourcePort) : stored.sourcePort(),
        destinationIp == null ? stored.destinationIp() : destinationIp,
        f.has(destinationPort) ? f.port(destinationPort) : stored.destinationPort(),
        stored.destinationDomain(),
        sent < 0 ? stored.bytesSent() : sent,
        received < 0 ? stored.bytesReceived() : received,
        stored.closed());
  }
}
