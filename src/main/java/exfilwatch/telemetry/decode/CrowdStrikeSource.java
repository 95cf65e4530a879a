package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CrowdStrike Falcon Data Replicator. Every value is text; every process id but {@code
 * RawProcessId} is an entity id of up to 64 bits without sign.
 */
final class CrowdStrikeSource implements Source {
  private final Ecs ecs;
  private final int simpleName;
  private final int aid;
  private final int agentVersion;
  private final int computerName;
  private final int platform;
  private final int id;
  private final int timestamp;
  private final int contextTime;
  private final int startTime;
  private final int target;
  private final int context;
  private final int contextName;
  private final int rawPid;
  private final int image;
  private final int commandLine;
  private final int integrity;
  private final int userName;
  private final int userSid;
  private final int uid;
  private final int parentId;
  private final int parentName;
  private final int md5;
  private final int sha1;
  private final int sha256;
  private final int connectionDirection;
  private final int protocol;
  private final int remoteIp4;
  private final int remoteIp6;
  private final int remotePort;
  private final int localIp4;
  private final int localIp6;
  private final int localPort;
  private final int url;
  private final int domainName;
  private final int requestType;
  private final int ip4Records;
  private final int ip6Records;
  private final int cnameRecords;
  private final int stored;
  private final int storedId;
  private final int storedContextTime;
  private final int storedComputerName;
  private final int storedSensor;
  private final ProgramFields programs;
  private final ProgramFields storedPrograms;
  private final Decision<Optional<String>> names;
  private final Decision<Optional<String>> transports;

  CrowdStrikeSource(Paths paths, Ecs ecs) {
    this.ecs = ecs;
    simpleName = paths.field("event_simpleName");
    aid = paths.field("aid");
    agentVersion = paths.field("AgentVersion");
    computerName = paths.field("ComputerName");
    platform = paths.field("event_platform");
    id = paths.field("id");
    timestamp = paths.field("timestamp");
    contextTime = paths.field("ContextTimeStamp");
    startTime = paths.field("ProcessStartTime");
    target = paths.field("TargetProcessId");
    context = paths.field("ContextProcessId");
    contextName = paths.field("ContextBaseFileName");
    rawPid = paths.field("RawProcessId");
    image = paths.field("ImageFileName");
    commandLine = paths.field("CommandLine");
    integrity = paths.field("IntegrityLevel");
    userName = paths.field("UserName");
    userSid = paths.field("UserSid");
    uid = paths.field("UID");
    parentId = paths.field("ParentProcessId");
    parentName = paths.field("ParentBaseFileName");
    md5 = paths.field("MD5HashData");
    sha1 = paths.field("SHA1HashData");
    sha256 = paths.field("SHA256HashData");
    connectionDirection = paths.field("ConnectionDirection");
    protocol = paths.field("Protocol");
    remoteIp4 = paths.field("RemoteAddressIP4");
    remoteIp6 = paths.field("RemoteAddressIP6");
    remotePort = paths.field("RemotePort");
    localIp4 = paths.field("LocalAddressIP4");
    localIp6 = paths.field("LocalAddressIP6");
    localPort = paths.field("LocalPort");
    url = paths.field("OriginatingURL");
    domainName = paths.field("DomainName");
    requestType = paths.field("RequestType");
    ip4Records = paths.field("IP4Records", "crowdstrike.IP4Records");
    ip6Records = paths.field("IP6Records", "crowdstrike.IP6Records");
    cnameRecords = paths.field("CNAMERecords", "crowdstrike.CNAMERecords");
    stored = paths.group("crowdstrike");
    storedId = paths.field("crowdstrike.id");
    storedContextTime = paths.field("crowdstrike.ContextTimeStamp");
    storedComputerName =
        paths.field("crowdstrike.info.host.ComputerName", "crowdstrike.ComputerName");
    storedSensor = paths.field("device.id", "observer.serial_number");
    paths.deciding(simpleName, protocol, connectionDirection);
    names = paths.optional(f -> f.word(simpleName));
    transports = paths.optional(f -> Values.transport(f.word(protocol)));
    storedPrograms = ProgramFields.ofActivity(ecs.process.program());
    programs = ProgramFields.ofActivity(contextName).start(image).command(commandLine, platform);
  }

  @Override
  public String name() {
    return "crowdstrike";
  }

  @Override
  public boolean isRaw(Fields f) {
    return f.has(simpleName) || (f.has(aid) && (f.has(agentVersion) || f.has(computerName)));
  }

