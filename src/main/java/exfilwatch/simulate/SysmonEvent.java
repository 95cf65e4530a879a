package exfilwatch.simulate;

import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.PeFile;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Sysmon 15 records of an activity, the same for each carrier that brings it. */
final class SysmonEvent {
  static final String PROVIDER = "Microsoft-Windows-Sysmon";
  static final String CHANNEL = PROVIDER + "/Operational";
  static final String PROVIDER_GUID = "5770385f-c22a-43e0-bf4c-06f5698ffbd9";

  private static final String NO_GUID = "00000000-0000-0000-0000-000000000000";

  private SysmonEvent() {}

  /** How a carrier writes the values of {@code EventData}. */
  interface Data {
    void text(String name, @Nullable String value);

    void number(String name, long value);

    void flag(String name, boolean value);

    /** A GUID in upper case without braces. */
    void guid(String name, String value);
  }

  static boolean records(Activity.Kind kind) {
    return kind != Activity.Kind.DISCONNECT;
  }

  static int id(Activity.Kind kind) {
    return switch (kind) {
      case START -> 1;
      case CONNECT -> 3;
      case END -> 5;
      case FILE -> 11;
      case REGISTRY -> 13;
      case LOOKUP -> 22;
      case DISCONNECT ->
          throw new IllegalArgumentException("Sysmon records no end of a connection");
    };
  }

  /** Sysmon's own name of the event, ECS {@code event.action}. */
  static String task(Activity.Kind kind) {
    return switch (kind) {
      case START -> "Process Create (rule: ProcessCreate)";
      case CONNECT -> "Network connection detected (rule: NetworkConnect)";
      case END -> "Process terminated (rule: ProcessTerminate)";
      case FILE -> "File created (rule: FileCreate)";
      case REGISTRY -> "Registry value set (rule: RegistryEvent)";
      case LOOKUP -> "Dns query (rule: DnsQuery)";
      case DISCONNECT -> "";
    };
  }

  /** Machine, start in seconds and a token, as Sysmon builds it; upper case, no braces. */
  static String guid(RunningProcess process) {
    String machine = Mix.upperHex(process.host().seed(), 8);
    String seconds = String.format(Locale.ROOT, "%08X", process.start() / 1000);
    String token = Mix.upperHex(process.seed(), 8);
    return String.join(
        "-",
        machine,
        seconds.substring(4),
        seconds.substring(0, 4),
        token.substring(4),
        "0000" + token);
  }

  static void write(Activity activity, Data data) {
    RunningProcess process = activity.process();
    data.text("RuleName", "-");
    data.text("UtcTime", Times.spaced(utcTime(activity)));
    data.guid("ProcessGuid", activity.attributed() ? guid(process) : NO_GUID);
    data.number("ProcessId", process.pid());
    data.text("Image", activity.attributed() ? process.program().path() : "<unknown process>");
    switch (activity.kind()) {
      case START -> start(process, data);
      case CONNECT -> connection(process, activity.flow(), data);
      case LOOKUP -> lookup(process, activity.lookup(), data);
      case FILE -> {
        data.text("TargetFilename", activity.object());
        data.text("CreationUtcTime", Times.spaced(activity.time()));
      }
      case REGISTRY -> {
        data.text("EventType", "SetValue");
        data.text("TargetObject", "HKLM\\" + activity.object());
        data.text("Details", "DWORD (0x00000001)");
      }
      case END, DISCONNECT -> data.text("User", process.account().qualified());
    }
  }

  /**
   * Connections and queries reach the log some time after they happened, and with a faulty clock
   * even this is wrong.
   */
  static long utcTime(Activity activity) {
    return switch (activity.kind()) {
      case START -> activity.process().start();
      case CONNECT, LOOKUP ->
          activity.time() - 100 - Mix.below(activity.time(), 1200) + clockFault(activity);
      default -> activity.time() - 3;
    };
  }

  /** How far {@code UtcTime} is off. */
  static long clockFault(Activity activity) {
    return activity.kind().network() ? activity.host().clockFault() : 0;
  }

  private static void start(RunningProcess process, Data data) {
    PeFile pe = process.program().pe();
    data.text("FileVersion", pe == null ? "-" : pe.fileVersion());
    data.text("Description", pe == null ? "-" : pe.description());
    data.text("Product", pe == null ? "-" : pe.product());
    data.text("Company", pe == null ? "-" : pe.company());
    data.text("OriginalFileName", pe == null ? "-" : pe.originalFileName());
    data.text("CommandLine", process.commandLine());
    data.text("CurrentDirectory", process.workingDirectory());
    data.text("User", process.account().qualified());
    data.text("LogonId", "0x" + Mix.hex(process.host().seed(), 5));
    data.number("TerminalSessionId", process.integrity().equals("system") ? 0 : 1);
    data.text("IntegrityLevel", process.integrity().equals("system") ? "System" : "Medium");
    Hashes hash = process.program().hash();
    data.text(
        "Hashes",
        ("MD5=" + hash.md5() + ",SHA256=" + hash.sha256() + ",IMPHASH=" + hash.imphash())
            .toUpperCase(Locale.ROOT));
    RunningProcess parent = process.parent();
    if (parent != null) {
      data.guid("ParentProcessGuid", guid(parent));
      data.number("ParentProcessId", parent.pid());
      data.text("ParentImage", parent.program().path());
      data.text("ParentCommandLine", parent.commandLine());
      data.text("ParentUser", parent.account().qualified());
    }
  }

  private static void connection(RunningProcess process, Flow flow, Data data) {
    data.text("User", process.account().qualified());
    data.text("Protocol", flow.transport());
    data.flag("Initiated", flow.outbound());
    data.flag("SourceIsIpv6", flow.ipv6());
    data.text("SourceIp", flow.sourceIp());
    data.text("SourceHostname", flow.outbound() ? process.host().fqdn() : "-");
    data.number("SourcePort", flow.sourcePort());
    data.text("SourcePortName", "-");
    data.flag("DestinationIsIpv6", flow.ipv6());
    data.text("DestinationIp", flow.destinationIp());
    data.text("DestinationHostname", "-");
    data.number("DestinationPort", flow.destinationPort());
    data.text("DestinationPortName", flow.destinationPort() == 443 ? "https" : "-");
  }

  private static void lookup(RunningProcess process, Activity.Lookup lookup, Data data) {
    String alias = lookup.alias() == null ? "" : "type:  5 " + lookup.alias() + ";";
    String address = lookup.ip().indexOf(':') < 0 ? "::ffff:" + lookup.ip() : lookup.ip();
    data.text("QueryName", lookup.name());
    data.text("QueryStatus", "0");
    data.text("QueryResults", alias + address + ";");
    data.text("User", process.account().qualified());
  }
}
