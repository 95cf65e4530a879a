package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft Defender XDR: records of the streaming API (columns in {@code properties}), flat rows
 * of advanced hunting or Sentinel, and the documents of Elastic's package. A process is its device,
 * id and creation time; {@code ProcessUniqueId} is not on every record and so is left out.
 */
final class DefenderSource implements Source {
  private static final String STORED = "m365_defender.event.";

  private final Ecs ecs;
  private final int category;
  private final int actionType;
  private final int deviceId;
  private final int deviceName;
  private final int reportId;
  private final int timestamp;
  private final int timeGenerated;
  private final int type;
  private final DefenderProcess created;
  private final DefenderProcess initiating;
  private final int parentId;
  private final int parentName;
  private final int parentStart;
  private final int remoteIp;
  private final int remotePort;
  private final int remoteUrl;
  private final int localIp;
  private final int localPort;
  private final int protocol;
  private final int queryName;
  private final int queryResult;
  private final int stored;
  private final int storedAction;
  private final int storedCommandLine;
  private final int storedReportId;
  private final int urlDomain;
  private final int urlOriginal;
  private final int urlPath;
  private final ProgramFields programs;
  private final ProgramFields storedPrograms;
  private final Decision<Optional<String>> actions;
  private final Decision<Optional<String>> transports;

  DefenderSource(Paths paths, Ecs ecs) {
    this.ecs = ecs;
    category = paths.field("category");
    actionType = column(paths, "ActionType");
    deviceId = column(paths, "DeviceId");
    deviceName = column(paths, "DeviceName");
    reportId = column(paths, "ReportId");
    timestamp = column(paths, "Timestamp");
    timeGenerated = column(paths, "TimeGenerated");
    type = paths.field("Type");
    created = DefenderProcess.created(paths);
    initiating = DefenderProcess.initiating(paths);
    parentId = column(paths, "InitiatingProcessParentId");
    parentName = column(paths, "InitiatingProcessParentFileName");
    parentStart = column(paths, "InitiatingProcessParentCreationTime");
    remoteIp = column(paths, "RemoteIP");
    remotePort = column(paths, "RemotePort");
    remoteUrl = column(paths, "RemoteUrl");
    localIp = column(paths, "LocalIP");
    localPort = column(paths, "LocalPort");
    protocol = column(paths, "Protocol");
    paths.field(Paths.Content.JSON, "properties.AdditionalFields", "AdditionalFields");
    queryName = column(paths, "AdditionalFields.DnsQueryString");
    queryResult =
        paths.field(
            "properties.AdditionalFields.DnsQueryResult",
            "properties.AdditionalFields.DnsQueryResult.Result",
            "AdditionalFields.DnsQueryResult",
            "AdditionalFields.DnsQueryResult.Result");
    stored = paths.group("m365_defender");
    storedAction = paths.field(STORED + "action.type", STORED + "action_type");
    storedCommandLine = paths.field(STORED + "process.command_line");
    storedReportId = paths.field(STORED + "report_id");
    urlDomain = paths.field("url.domain");
    urlOriginal = paths.field("url.original");
    urlPath = paths.field("url.path");
    paths.deciding(actionType, category, type, protocol);
    actions = paths.optional(f -> f.word(actionType));
    transports = paths.optional(f -> Values.transport(f.word(protocol)));
    storedPrograms = ProgramFields.ofActivity(ecs.process.program());
    programs =
        ProgramFields.ofActivity(initiating.program())
            .start(created.program())
            .command(created.commandLine);
  }

  static int column(Paths paths, String name) {
    return paths.field("properties." + name, name);
  }

  @Override
  public String name() {
    return "m365_defender";
  }

  @Override
  public boolean isRaw(Fields f) {
    return f.startsWith(category, "AdvancedHunting-") || (f.has(actionType) && f.has(deviceId));
  }

  @Override
  public boolean isEcs(Fields f) {
    return f.has(stored) || ecs.isFrom(f, "m365_defender", "m365_defender.");
  }

  @Override
  public ProgramFields programs(boolean raw) {
    return raw ? programs : storedPrograms;
  }

