package exfilwatch.detection;

import exfilwatch.sigma.Category;
import exfilwatch.sigma.FieldCatalogue;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields that rules may use: those of the Elastic Common Schema that an event has, what
 * detection computes, and Sigma's own names (Sigma Taxonomy Appendix 2.1.0, which are Sysmon's).
 */
public final class EventFields implements FieldCatalogue {
  /** What detection finds out about a process start. */
  public static final Set<String> COMPUTED = computed();

  static final String CONFIDENCE = "exfil.grammar.confidence";

  /** A field's value of an event, as {@link exfilwatch.sigma.Document#field} gives it. */
  interface Accessor {
    @Nullable Object of(Event event);
  }

  /** Every field that an event can have, under its ECS name or, where ECS has none, Sigma's. */
  static final Map<String, Accessor> ACCESSORS = new LinkedHashMap<>();

  /** Sigma's names of fields that ECS has, too. */
  private static final Map<String, String> SIGMA =
      Map.ofEntries(
          Map.entry("CommandLine", "process.command_line"),
          Map.entry("CurrentDirectory", "process.working_directory"),
          Map.entry("ProcessId", "process.pid"),
          Map.entry("ProcessGuid", "process.entity_id"),
          Map.entry("OriginalFileName", "process.pe.original_file_name"),
          Map.entry("Product", "process.pe.product"),
          Map.entry("Company", "process.pe.company"),
          Map.entry("Description", "process.pe.description"),
          Map.entry("FileVersion", "process.pe.file_version"),
          Map.entry("IntegrityLevel", "process.Ext.token.integrity_level_name"),
          Map.entry("md5", "process.hash.md5"),
          Map.entry("sha1", "process.hash.sha1"),
          Map.entry("sha256", "process.hash.sha256"),
          Map.entry("imphash", "process.pe.imphash"),
          Map.entry("Imphash", "process.pe.imphash"),
          Map.entry("ParentCommandLine", "process.parent.command_line"),
          Map.entry("ParentProcessId", "process.parent.pid"),
          Map.entry("ParentProcessGuid", "process.parent.entity_id"),
          Map.entry("Computer", "host.name"),
          Map.entry("ComputerName", "host.name"),
          Map.entry("Protocol", "network.transport"),
          Map.entry("SourceIp", "source.ip"),
          Map.entry("SourcePort", "source.port"),
          Map.entry("DestinationIp", "destination.ip"),
          Map.entry("DestinationPort", "destination.port"),
          Map.entry("DestinationHostname", "destination.domain"),
          Map.entry("QueryName", "dns.question.name"));

  /** Names of Sigma's taxonomy and of public rules that no source can fill: always absent. */
  private static final Set<String> ABSENT =
      Set.of(
          "UtcTime",
          "RuleName",
          "LogonId",
          "LogonGuid",
          "TerminalSessionId",
          "ParentUser",
          "ParentIntegrityLevel",
          "GrandParentImage",
          "ParentOfParentImage",
          "Provider_Name",
          "provider_name",
          "SourcePortName",
          "DestinationPortName");

  private static final Set<String> ONLY_OF_CONNECTIONS =
      Set.of(
          "Initiated",
          "Protocol",
          "SourceIp",
          "SourcePort",
          "SourceHostname",
          "SourceIsIpv6",
          "SourcePortName",
          "DestinationIp",
          "DestinationPort",
          "DestinationHostname",
          "DestinationIsIpv6",
          "DestinationPortName");
  private static final Set<String> ONLY_OF_QUERIES =
      Set.of("QueryName", "QueryResults", "QueryStatus");

