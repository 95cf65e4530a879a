package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SentinelOne Cloud Funnel. A start names the new process {@code tgt.process} and its parent {@code
 * src.process}; connections and queries name their process {@code src.process}. The broker of the
 * operating system, {@code osSrc.process}, is not the actor.
 */
final class SentinelOneSource implements Source {
  private static final String STORED = "sentinel_one_cloud_funnel.";

  private final Ecs ecs;
  private final int metaName;
  private final int dataSource;
  private final int eventType;
  private final int eventTime;
  private final int timestamp;
  private final int eventId;
  private final int agentUuid;
  private final int endpointName;
  private final int endpointOs;
  private final int direction;
  private final int sourceIp;
  private final int sourcePort;
  private final int destinationIp;
  private final int destinationPort;
  private final int dnsRequest;
  private final int dnsResponse;
  private final int stored;
  private final int storedType;
  private final SentinelOneProcess target;
  private final SentinelOneProcess actor;
  private final SentinelOneProcess actorParent;
  private final ProgramFields programs;
  private final ProgramFields storedPrograms;
  private final Decision<String> kinds;
  private final Decision<Direction> directions;
  private final Decision<Optional<String>> transports;

  SentinelOneSource(Paths paths, Ecs ecs) {
    this.ecs = ecs;
    metaName =
        paths.field(
            "meta.event.name", STORED + "meta.event.name", STORED + "event.meta.event.name");
    dataSource = paths.field("dataSource.name");
    eventType = paths.field("event.type");
    eventTime = paths.field("event.time");
    timestamp = paths.field("timestamp");
    eventId = paths.field("event.id");
    agentUuid = paths.field("agent.uuid");
    endpointName = paths.field("endpoint.name", STORED + "event.endpoint.name");
    endpointOs = paths.field("endpoint.os", STORED + "event.endpoint.os");
    direction = paths.field("event.network.direction");
    sourceIp = paths.field("src.ip.address", STORED + "event.src.ip.address");
    sourcePort = paths.field("src.port.number", STORED + "event.src.port.number");
    destinationIp = paths.field("dst.ip.address", STORED + "event.dst.ip.address");
    destinationPort = paths.field("dst.port.number", STORED + "event.dst.port.number");
    dnsRequest = paths.field("event.dns.request", STORED + "event.dns.request");
    dnsResponse = paths.field("event.dns.response", STORED + "event.dns.response");
    stored = paths.group("sentinel_one_cloud_funnel");
    storedType = paths.field(STORED + "event.type", STORED + "event.event.type");
    target = new SentinelOneProcess(paths, "tgt.process");
    actor = new SentinelOneProcess(paths, "src.process");
    actorParent = new SentinelOneProcess(paths, "src.process.parent");
    paths.deciding(eventType, metaName, direction);
    kinds = paths.decision(f -> kind(f.word(eventType)));
    directions = paths.decision(this::direction);
    transports = paths.optional(this::transport);
    storedPrograms = ProgramFields.ofActivity(ecs.process.program());
    programs =
        ProgramFields.ofActivity(
                target.uid,
                target.name,
                target.path,
                target.displayName,
                actor.name,
                actor.path,
                actor.displayName,
                endpointOs)
            .start(target.name, target.path, target.displayName, endpointOs)
            .command(target.commandLine);
  }

  @Override
  public String name() {
    return "sentinel_one";
  }

  @Override
  public boolean isRaw(Fields f) {
    return (f.has(metaName)
            || f.has(actor.uid)
            || f.has(target.uid)
            || f.startsWith(dataSource, "SentinelOne"))
        && !isEcs(f);
  }

  @Override
  public boolean isEcs(Fields f) {
    return f.has(stored)
        || ecs.isFrom(f, "sentinel_one_cloud_funnel", "sentinel_one_cloud_funnel.")
        || f.is(ecs.module, name());
  }

  /** Spelled with and without a blank; empty when it can't be one of interest. */
  private static String kind(@Nullable String type) {
    return switch (type == null ? "" : type) {
      case "IP Connect" -> "ipconnect";
      case "DNS Resolved" -> "dnsresolved";
      case "Process Exit" -> "processexit";
      default ->
          type == null || "DdIiPp".indexOf(type.charAt(0)) < 0
              ? ""
              : type.replace(" ", "").toLowerCase(Locale.ROOT);
    };
  }

  @Override
  public ProgramFields programs(boolean raw) {
    return raw ? programs : storedPrograms;
  }