  @Override
  public void decodeRaw(Fields f, Emit out) {
    String action = actions.of(f).orElse(null);
    if (action == null) {
      if (f.startsWith(category, "AdvancedHunting-DeviceProcessEvents")
          || f.startsWith(category, "AdvancedHunting-DeviceNetworkEvents")
          || f.startsWith(type, "Device")) {
        throw BadRecord.missing("ActionType");
      }
      out.skip(Emit.OTHER_KIND);
      return;
    }
    if (action.equals("ProcessCreated")) {
      start(f, out);
    } else if (action.equals("DnsQueryResponse")) {
      if (hasActor(f, out)) {
        dns(f, out);
      }
    } else if (isNetwork(lower(action))) {
      if (hasActor(f, out)) {
        connection(f, out, direction(lower(action)));
      }
    } else {
      out.skip(Emit.OTHER_KIND);
    }
  }

  private static String lower(String action) {
    return switch (action) {
      case "ConnectionSuccess" -> "connectionsuccess";
      case "InboundConnectionAccepted" -> "inboundconnectionaccepted";
      case "FileCreated" -> "filecreated";
      case "RegistryValueSet" -> "registryvalueset";
      default -> action.toLowerCase(Locale.ROOT);
    };
  }

  private static boolean isNetwork(String action) {
    return action.startsWith("connection")
        || action.startsWith("inboundconnection")
        || action.equals("listeningconnectioncreated")
        || action.endsWith("connectioninspected");
  }

  private static Direction direction(String action) {
    return action.startsWith("inbound")
        ? Direction.INBOUND
        : action.startsWith("listening") ? Direction.LISTEN : Direction.OUTBOUND;
  }

  /** Connections that were seen on the wire have no process, or at best the name of one. */
  private boolean hasActor(Fields f, Emit out) {
    if (f.number(initiating.pid) > 0) {
      return true;
    }
    out.skip(Emit.NO_ACTOR);
    return false;
  }

  private void start(Fields f, Emit out) {
    long time = f.time(timestamp, timeGenerated);
    String name = out.isOutline() ? f.text(created.name) : null;
    boolean outline = Values.processName(name, null) != null;
    ProcessInfo process =
        (outline ? created.identity(f, time).name(name) : created.read(f, time)).build();
    ProcessInfo parent = initiating.read(f, time, outline).buildIfKnown();
    if (parent != null && parent.pid() == process.pid()) {
      // exec in place on Linux: the initiator is the process itself
      parent = parent(f, outline);
    }
    out.start(
        id(f),
        time,
        outline ? hostOutline(f, created) : host(f, process.executable()),
        process,
        parent,
        outline ? null : created.user(f),
        "FolderPath");
  }

  private @Nullable ProcessInfo parent(Fields f, boolean outline) {
    long pid = f.number(parentId);
    return new ProcessParts()
        .pid(pid)
        .start(f.optionalTime(parentStart))
        .name(outline && pid > 0 ? null : f.text(parentName))
        .buildIfKnown();
  }

  private void connection(Fields f, Emit out, Direction direction) {
    long time = f.time(timestamp, timeGenerated);
    boolean outline = out.isOutline();
    ProcessInfo process = actor(f, time, outline);
    Connection connection =
        connection(
            direction,
            transports.of(f).orElse(null),
            f.ip(localIp),
            f.port(localPort),
            f.ip(remoteIp),
            f.port(remotePort),
            Values.hostOfUrl(f.text(remoteUrl)));
    out.connection(
        id(f),
        time,
        outline ? hostOutline(f, initiating) : host(f, process.executable()),
        process,
        parent(f, outline),
        outline ? null : initiating.user(f),
        connection,
        "InitiatingProcessId");
  }

  /** Remote is always the peer, whoever opened the connection. */
  private static Connection connection(
      Direction direction,
      @Nullable String transport,
      @Nullable String localIp,
      int localPort,
      @Nullable String remoteIp,
      int remotePort,
      @Nullable String remoteDomain) {
    return switch (direction) {
      case INBOUND ->
          new Connection(
              direction, transport, remoteIp, remotePort, localIp, localPort, null, -1, -1, false);
      case LISTEN ->
          new Connection(direction, transport, null, 0, localIp, localPort, null, -1, -1, false);
      default ->
          new Connection(
              direction,
              transport,
              localIp,
              localPort,
              remoteIp,
              remotePort,
              Ips.canonical(remoteDomain == null ? "" : remoteDomain) == null ? remoteDomain : null,
              -1,
              -1,
              false);
    };
  }

  private void dns(Fields f, Emit out) {
    String name = f.text(queryName);
    if (name == null) {
      throw BadRecord.missing("AdditionalFields.DnsQueryString");
    }
    long time = f.time(timestamp, timeGenerated);
    boolean outline = out.isOutline();
    ProcessInfo process = actor(f, time, outline);
    DnsText dns = new DnsText(name);
    for (String result : f.all(queryResult)) {
      addresses(result, dns);
    }
    out.dns(
        id(f),
        time,
        outline ? hostOutline(f, initiating) : host(f, process.executable()),
        process,
        parent(f, outline),
        outline ? null : initiating.user(f),
        dns.build(),
        "InitiatingProcessId");
  }

