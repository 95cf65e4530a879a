package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.User;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of the Elastic Common Schema 8 that more than one source reads. */
final class Ecs {
  final int timestamp;
  final int created;
  final int module;
  final int dataset;
  final int streamDataset;
  final int category;
  final int type;
  final int action;
  final int code;
  final int provider;
  final int id;
  final int original;
  final int hostName;
  final int hostHostname;
  final int hostId;
  final int osType;
  final int osPlatform;
  final int osFamily;
  final int osName;
  final int userName;
  final int userDomain;
  final int userId;
  final int direction;
  final int transport;
  private final Decision<Optional<String>> transports;
  final int protocol;
  final int sourceIp;
  final int sourcePort;
  final int sourceBytes;
  final int destinationIp;
  final int destinationAddress;
  final int destinationPort;
  final int destinationBytes;
  final int destinationDomain;
  final int question;
  final int questionType;
  final int answers;
  final int resolvedIp;
  final EcsProcess process;
  final EcsProcess parent;
  final int parentPid;

  Ecs(Paths paths) {
    paths.objects("event", "process");
    timestamp = paths.field("@timestamp");
    created = paths.field("event.created");
    module = paths.field("event.module");
    dataset = paths.field("event.dataset");
    streamDataset = paths.field("data_stream.dataset");
    category = paths.field("event.category");
    type = paths.field("event.type");
    action = paths.field("event.action");
    code = paths.field("event.code");
    provider = paths.field("event.provider");
    id = paths.field("event.id");
    original = paths.field(Paths.Content.DOCUMENT, "event.original", "message");
    hostName = paths.field("host.name", "host");
    hostHostname = paths.field("host.hostname");
    hostId = paths.field("host.id");
    osType = paths.field("host.os.type");
    osPlatform = paths.field("host.os.platform");
    osFamily = paths.field("host.os.family");
    osName = paths.field("host.os.name");
    userName = paths.field("user.name", "process.user.name");
    userDomain = paths.field("user.domain", "process.user.domain");
    userId = paths.field("user.id", "process.user.id");
    direction = paths.field("network.direction");
    transport = paths.field("network.transport");
    protocol = paths.field("network.protocol");
    sourceIp = paths.field("source.ip");
    sourcePort = paths.field("source.port");
    sourceBytes = paths.field("source.bytes");
    destinationIp = paths.field("destination.ip");
    destinationAddress = paths.field("destination.address");
    destinationPort = paths.field("destination.port");
    destinationBytes = paths.field("destination.bytes");
    destinationDomain = paths.field("destination.domain");
    question = paths.field("dns.question.name");
    questionType = paths.field("dns.question.type");
    answers = paths.field("dns.answers", "dns.answers.data");
    resolvedIp = paths.field("dns.resolved_ip");
    paths.deciding(
        module,
        dataset,
        streamDataset,
        category,
        type,
        action,
        code,
        provider,
        direction,
        transport);
    transports = paths.optional(f -> Values.transport(f.word(transport)));
    process = new EcsProcess(paths, "process");
    parent = new EcsProcess(paths, "process.parent");
    parentPid = paths.field("process.ppid");
  }

  /** The fields that tell a start's command line and the operating system, and others. */
  int[] command(int... others) {
    return ProgramFields.join(
        others, process.commandLine, process.args, osType, osPlatform, osFamily, osName);
  }

  /** Whether the document says that it comes from this module or one of its data sets. */
  boolean isFrom(Fields f, String module, String datasetPrefix) {
    return f.is(this.module, module)
        || f.startsWith(dataset, datasetPrefix)
        || f.startsWith(streamDataset, datasetPrefix);
  }

  Host host(Fields f, @Nullable String path) {
    return host(f, f.text(hostName, hostHostname), f.text(hostId), path);
  }

  /**
   * @param path an executable, whose form tells the operating system when the record doesn't
   */
  Host host(Fields f, @Nullable String name, @Nullable String id, @Nullable String path) {
    return host(name, id, os(f, path));
  }

  private static Host host(@Nullable String name, @Nullable String id, @Nullable String os) {
    if (name == null && id == null) {
      throw new BadRecord(RejectReason.NO_HOST, "host.name and host.id are missing");
    }
    return new Host(name, id, os);
  }

  /** The host as far as {@link HostKey} asks for it. */
  Host hostOutline(Fields f) {
    String name = f.text(hostName, hostHostname);
    return hostOutline(f, name, name == null ? f.text(hostId) : null);
  }

  /** The host as far as {@link HostKey} asks for it. */
  Host hostOutline(Fields f, @Nullable String name, @Nullable String id) {
    if (name == null || !HostKey.asksForOs(name)) {
      return host(name, id, null);
    }
    return host(name, id, os(f, f.text(process.executable)));
  }

  @Nullable String os(Fields f, @Nullable String path) {
    String os = Values.os(f.word(osType));
    os = os == null ? Values.os(f.text(osPlatform)) : os;
    os = os == null ? Values.os(f.text(osFamily)) : os;
    os = os == null ? Values.os(f.text(osName)) : os;
    return os == null ? Values.osOfPath(path) : os;
  }

  @Nullable User user(Fields f) {
    String name = f.text(userName);
    String domain = f.text(userDomain);
    String id = f.text(userId);
    return domain == null ? Values.account(name, id) : Values.user(name, domain, id);
  }

  Direction direction(Fields f) {
    String text = f.word(direction);
    if (text == null) {
      return Direction.UNKNOWN;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "egress", "outbound", "outgoing" -> Direction.OUTBOUND;
      case "ingress", "inbound", "incoming" -> Direction.INBOUND;
      case "listen", "listening" -> Direction.LISTEN;
      default -> Direction.UNKNOWN;
    };
  }

  Connection connection(Fields f, Direction direction, boolean closed) {
    String ip = f.ip(destinationIp);
    String address = f.text(destinationAddress);
    String domain = f.text(destinationDomain);
    if (address != null && (ip == null || domain == null)) {
      String literal = address.equals(ip) ? ip : Ips.canonical(address);
      ip = ip == null ? literal : ip;
      domain = domain == null && literal == null ? address : domain;
    }
    boolean fromHost = direction != Direction.INBOUND && direction != Direction.LISTEN;
    long source = f.count(sourceBytes);
    long destination = f.count(destinationBytes);
    return new Connection(
        direction,
        transports.of(f).orElse(null),
        f.ip(sourceIp),
        f.port(sourcePort),
        ip,
        f.port(destinationPort),
        Values.domain(domain),
        fromHost ? source : destination,
        fromHost ? destination : source,
        closed);
  }

  /** Null when there is no question. */
  @Nullable Dns dns(Fields f) {
    String name = f.text(question);
    return name == null
        ? null
        : new DnsText(name)
            .type(f.text(questionType))
            .answers(f.all(answers))
            .answers(f.all(resolvedIp))
            .build();
  }
}