  @Override
  public void decodeRaw(Fields f, Emit out) {
    boolean outline = out.isOutline();
    switch (kinds.of(f)) {
      case "processcreation" -> start(f, out);
      case "processexit", "processtermination" -> {
        SentinelOneProcess ended = f.has(target.uid) ? target : actor;
        Host host = host(f, outline);
        out.end(
            f.text(eventId),
            time(f),
            host,
            process(ended, f, host, outline).build(),
            null,
            outline ? null : ended.user(f),
            "tgt.process.uid");
      }
      case "ipconnect" -> connection(f, out, directions.of(f));
      case "iplisten" -> connection(f, out, Direction.LISTEN);
      case "dnsresolved", "dnsunresolved" -> {
        String request = f.text(dnsRequest);
        if (request == null) {
          throw BadRecord.missing("event.dns.request");
        }
        Host host = host(f, outline);
        out.dns(
            f.text(eventId),
            time(f),
            host,
            process(actor, f, host, outline).build(),
            process(actorParent, f, host, outline).buildIfKnown(),
            outline ? null : actor.user(f),
            new DnsText(request).answersOf(f.text(dnsResponse)).build(),
            "src.process.uid");
      }
      default -> out.skip(Emit.OTHER_KIND);
    }
  }

  private void start(Fields f, Emit out) {
    String name = out.isOutline() ? f.text(target.name) : null;
    boolean outline = Values.processName(name, null) != null;
    Host host = host(f, outline);
    ProcessParts process = process(target, f, host, outline);
    out.start(
        f.text(eventId),
        time(f),
        host,
        (outline ? process.name(name) : process).build(),
        process(actor, f, host, outline).buildIfKnown(),
        outline ? null : target.user(f),
        "tgt.process.image.path");
  }

  private void connection(Fields f, Emit out, Direction direction) {
    boolean outline = out.isOutline();
    Host host = host(f, outline);
    boolean listen = direction == Direction.LISTEN;
    String local = f.ip(sourceIp);
    Connection connection =
        new Connection(
            direction,
            transports.of(f).orElse(null),
            listen ? null : local,
            listen ? 0 : f.port(sourcePort),
            listen && local != null ? local : f.ip(destinationIp),
            listen && f.port(sourcePort) != 0 ? f.port(sourcePort) : f.port(destinationPort),
            null,
            -1,
            -1,
            false);
    out.connection(
        f.text(eventId),
        time(f),
        host,
        process(actor, f, host, outline).build(),
        process(actorParent, f, host, outline).buildIfKnown(),
        outline ? null : actor.user(f),
        connection,
        "src.process.uid");
  }

  private static ProcessParts process(
      SentinelOneProcess process, Fields f, Host host, boolean outline) {
    return outline ? process.identity(f) : process.read(f, isWindows(host));
  }

