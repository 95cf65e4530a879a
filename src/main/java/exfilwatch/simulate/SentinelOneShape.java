package exfilwatch.simulate;

import exfilwatch.telemetry.Hashes;
import java.util.Locale;

/**
 * SentinelOne Cloud Funnel: flat with literal dotted keys; on a start the new process is {@code
 * tgt.process} and {@code src.process} its parent, on the rest {@code src.process} is the actor.
 */
final class SentinelOneShape implements Shape {
  @Override
  public String name() {
    return "sentinelone";
  }

  @Override
  public boolean runsOn(Os os) {
    return true;
  }

  @Override
  public boolean records(Activity.Kind kind) {
    return kind != Activity.Kind.DISCONNECT;
  }

  @Override
  public boolean carriesPe() {
    return false;
  }

  @Override
  public byte[] record(Activity activity, long number) {
    RunningProcess process = activity.process();
    return Json.object(
        json -> {
          envelope(json, activity, number);
          if (activity.kind() == Activity.Kind.START) {
            process(json, "tgt.process.", process);
            if (process.parent() != null) {
              process(json, "src.process.", process.parent());
            }
          } else {
            process(json, "src.process.", process);
            if (process.parent() != null) {
              process(json, "src.process.parent.", process.parent());
            }
          }
          details(json, activity);
        });
  }

  private static void envelope(Json json, Activity activity, long number) {
    Endpoint host = activity.host();
    String trace = "01" + Mix.upperHex(number, 24);
    json.put("timestamp", Times.iso3(activity.time())).put("event.time", activity.time());
    json.put("sca:ingestTime", activity.time() / 1000 + 2);
    json.put("sca:atlantisIngestTime", activity.time() + 1725);
    json.put("dataSource.name", "SentinelOne").put("dataSource.vendor", "SentinelOne");
    json.put("dataSource.category", "security").put("i.scheme", "edr");
    json.put("account.id", "1234567890123456789").put("site.name", "Example");
    json.put("mgmt.url", "mgmt.example.com").put("agent.version", "24.1.2.7444");
    json.put("agent.uuid", host.agentId()).put("endpoint.name", host.name());
    json.put("endpoint.os", host.os() == Os.MACOS ? "osx" : host.os().ecs());
    json.put("endpoint.type", "laptop").put("trace.id", trace).put("event.id", trace + "_1");
    switch (activity.kind()) {
      case START -> kind(json, "Process Creation", "process", "PROCESSCREATION");
      case END -> kind(json, "Process Exit", "process", "PROCESSTERMINATION");
      case LOOKUP -> kind(json, "DNS Resolved", "dns", "DNS");
      case FILE -> kind(json, "File Modification", "file", "FILEMODIFICATION");
      case REGISTRY -> kind(json, "Registry Value Modified", "registry", "REGVALUEMODIFIED");
      case CONNECT, DISCONNECT -> {
        Flow flow = activity.flow();
        String family = flow.ipv6() ? "V6" : "V4";
        kind(json, "IP Connect", "ip", flow.transport().toUpperCase(Locale.ROOT) + family);
      }
    }
  }

  private static void kind(Json json, String type, String category, String meta) {
    json.put("event.type", type).put("event.category", category).put("meta.event.name", meta);
  }

  private static String uid(RunningProcess process) {
    return process.host().os() == Os.WINDOWS
        ? Mix.upperHex(process.seed(), 16)
        : Mix.uuid(process.seed()).toUpperCase(Locale.ROOT);
  }

  private static void process(Json json, String prefix, RunningProcess process) {
    Hashes hash = process.program().hash();
    // Linux agents put a blank before the command line.
    String blank = process.host().os() == Os.LINUX ? " " : "";
    json.put(prefix + "uid", uid(process)).put(prefix + "pid", process.pid());
    json.put(prefix + "name", process.program().name());
    json.put(prefix + "displayName", process.program().displayName());
    json.put(prefix + "image.path", process.program().path());
    json.put(prefix + "image.sha256", hash.sha256()).put(prefix + "image.sha1", hash.sha1());
    json.put(prefix + "image.md5", hash.md5());
    json.put(prefix + "cmdline", blank + process.commandLine());
    json.put(prefix + "user", process.account().qualified());
    json.put(prefix + "startTime", process.start());
    json.put(prefix + "signedStatus", "unsigned").put(prefix + "isStorylineRoot", false);
    json.put(
        prefix + "integrityLevel",
        process.host().os() == Os.WINDOWS
            ? process.integrity().toUpperCase(Locale.ROOT)
            : "INTEGRITY_LEVEL_UNKNOWN");
  }

  private static void details(Json json, Activity activity) {
    if (activity.maybeFlow() != null) {
      Flow flow = activity.flow();
      json.put("event.network.direction", flow.outbound() ? "OUTGOING" : "INCOMING");
      json.put("event.network.connectionStatus", "SUCCESS").put("event.repetitionCount", 1);
      json.put("src.ip.address", flow.sourceIp()).put("src.port.number", flow.sourcePort());
      json.put("dst.ip.address", flow.destinationIp());
      json.put("dst.port.number", flow.destinationPort());
    } else if (activity.maybeLookup() != null) {
      Activity.Lookup lookup = activity.lookup();
      String prefix = activity.host().os() == Os.MACOS ? "type:  1 " : "";
      String alias = lookup.alias() == null ? "" : "type:  5 " + lookup.alias() + ";";
      json.put("event.dns.request", prefix + lookup.name());
      json.put("event.dns.response", alias + lookup.ip() + ";");
    } else if (activity.maybeObject() != null) {
      json.put("tgt.file.path", activity.object());
    }
  }
}