  /** Every address in a text of unspecified form: a list, or JSON once more in a string. */
  private static void addresses(String text, DnsText dns) {
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || "[]{}\",; ".indexOf(text.charAt(i)) >= 0) {
        String word = text.substring(start, i);
        if (Ips.canonical(word) != null) {
          dns.answer(word);
        }
        start = i + 1;
      }
    }
  }

  /** The process of an activity, which always has an id. */
  private ProcessInfo actor(Fields f, long time, boolean outline) {
    return initiating.read(f, time, outline).build();
  }

  private @Nullable String id(Fields f) {
    String id =
        f.pieces().joined(f, false, deviceId, reportId, f.present(timestamp, timeGenerated));
    if (id != null) {
      return id;
    }
    String report = f.text(reportId);
    String device = f.text(deviceId);
    String time = f.text(timestamp, timeGenerated);
    return report == null || device == null ? null : device + "/" + report + "/" + time;
  }

  private Host host(Fields f, @Nullable String path) {
    String name = f.text(deviceName);
    String id = f.text(deviceId);
    if (name == null && id == null) {
      throw new BadRecord(RejectReason.NO_HOST, "DeviceName and DeviceId are missing");
    }
    return new Host(name, id, Values.osOfPath(path));
  }

  private Host hostOutline(Fields f, DefenderProcess process) {
    String name = f.text(deviceName);
    return name == null || HostKey.asksForOs(name)
        ? host(f, f.text(process.path))
        : new Host(name, null, null);
  }

  @Override
  public void decodeEcs(Fields f, Emit out) {
    String text = f.word(f.present(storedAction, ecs.action));
    String action = text == null ? "" : lower(text);
    if (action.equals("processcreated")) {
      storedStart(f, out);
    } else if (isNetwork(action)) {
      if (f.number(ecs.process.pid) > 0) {
        storedConnection(f, out, direction(action));
      } else {
        out.skip(Emit.NO_ACTOR);
      }
    } else {
      out.skip(Emit.OTHER_KIND);
    }
  }

  private void storedStart(Fields f, Emit out) {
    ProcessParts parts = ecs.process.read(f, false);
    String line = f.text(storedCommandLine);
    if (line != null) {
      parts.commandLine(line).args(null);
    } else if (f.is(ecs.type, "end")) {
      // packages before ECS 8.11 call a start the end and give it its parent's command line
      List<String> args = f.list(ecs.process.args);
      parts.commandLine(null).args(args);
    }
    ProcessInfo process = parts.build();
    out.start(
        storedId(f),
        f.time(ecs.timestamp),
        ecs.host(f, process.executable()),
        process,
        ecs.parent.read(f, false).buildIfKnown(),
        ecs.user(f),
        "process.executable");
  }

  private void storedConnection(Fields f, Emit out, Direction direction) {
    boolean outline = out.isOutline();
    ProcessInfo process = ecs.process.read(f, outline, false).build();
    Connection c = ecs.connection(f, Direction.OUTBOUND, false);
    String transport =
        c.transport() == null ? Values.transport(f.text(ecs.protocol)) : c.transport();
    String domain = f.text(urlDomain);
    domain = domain == null ? Values.hostOfUrl(f.text(urlOriginal, urlPath)) : domain;
    User user = outline ? null : ecs.user(f);
    out.connection(
        storedId(f),
        f.time(ecs.timestamp),
        outline ? ecs.hostOutline(f) : ecs.host(f, process.executable()),
        process,
        ecs.parent.read(f, outline, false).buildIfKnown(),
        user,
        connection(
            direction,
            transport,
            c.sourceIp(),
            c.sourcePort(),
            c.destinationIp(),
            c.destinationPort(),
            domain == null ? c.destinationDomain() : domain),
        "process.pid");
  }

  private @Nullable String storedId(Fields f) {
    String id = f.pieces().joined(f, false, ecs.hostId, storedReportId, ecs.timestamp);
    if (id != null) {
      return id;
    }
    String report = f.text(storedReportId);
    String device = f.text(ecs.hostId);
    return report == null || device == null
        ? null
        : device + "/" + report + "/" + f.text(ecs.timestamp);
  }
}