  static {
    put("@timestamp", e -> time(e.time()));
    put("event.module", Event::source);
    put("event.id", Event::id);
    put("event.kind", e -> "event");
    put("event.category", e -> List.of(isProcess(e) ? "process" : "network"));
    put("event.type", EventFields::eventType);
    put("host.name", e -> e.host().name());
    put("host.id", e -> e.host().id());
    put("host.os.type", Shell::os);
    put("user.name", ofUser(User::name));
    put("user.domain", ofUser(User::domain));
    put("user.id", ofUser(User::id));
    process("process.", Event::process);
    process("process.parent.", Event::parent);
    put("source.ip", ofConnection(Connection::sourceIp));
    put("source.port", ofConnection(c -> positive(c.sourcePort())));
    put(
        "source.bytes",
        ofConnection(c -> counted(isFromHost(c) ? c.bytesSent() : c.bytesReceived())));
    put("destination.ip", ofConnection(Connection::destinationIp));
    put("destination.port", ofConnection(c -> positive(c.destinationPort())));
    put("destination.domain", ofConnection(Connection::destinationDomain));
    put(
        "destination.bytes",
        ofConnection(c -> counted(isFromHost(c) ? c.bytesReceived() : c.bytesSent())));
    put("network.direction", ofConnection(EventFields::direction));
    put("network.transport", ofConnection(Connection::transport));
    put("network.type", ofConnection(c -> isIpv6(c.destinationIp(), "ipv6", "ipv4")));
    put("network.protocol", ofDns(d -> "dns"));
    put("dns.question.name", ofDns(Dns::question));
    put("dns.question.type", ofDns(Dns::type));
    put("dns.answers.data", ofDns(Dns::answers));
    put("dns.resolved_ip", ofDns(Dns::resolvedIps));

    put("Image", e -> SigmaForms.image(e.process()));
    put("ParentImage", e -> e.parent() == null ? null : SigmaForms.image(e.parent()));
    put("User", e -> e.user() == null ? null : SigmaForms.user(e.user()));
    put("Hashes", e -> e.process().hash() == null ? null : SigmaForms.hashes(e.process().hash()));
    put("Initiated", ofConnection(SigmaForms::initiated));
    put("SourceHostname", e -> SigmaForms.sourceHostname(e));
    put("SourceIsIpv6", ofConnection(c -> isIpv6(c.sourceIp(), "true", "false")));
    put("DestinationIsIpv6", ofConnection(c -> isIpv6(c.destinationIp(), "true", "false")));
    put("QueryResults", ofDns(SigmaForms::queryResults));
    put("QueryStatus", ofDns(d -> SigmaForms.queryResults(d).isEmpty() ? null : "0"));
  }

  private static void process(String prefix, Function<Event, @Nullable ProcessInfo> process) {
    put(prefix + "entity_id", of(process, ProcessInfo::entityId));
    put(prefix + "pid", of(process, p -> positive(p.pid())));
    put(prefix + "start", of(process, p -> p.start() == 0 ? null : time(p.start())));
    put(prefix + "name", of(process, SigmaForms::name));
    put(prefix + "executable", of(process, ProcessInfo::executable));
    put(prefix + "command_line", of(process, ProcessInfo::commandLine));
    put(
        prefix + "args",
        e -> {
          ProcessInfo p = process.apply(e);
          return p == null ? null : Shell.args(e.host(), p);
        });
    put(prefix + "working_directory", of(process, ProcessInfo::workingDirectory));
    put(prefix + "Ext.token.integrity_level_name", of(process, ProcessInfo::integrity));
    put(prefix + "pe.original_file_name", ofPe(process, PeFile::originalFileName));
    put(prefix + "pe.product", ofPe(process, PeFile::product));
    put(prefix + "pe.company", ofPe(process, PeFile::company));
    put(prefix + "pe.description", ofPe(process, PeFile::description));
    put(prefix + "pe.file_version", ofPe(process, PeFile::fileVersion));
    put(prefix + "pe.imphash", ofHash(process, Hashes::imphash));
    put(prefix + "hash.md5", ofHash(process, Hashes::md5));
    put(prefix + "hash.sha1", ofHash(process, Hashes::sha1));
    put(prefix + "hash.sha256", ofHash(process, Hashes::sha256));
  }

  @Override
  public @Nullable String resolve(Category category, String name) {
    if (!isOf(category, name)) {
      return null;
    }
    String resolved = SIGMA.getOrDefault(name, name);
    return ACCESSORS.containsKey(resolved) || COMPUTED.contains(resolved) || ABSENT.contains(name)
        ? resolved
        : null;
  }

