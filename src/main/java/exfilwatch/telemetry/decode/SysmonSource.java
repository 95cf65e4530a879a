package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sysmon for Windows and Linux: events 1 (start), 3 (connection), 5 (end) and 22 (name query), in
 * every carrier of Windows events.
 */
final class SysmonSource implements Source {
  private static final String WINDOWS = "Microsoft-Windows-Sysmon";
  private static final String LINUX = "Linux-Sysmon";

  private final WindowsEvent windows;
  private final Ecs ecs;
  private final int guid;
  private final int pid;
  private final int flatPid;
  private final int image;
  private final int commandLine;
  private final int directory;
  private final int user;
  private final int integrity;
  private final int originalFileName;
  private final int product;
  private final int company;
  private final int description;
  private final int fileVersion;
  private final int hashes;
  private final int parentGuid;
  private final int parentPid;
  private final int parentImage;
  private final int parentCommandLine;
  private final int protocol;
  private final int initiated;
  private final int sourceIp;
  private final int sourcePort;
  private final int sourceHostname;
  private final int destinationIp;
  private final int destinationPort;
  private final int destinationHostname;
  private final int queryName;
  private final int queryResults;
  private final ProgramFields programs;
  private final Decision<String> systems;
  private final Decision<Optional<String>> transports;

  SysmonSource(Paths paths, WindowsEvent windows) {
    this.windows = windows;
    this.ecs = windows.ecs;
    guid = windows.data("ProcessGuid");
    pid = windows.structuredData("ProcessId");
    flatPid = windows.flat("ProcessId");
    image = windows.data("Image");
    commandLine = windows.data("CommandLine");
    directory = windows.data("CurrentDirectory");
    user = windows.data("User");
    integrity = windows.data("IntegrityLevel");
    originalFileName = windows.data("OriginalFileName");
    product = windows.data("Product");
    company = windows.data("Company");
    description = windows.data("Description");
    fileVersion = windows.data("FileVersion");
    hashes = windows.data("Hashes");
    parentGuid = windows.data("ParentProcessGuid");
    parentPid = windows.data("ParentProcessId");
    parentImage = windows.data("ParentImage");
    parentCommandLine = windows.data("ParentCommandLine");
    protocol = windows.data("Protocol");
    initiated = windows.data("Initiated");
    sourceIp = windows.data("SourceIp");
    sourcePort = windows.data("SourcePort");
    sourceHostname = windows.data("SourceHostname");
    destinationIp = windows.data("DestinationIp");
    destinationPort = windows.data("DestinationPort");
    destinationHostname = windows.data("DestinationHostname");
    queryName = windows.data("QueryName");
    queryResults = windows.data("QueryResults");
    paths.deciding(protocol, initiated);
    systems = paths.decision(f -> isLinux(f) ? "linux" : "windows");
    transports = paths.optional(f -> Values.transport(f.word(f.present(protocol, ecs.transport))));
    programs =
        ProgramFields.ofActivity(image, ecs.process.executable)
            .start(
                ecs.process.program(
                    image, originalFileName, product, company, description, fileVersion))
            .command(windows.producer(commandLine, ecs.process.commandLine));
  }

  @Override
  public String name() {
    return "sysmon";
  }

  @Override
  public boolean isRaw(Fields f) {
    return windows.isRaw(f) && isSysmon(f);
  }

  @Override
  public boolean isEcs(Fields f) {
    return windows.isEcs(f) && isSysmon(f);
  }

