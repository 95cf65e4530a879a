package exfilwatch.simulate;

import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.PeFile;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of Microsoft Defender's device tables, the same streamed or queried. */
final class DefenderColumns {
  private DefenderColumns() {}

  static boolean records(Activity.Kind kind) {
    return kind != Activity.Kind.END && kind != Activity.Kind.DISCONNECT;
  }

  static String table(Activity.Kind kind) {
    return switch (kind) {
      case START, END -> "DeviceProcessEvents";
      case CONNECT, DISCONNECT -> "DeviceNetworkEvents";
      case LOOKUP -> "DeviceEvents";
      case FILE -> "DeviceFileEvents";
      case REGISTRY -> "DeviceRegistryEvents";
    };
  }

  static void write(Json json, Activity activity, long number) {
    Endpoint host = activity.host();
    RunningProcess process = activity.process();
    json.put("Timestamp", Times.iso7(activity.time()));
    json.put("DeviceId", Mix.hex(host.seed(), 40)).put("DeviceName", host.fqdn());
    json.put("ReportId", number).put("ActionType", action(activity));
    switch (activity.kind()) {
      case START -> start(json, process);
      case CONNECT, DISCONNECT -> connection(json, activity);
      case LOOKUP -> {
        initiating(json, process);
        Activity.Lookup lookup = activity.lookup();
        json.put(
            "AdditionalFields",
            "{\"DnsQueryString\":\""
                + lookup.name()
                + "\",\"DnsQueryResult\":[{\"Result\":\""
                + lookup.ip()
                + "\"}]}");
      }
      default -> {
        initiating(json, process);
        json.put("FolderPath", activity.object()).put("FileName", "value").none("SHA1");
      }
    }
    json.put("AppGuardContainerId", "");
  }

  private static String action(Activity activity) {
    return switch (activity.kind()) {
      case START, END -> "ProcessCreated";
      case LOOKUP -> "DnsQueryResponse";
      case FILE -> "FileCreated";
      case REGISTRY -> "RegistryValueSet";
      case CONNECT, DISCONNECT -> {
        if (!activity.attributed()) {
          yield "ConnectionAttempt";
        }
        yield activity.flow().outbound() ? "ConnectionSuccess" : "InboundConnectionAccepted";
      }
    };
  }

  private static void start(Json json, RunningProcess process) {
    Hashes hash = process.program().hash();
    json.put("FileName", process.program().name()).put("FolderPath", process.program().path());
    json.put("ProcessId", process.pid()).put("ProcessCommandLine", process.commandLine());
    json.put("ProcessCreationTime", Times.iso7(process.start()));
    json.put("ProcessUniqueId", uniqueId(process));
    json.put("SHA1", hash.sha1()).put("SHA256", hash.sha256()).put("MD5", hash.md5());
    json.put("AccountName", process.account().name().toLowerCase(Locale.ROOT));
    json.put("AccountDomain", process.account().domain().toLowerCase(Locale.ROOT));
    json.put("AccountSid", process.account().id()).none("AccountUpn", "AccountObjectId");
    json.put("ProcessIntegrityLevel", integrity(process));
    version(json, "ProcessVersionInfo", process.program().pe());
    RunningProcess parent = process.parent();
    if (parent != null) {
      initiating(json, parent);
    }
    json.none("AdditionalFields");
  }

  private static void connection(Json json, Activity activity) {
    Flow flow = activity.flow();
    json.put("RemoteIP", flow.remoteIp()).put("RemotePort", flow.remotePort());
    json.put("LocalIP", flow.localIp()).put("LocalPort", flow.localPort());
    if (!activity.attributed()) {
      json.put("Protocol", "TcpV4").put("InitiatingProcessId", 0);
      json.none("RemoteUrl", "InitiatingProcessCreationTime", "InitiatingProcessFileName");
      json.none("InitiatingProcessFolderPath", "InitiatingProcessCommandLine");
      json.put("AdditionalFields", "{\"Tcp Flags\":2,\"Packet Size\":66}");
      return;
    }
    json.put("Protocol", flow.transport().equals("udp") ? "Udp" : "Tcp");
    if (flow.remoteName() == null) {
      json.none("RemoteUrl");
    } else {
      json.put("RemoteUrl", flow.remoteName());
    }
    json.put("RemoteIPType", flow.remoteIp().startsWith("10.") ? "Private" : "Public");
    initiating(json, activity.process());
    json.none("AdditionalFields");
  }

  private static void initiating(Json json, RunningProcess process) {
    String prefix = "InitiatingProcess";
    Hashes hash = process.program().hash();
    json.put(prefix + "FileName", process.program().name());
    json.put(prefix + "FolderPath", process.program().path().toLowerCase(Locale.ROOT));
    json.put(prefix + "Id", process.pid()).put(prefix + "CommandLine", process.commandLine());
    json.put(prefix + "CreationTime", creation(process));
    json.put(prefix + "UniqueId", uniqueId(process));
    json.put(prefix + "SHA1", hash.sha1()).put(prefix + "SHA256", hash.sha256());
    json.put(prefix + "AccountName", process.account().name().toLowerCase(Locale.ROOT));
    json.put(prefix + "AccountDomain", process.account().domain().toLowerCase(Locale.ROOT));
    json.put(prefix + "AccountSid", process.account().id());
    json.put(prefix + "IntegrityLevel", integrity(process));
    version(json, prefix + "VersionInfo", process.program().pe());
    RunningProcess parent = process.parent();
    if (parent != null) {
      json.put(prefix + "ParentFileName", parent.program().name());
      json.put(prefix + "ParentId", parent.pid());
      json.put(prefix + "ParentCreationTime", Times.iso7(parent.start()));
    }
  }

  /** Off Windows the initiating process's creation time comes with two digits only. */
  private static String creation(RunningProcess process) {
    String time = Times.iso7(process.start());
    return process.host().os() == Os.WINDOWS ? time : time.substring(0, 22) + "Z";
  }

  /** Half of the tenants' sensors are too old to have it; some send 0. */
  private static @Nullable String uniqueId(RunningProcess process) {
    return switch (Mix.below(process.host().seed(), 4)) {
      case 0, 1 -> Long.toString(process.seed() >>> 8);
      case 2 -> "0";
      default -> null;
    };
  }

  private static @Nullable String integrity(RunningProcess process) {
    if (process.host().os() != Os.WINDOWS) {
      return null;
    }
    return process.integrity().equals("system") ? "System" : "Medium";
  }

  private static void version(Json json, String prefix, @Nullable PeFile pe) {
    if (pe == null) {
      json.none(prefix + "OriginalFileName", prefix + "ProductName", prefix + "CompanyName");
      return;
    }
    json.put(prefix + "OriginalFileName", pe.originalFileName());
    json.put(prefix + "ProductName", pe.product()).put(prefix + "CompanyName", pe.company());
    json.put(prefix + "FileDescription", pe.description());
    json.put(prefix + "ProductVersion", pe.fileVersion());
  }
}