  @Override
  public boolean isEcs(Fields f) {
    return f.has(stored) || ecs.isFrom(f, "crowdstrike", "crowdstrike.");
  }

  @Override
  public ProgramFields programs(boolean raw) {
    return raw ? programs : storedPrograms;
  }

  @Override
  public void decodeRaw(Fields f, Emit out) {
    String name = names.of(f).orElse(null);
    if (name == null) {
      out.skip(Emit.HOST_METADATA);
      return;
    }
    switch (name) {
      case "ProcessRollup2", "SyntheticProcessRollup2" -> start(f, out);
      case "EndOfProcess", "TerminateProcess" -> end(f, out);
      case "DnsRequest", "SuspiciousDnsRequest" -> dns(f, out);
      default -> {
        if (isNetwork(name)) {
          out.connection(
              f.text(id),
              f.time(contextTime, timestamp),
              host(f, null, out.isOutline()),
              actor(f, out.isOutline()),
              null,
              null,
              connection(f, name),
              "ContextProcessId");
        } else {
          out.skip(Emit.OTHER_KIND);
        }
      }
    }
  }

  private static boolean isNetwork(String name) {
    return name.startsWith("NetworkConnectIP")
        || name.startsWith("NetworkReceiveAcceptIP")
        || name.startsWith("NetworkListenIP");
  }

  private void start(Fields f, Emit out) {
    String path = f.text(image);
    boolean outline = out.isOutline() && path != null;
    ProcessParts process = created(f).executable(path);
    if (!outline) {
      process.hash(hashes(f)).commandLine(f.text(commandLine)).integrity(f.text(integrity));
    }
    out.start(
        f.text(id),
        f.time(startTime, contextTime, timestamp),
        host(f, path, outline),
        process.build(),
        parent(f, outline),
        outline ? null : user(f),
        "ImageFileName");
  }

  private void end(Fields f, Emit out) {
    boolean outline = out.isOutline();
    out.end(
        f.text(id),
        f.time(contextTime, timestamp),
        host(f, null, outline),
        (outline ? created(f) : created(f).hash(hashes(f))).build(),
        parent(f, outline),
        outline ? null : user(f),
        "TargetProcessId");
  }

  private ProcessParts created(Fields f) {
    return new ProcessParts()
        .entityId(Values.id(f.text(target)))
        .pid(f.number(rawPid))
        .start(f.optionalTime(startTime));
  }

  private @Nullable Hashes hashes(Fields f) {
    return Values.hashes(f.text(md5), f.text(sha1), f.text(sha256), null);
  }

  private @Nullable ProcessInfo parent(Fields f, boolean outline) {
    return named(f, parentId, parentName, outline).buildIfKnown();
  }

  private ProcessInfo actor(Fields f, boolean outline) {
    return named(f, context, contextName, outline).build();
  }

  /** A process of which the record says only an id and a name. */
  private static ProcessParts named(Fields f, int id, int name, boolean outline) {
    String entity = Values.id(f.text(id));
    ProcessParts parts = new ProcessParts().entityId(entity);
    return outline && entity != null ? parts : parts.name(f.text(name));
  }

  private @Nullable User user(Fields f) {
    return Values.account(f.text(userName), f.text(userSid, uid));
  }

  private Host host(Fields f, @Nullable String path, boolean outline) {
    String name = f.text(computerName);
    String sensor = f.text(aid);
    if (name == null && sensor == null) {
      throw new BadRecord(RejectReason.NO_HOST, "aid is missing");
    }
    if (outline && (name == null || !HostKey.asksForOs(name))) {
      return new Host(name, sensor, null);
    }
    String os = f.text(platform);
    return new Host(name, sensor, os == null ? Values.osOfPath(path) : Values.os(os));
  }

  private Connection connection(Fields f, String name) {
    boolean ip6 = name.contains("IP6");
    String remote = f.ip(ip6 ? remoteIp6 : remoteIp4);
    remote = remote == null ? f.ip(ip6 ? remoteIp4 : remoteIp6) : remote;
    ip6 = remote == null ? ip6 : remote.indexOf(':') >= 0;
    String local = f.ip(ip6 ? localIp6 : localIp4);
    local = local == null ? f.ip(ip6 ? localIp4 : localIp6) : local;
    String transport = transports.of(f).orElse(null);
    return switch (direction(f, name)) {
      case INBOUND ->
          new Connection(
              Direction.INBOUND,
              transport,
              remote,
              f.port(remotePort),
              local,
              f.port(localPort),
              null,
              -1,
              -1,
              false);
      case LISTEN ->
          new Connection(
              Direction.LISTEN, transport, null, 0, local, f.port(localPort), null, -1, -1, false);
      default ->
          new Connection(
              Direction.OUTBOUND,
              transport,
              local,
              f.port(localPort),
              remote,
              f.port(remotePort),
              Values.hostOfUrl(f.text(url)),
              -1,
              -1,
              false);
    };
  }