  /** What is computed from a command line, and a command line that has to be split. */
  @Override
  public int cost(String resolved) {
    return COMPUTED.contains(resolved) ? 1_000 : resolved.endsWith(".args") ? 50 : 1;
  }

  @Override
  public Collection<String> names(Category category) {
    Set<String> names = new TreeSet<>(ACCESSORS.keySet());
    names.addAll(SIGMA.keySet());
    names.addAll(ABSENT);
    names.addAll(COMPUTED);
    names.removeIf(name -> !isOf(category, name));
    return names;
  }

  private static boolean isOf(Category category, String name) {
    boolean connection =
        ONLY_OF_CONNECTIONS.contains(name)
            || name.startsWith("source.")
            || name.startsWith("destination.")
            || name.startsWith("network.");
    boolean query = ONLY_OF_QUERIES.contains(name) || name.startsWith("dns.");
    return switch (category) {
      case PROCESS_CREATION -> !connection && !query;
      case NETWORK_CONNECTION -> !query && !COMPUTED.contains(name);
      case DNS_QUERY ->
          name.equals("network.protocol") || (!connection && !COMPUTED.contains(name));
    };
  }

  private static Set<String> computed() {
    Set<String> names = new TreeSet<>(CommandFacts.names());
    names.add(CONFIDENCE);
    return Set.copyOf(names);
  }

  private static void put(String name, Accessor accessor) {
    ACCESSORS.put(name, accessor);
  }

  private static Accessor of(
      Function<Event, @Nullable ProcessInfo> process,
      Function<ProcessInfo, @Nullable Object> part) {
    return e -> {
      ProcessInfo p = process.apply(e);
      return p == null ? null : part.apply(p);
    };
  }

  private static Accessor ofPe(
      Function<Event, @Nullable ProcessInfo> process, Function<PeFile, @Nullable Object> part) {
    return of(process, p -> p.pe() == null ? null : part.apply(p.pe()));
  }

  private static Accessor ofHash(
      Function<Event, @Nullable ProcessInfo> process, Function<Hashes, @Nullable Object> part) {
    return of(process, p -> p.hash() == null ? null : part.apply(p.hash()));
  }

  private static Accessor ofUser(Function<User, @Nullable Object> part) {
    return e -> e.user() == null ? null : part.apply(e.user());
  }

  private static Accessor ofConnection(Function<Connection, @Nullable Object> part) {
    return e -> e.connection() == null ? null : part.apply(e.connection());
  }

  private static Accessor ofDns(Function<Dns, @Nullable Object> part) {
    return e -> e.dns() == null ? null : part.apply(e.dns());
  }

  private static boolean isProcess(Event e) {
    return e.connection() == null && e.dns() == null;
  }

  private static List<String> eventType(Event e) {
    return switch (e.kind()) {
      case PROCESS_START -> List.of("start");
      case PROCESS_END -> List.of("end");
      case DNS -> List.of("protocol");
      case CONNECTION ->
          List.of(
              "connection", e.connection() != null && e.connection().closed() ? "end" : "start");
    };
  }

  /** ECS has a word from the host's view and one from the network's; rules use either. */
  private static List<String> direction(Connection c) {
    return switch (c.direction()) {
      case OUTBOUND -> List.of("egress", "outbound");
      case INBOUND, LISTEN -> List.of("ingress", "inbound");
      case UNKNOWN -> List.of("unknown");
    };
  }

  private static boolean isFromHost(Connection c) {
    return switch (c.direction()) {
      case OUTBOUND, UNKNOWN -> true;
      case INBOUND, LISTEN -> false;
    };
  }

  private static @Nullable String isIpv6(@Nullable String ip, String yes, String no) {
    return ip == null ? null : ip.indexOf(':') >= 0 ? yes : no;
  }

  private static @Nullable Long positive(long n) {
    return n > 0 ? n : null;
  }

  private static @Nullable Long counted(long bytes) {
    return bytes >= 0 ? bytes : null;
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