  private boolean isSysmon(Fields f) {
    return windows.isFrom(f, WINDOWS)
        || windows.isFrom(f, LINUX)
        || windows.isChannel(f, WINDOWS)
        || windows.isChannel(f, LINUX)
        || (!windows.namesProvider(f) && f.has(guid));
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
      case 1 -> start(f, out);
      case 5 -> end(f, out);
      case 3 -> connection(f, out);
      case 22 -> dns(f, out);
      default -> out.skip(Emit.OTHER_KIND);
    }
  }

  private void start(Fields f, Emit out) {
    long time = windows.time(f, true);
    long utcTime = windows.utcTime(f);
    ProcessParts process = process(f, false).start(utcTime == 0 ? time : utcTime);
    boolean outline = out.isOutline() && process.executable() != null;
    out.start(
        windows.id(f),
        time,
        host(f, outline),
        (outline ? process : described(f, process)).build(),
        parent(f, outline),
        outline ? null : user(f),
        "Image");
  }

  private ProcessParts described(Fields f, ProcessParts process) {
    return process
        .commandLine(
            WindowsPaths.commandLine(f.text(commandLine, ecs.process.commandLine), isDoubled(f)))
        .workingDirectory(WindowsPaths.path(f.text(directory, ecs.process.workingDirectory)))
        .integrity(f.text(integrity))
        .pe(
            f.text(originalFileName, ecs.process.originalFileName),
            f.text(product, ecs.process.product),
            f.text(company, ecs.process.company),
            f.text(description, ecs.process.description),
            f.text(fileVersion, ecs.process.fileVersion))
        .hash(hashes(f));
  }

  private boolean isDoubled(Fields f) {
    return WindowsPaths.isDoubled(f.text(image));
  }

  private @Nullable ProcessInfo parent(Fields f, boolean outline) {
    String entity = f.guid(f.present(parentGuid, ecs.parent.entityId));
    long id = number(f, parentPid, ecs.parent.pid);
    ProcessParts parts = new ProcessParts().entityId(entity).pid(id);
    if (!outline || (entity == null && id <= 0)) {
      parts
          .executable(WindowsPaths.path(f.text(parentImage, ecs.parent.executable)))
          .commandLine(
              WindowsPaths.commandLine(
                  f.text(parentCommandLine, ecs.parent.commandLine), isDoubled(f)));
    }
    return parts.buildIfKnown();
  }

  private void end(Fields f, Emit out) {
    boolean outline = out.isOutline();
    out.end(
        windows.id(f),
        windows.time(f, true),
        host(f, outline),
        process(f, outline).build(),
        null,
        outline ? null : user(f),
        "ProcessGuid");
  }

  private void connection(Fields f, Emit out) {
    boolean outline = out.isOutline();
    long time = windows.time(f, false);
    Host host = host(f, outline);
    out.connection(
        windows.id(f),
        time,
        host,
        process(f, outline).build(),
        null,
        outline ? null : user(f),
        connection(f, host),
        "ProcessGuid");
  }

  private Connection connection(Fields f, Host host) {
    String transport = transports.of(f).orElse(null);
    String from = ip(f, f.present(sourceIp, ecs.sourceIp));
    String to = ip(f, f.present(destinationIp, ecs.destinationIp));
    int fromPort = f.port(f.has(sourcePort) ? sourcePort : ecs.sourcePort);
    int toPort = f.port(f.has(destinationPort) ? destinationPort : ecs.destinationPort);
    String toName = f.text(destinationHostname, ecs.destinationDomain);
    boolean isNamed = f.isPresent(sourceHostname);
    Direction direction =
        f.has(initiated)
            ? f.is(initiated, "true") || f.is(initiated, "1")
                ? Direction.OUTBOUND
                : Direction.INBOUND
            : ecs.direction(f);
    if ("udp".equals(transport) && direction == Direction.INBOUND) {
      // Sysmon says false for UDP clients too: the names of the two ends know better
      String fromName = isNamed ? f.text(sourceHostname) : null;
      direction = direction(host, fromName, toName);
      if (isWellKnown(fromPort) && !isWellKnown(toPort)) {
        return new Connection(
            direction == Direction.OUTBOUND
                ? Direction.INBOUND
                : direction == Direction.INBOUND ? Direction.OUTBOUND : direction,
            transport,
            to,
            toPort,
            from,
            fromPort,
            Values.domain(fromName),
            -1,
            -1,
            false);
      }
    }
    return new Connection(
        direction, transport, from, fromPort, to, toPort, Values.domain(toName), -1, -1, false);
  }

  private static Direction direction(
      Host host, @Nullable String fromName, @Nullable String toName) {
    boolean from = WindowsEvent.sameHost(host.name(), fromName);
    boolean to = WindowsEvent.sameHost(host.name(), toName);
    return from == to ? Direction.UNKNOWN : from ? Direction.OUTBOUND : Direction.INBOUND;
  }

  private static boolean isWellKnown(int port) {
    return port > 0 && port < 1024;
  }

  private void dns(Fields f, Emit out) {
    String name = f.text(queryName, ecs.question);
    if (name == null) {
      throw BadRecord.missing("QueryName");
    }
    DnsText dns = new DnsText(name).answersOf(f.text(queryResults));
    if (!f.has(queryResults)) {
      dns.answers(f.all(ecs.answers)).answers(f.all(ecs.resolvedIp));
    }
    boolean outline = out.isOutline();
    long time = windows.time(f, false);
    out.dns(
        windows.id(f),
        time,
        host(f, outline),
        process(f, outline).build(),
        null,
        outline ? null : user(f),
        dns.build(),
        "ProcessGuid");
  }

  private ProcessParts process(Fields f, boolean outline) {
    long id = number(f, pid, ecs.process.pid);
    if (id == 0 && windows.keepsFlatPid(f)) {
      id = f.number(flatPid);
    }
    String entity = f.guid(f.present(guid, ecs.process.entityId));
    ProcessParts parts = new ProcessParts().entityId(entity).pid(id);
    return outline && (entity != null || id > 0)
        ? parts
        : parts.executable(WindowsPaths.path(f.text(image, ecs.process.executable)));
  }

  private static long number(Fields f, int slot, int otherwise) {
    return f.number(f.present(slot, otherwise));
  }

  private Host host(Fields f, boolean outline) {
    return windows.host(f, systems.of(f), outline);
  }

  private boolean isLinux(Fields f) {
    return windows.isFrom(f, LINUX) || windows.isChannel(f, LINUX);
  }

  // never user.id: in ECS it is the account of the Sysmon service
  private @Nullable User user(Fields f) {
    String account = f.text(user);
    return account == null
        ? Values.user(f.text(ecs.userName), f.text(ecs.userDomain), null)
        : Values.account(account, null);
  }

  /** {@code SHA1=…,MD5=…,SHA256=…,IMPHASH=…} in any order. */
  private @Nullable Hashes hashes(Fields f) {
    String list = f.text(hashes);
    if (list == null) {
      return Values.hashes(
          f.text(ecs.process.md5),
          f.text(ecs.process.sha1),
          f.text(ecs.process.sha256),
          f.text(ecs.process.imphash));
    }
    String md5 = null;
    String sha1 = null;
    String sha256 = null;
    String imphash = null;
    int start = 0;
    for (int end; start < list.length(); start = end + 1) {
      end = list.indexOf(',', start);
      end = end < 0 ? list.length() : end;
      int equals = list.indexOf('=', start);
      if (equals > start && equals < end) {
        String value = Values.present(list.substring(equals + 1, end));
        switch (list.substring(start, equals).trim()) {
          case "MD5" -> md5 = value;
          case "SHA1" -> sha1 = value;
          case "SHA256" -> sha256 = value;
          case "IMPHASH" -> imphash = value;
          default -> {}
        }
      }
    }
    return Values.hashes(md5, sha1, sha256, imphash);
  }

  /**
   * Sysmon before version 10 writes some IPv4 addresses as IPv6 with garbage behind: {@code
   * a00:203:3000:3000:…} is 10.0.2.3.
   */
  private static @Nullable String ip(Fields f, int slot) {
    String plain = f.ipv4(slot);
    String text = plain == null ? f.text(slot) : plain;
    if (plain != null || text == null) {
      return plain;
    }
    int[] groups = text.indexOf(':') < 0 ? null : Ips.ipv6(text);
    if (groups == null) {
      return Ips.canonical(text);
    }
    boolean garbage = groups[2] == 0x3000 && groups[3] == 0x3000;
    return garbage ? Ips.dotted((long) groups[0] << 16 | groups[1]) : Ips.canonical(text);
  }
}