  private Direction direction(Fields f, String name) {
    String text = f.word(connectionDirection);
    return switch (text == null ? "" : text) {
      case "0" -> Direction.OUTBOUND;
      case "1" -> Direction.INBOUND;
      case "2" -> Direction.LISTEN;
      default -> byName(name);
    };
  }

  private static Direction byName(String name) {
    return name.startsWith("NetworkListen")
        ? Direction.LISTEN
        : name.startsWith("NetworkReceive") ? Direction.INBOUND : Direction.OUTBOUND;
  }

  private void dns(Fields f, Emit out) {
    String name = f.text(domainName);
    if (name == null) {
      throw BadRecord.missing("DomainName");
    }
    Dns dns = answers(f, new DnsText(name).type(f.word(requestType)));
    out.dns(
        f.text(id),
        f.time(contextTime, timestamp),
        host(f, null, out.isOutline()),
        actor(f, out.isOutline()),
        null,
        null,
        dns,
        "ContextProcessId");
  }

  private Dns answers(Fields f, DnsText dns) {
    f.all(ip4Records).forEach(dns::answersOf);
    f.all(ip6Records).forEach(dns::answersOf);
    f.all(cnameRecords).forEach(dns::answersOf);
    return dns.build();
  }

  @Override
  public void decodeEcs(Fields f, Emit out) {
    String name = f.word(ecs.action);
    boolean process = f.is(ecs.category, "process");
    boolean network = f.is(ecs.category, "network");
    name = name == null ? "" : name;
    if (process && f.is(ecs.type, "start")) {
      storedEvent(f, out, name, Kind.START);
    } else if (process && f.is(ecs.type, "end")) {
      storedEvent(f, out, name, Kind.END);
    } else if (name.equals("DnsRequest") || (network && f.has(ecs.question))) {
      storedEvent(f, out, name, Kind.DNS);
    } else if (isNetwork(name)) {
      storedEvent(f, out, name, Kind.CONNECTION);
    } else {
      out.skip(Emit.OTHER_KIND);
    }
  }

  private enum Kind {
    START,
    END,
    CONNECTION,
    DNS
  }

  private void storedEvent(Fields f, Emit out, String name, Kind kind) {
    boolean outline = out.isOutline() && kind != Kind.START;
    ProcessInfo process = ecs.process.read(f, outline, false).build();
    ProcessInfo parent = ecs.parent.read(f, outline, false).buildIfKnown();
    // @timestamp is when the cloud received the event
    long time =
        kind == Kind.START
            ? f.time(ecs.process.start, storedContextTime, ecs.timestamp)
            : f.time(storedContextTime, ecs.timestamp);
    String hostName = f.text(ecs.hostName, ecs.hostHostname, storedComputerName);
    String hostId = f.text(ecs.hostId, storedSensor);
    Host host =
        outline
            ? ecs.hostOutline(f, hostName, hostId)
            : ecs.host(f, hostName, hostId, process.executable());
    String storedEventId = f.text(storedId, ecs.id);
    int bar = storedEventId == null ? -1 : storedEventId.indexOf('|');
    String eventId =
        storedEventId == null || bar < 0 ? storedEventId : storedEventId.substring(0, bar);
    User user = outline ? null : ecs.user(f);
    switch (kind) {
      case START -> out.start(eventId, time, host, process, parent, user, "process.executable");
      case END -> out.end(eventId, time, host, process, parent, user, "process.entity_id");
      case CONNECTION -> {
        Direction direction = ecs.direction(f);
        direction = direction == Direction.UNKNOWN ? byName(name) : direction;
        out.connection(
            eventId,
            time,
            host,
            process,
            parent,
            user,
            ecs.connection(f, direction, false),
            "process.entity_id");
      }
      case DNS -> {
        String question = f.text(ecs.question);
        if (question == null) {
          throw BadRecord.missing("dns.question.name");
        }
        DnsText dns =
            new DnsText(question)
                .type(f.text(ecs.questionType))
                .answers(f.all(ecs.answers))
                .answers(f.all(ecs.resolvedIp));
        out.dns(eventId, time, host, process, parent, user, answers(f, dns), "process.entity_id");
      }
    }
  }
}