  private Direction direction(Fields f) {
    String text = f.word(direction);
    if (text == null) {
      return ecs.direction(f);
    }
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "OUTGOING" -> Direction.OUTBOUND;
      case "INCOMING" -> Direction.INBOUND;
      default -> Direction.UNKNOWN;
    };
  }

  /** Only the event's name tells: TCPV4, TCPV6, UDPV4 … */
  private @Nullable String transport(Fields f) {
    String transport = Values.transport(f.word(metaName));
    return "tcp".equals(transport) || "udp".equals(transport) ? transport : null;
  }

  private long time(Fields f) {
    if (!f.isPresent(eventTime)) {
      // an old agent's timestamp is a local time of day without a date
      String text = f.text(timestamp);
      if (text != null && text.indexOf(':') == 2) {
        throw new BadRecord(RejectReason.NO_TIME, "event.time is missing");
      }
      return f.time(eventTime, timestamp);
    }
    return f.time(eventTime);
  }

  private Host host(Fields f, boolean outline) {
    String name = f.text(endpointName);
    if (outline && name != null && !HostKey.asksForOs(name)) {
      return new Host(name, null, null);
    }
    String id = f.text(agentUuid);
    if (name == null && id == null) {
      throw new BadRecord(RejectReason.NO_HOST, "endpoint.name and agent.uuid are missing");
    }
    String os = Values.os(f.word(endpointOs));
    return new Host(name, id, os);
  }

  private static boolean isWindows(Host host) {
    return "windows".equals(host.os());
  }

  @Override
  public void decodeEcs(Fields f, Emit out) {
    String kind = kind(f.text(storedType));
    boolean network = f.is(ecs.category, "network");
    if (kind.startsWith("dns") || (network && f.has(ecs.question))) {
      storedDns(f, out);
    } else if (kind.startsWith("ip") || (network && f.has(ecs.destinationIp))) {
      storedConnection(f, out, kind.equals("iplisten") ? Direction.LISTEN : ecs.direction(f));
    } else if (kind.equals("processcreation")
        || (f.is(ecs.category, "process")
            && (f.is(ecs.type, "start") || (f.is(ecs.type, "info") && f.has(target.uid))))) {
      storedStart(f, out);
    } else if (kind.startsWith("process") || f.is(ecs.category, "process")) {
      storedEnd(f, out);
    } else {
      out.skip(Emit.OTHER_KIND);
    }
  }

  private void storedStart(Fields f, Emit out) {
    Host host = storedHost(f, false);
    String uid = f.text(target.uid);
    ProcessInfo ecsProcess = ecs.process.read(f, false).build();
    ProcessInfo process = ecsProcess;
    ProcessInfo parent = ecs.parent.read(f, false).buildIfKnown();
    User user = target.user(f);
    if (uid != null && !uid.equals(ecsProcess.entityId())) {
      // packages before ECS 8.11 took process.* from the parent
      process = target.read(f, isWindows(host)).build();
      ProcessInfo source = actor.read(f, isWindows(host)).buildIfKnown();
      parent = source == null ? ecsProcess : source;
    } else {
      user = user == null ? ecs.user(f) : user;
    }
    out.start(f.text(eventId), storedTime(f), host, process, parent, user, "process.executable");
  }

  private void storedEnd(Fields f, Emit out) {
    if (!f.is(ecs.type, "end")) {
      out.skip(Emit.OTHER_KIND);
      return;
    }
    boolean outline = out.isOutline();
    out.end(
        f.text(eventId),
        storedTime(f),
        storedHost(f, outline),
        ecs.process.read(f, outline, false).build(),
        ecs.parent.read(f, outline, false).buildIfKnown(),
        outline ? null : ecs.user(f),
        "process.entity_id");
  }

  private void storedConnection(Fields f, Emit out, Direction direction) {
    Connection c = ecs.connection(f, direction, false);
    Connection connection =
        new Connection(
            direction,
            c.transport() == null ? transport(f) : c.transport(),
            c.sourceIp() == null ? f.ip(sourceIp) : c.sourceIp(),
            c.sourcePort() == 0 ? f.port(sourcePort) : c.sourcePort(),
            c.destinationIp() == null ? f.ip(destinationIp) : c.destinationIp(),
            c.destinationPort() == 0 ? f.port(destinationPort) : c.destinationPort(),
            c.destinationDomain(),
            -1,
            -1,
            false);
    boolean outline = out.isOutline();
    out.connection(
        f.text(eventId),
        storedTime(f),
        storedHost(f, outline),
        ecs.process.read(f, outline, false).build(),
        ecs.parent.read(f, outline, false).buildIfKnown(),
        outline ? null : ecs.user(f),
        connection,
        "process.entity_id");
  }

  private void storedDns(Fields f, Emit out) {
    String request = f.text(ecs.question, dnsRequest);
    if (request == null) {
      throw BadRecord.missing("dns.question.name");
    }
    boolean outline = out.isOutline();
    DnsText dns =
        new DnsText(request)
            .type(f.text(ecs.questionType))
            .answersOf(f.text(dnsResponse))
            .answers(f.all(ecs.answers))
            .answers(f.all(ecs.resolvedIp));
    out.dns(
        f.text(eventId),
        storedTime(f),
        storedHost(f, outline),
        ecs.process.read(f, outline, false).build(),
        ecs.parent.read(f, outline, false).buildIfKnown(),
        outline ? null : ecs.user(f),
        dns.build(),
        "process.entity_id");
  }

  private long storedTime(Fields f) {
    return f.time(ecs.timestamp);
  }

  private Host storedHost(Fields f, boolean outline) {
    String name = f.text(ecs.hostName, ecs.hostHostname, endpointName);
    if (outline && name != null && !HostKey.asksForOs(name)) {
      return new Host(name, null, null);
    }
    String os = Values.os(f.word(endpointOs));
    Host host = ecs.host(f, name, f.text(ecs.hostId, agentUuid), null);
    return host.os() == null ? new Host(host.name(), host.id(), os) : host;
  }
}
