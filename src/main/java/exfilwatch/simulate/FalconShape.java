package exfilwatch.simulate;

import exfilwatch.telemetry.Hashes;

/**
 * CrowdStrike Falcon Data Replicator: flat, every value a string, no host name, no pid on
 * connections, the cloud's time in milliseconds beside the sensor's in seconds.
 */
final class FalconShape implements Shape {
  @Override
  public String name() {
    return "crowdstrike-fdr";
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
    Endpoint host = activity.host();
    String event = event(activity);
    long cloud = activity.time() + 300 + Mix.below(number, 4000);
    return Json.object(
        json -> {
          json.put("event_simpleName", event);
          json.put("name", event + platform(host.os()).replace("Win", "") + "V12");
          json.put("event_platform", platform(host.os()));
          json.put("aid", host.agentId().replace("-", "")).put("cid", Mix.hex(2026, 32));
          json.put("aip", "192.0.2.10").put("id", Mix.uuid(number ^ host.seed()));
          json.put("timestamp", Long.toString(cloud));
          json.put("ConfigStateHash", "1317737955").put("ConfigBuild", "1007.3.0018110.1");
          json.put("EffectiveTransmissionClass", "3").put("Entitlements", "15");
          switch (activity.kind()) {
            case START -> start(json, activity.process());
            case END -> end(json, activity);
            default -> actor(json, activity);
          }
        });
  }

  /** Unsigned 64-bit decimal, often beyond a signed long. */
  private static String processId(RunningProcess process) {
    return Long.toUnsignedString(process.seed());
  }

  private static String platform(Os os) {
    return switch (os) {
      case WINDOWS -> "Win";
      case LINUX -> "Lin";
      case MACOS -> "Mac";
    };
  }

  private static String event(Activity activity) {
    return switch (activity.kind()) {
      case START -> "ProcessRollup2";
      case END -> activity.host().os() == Os.LINUX ? "TerminateProcess" : "EndOfProcess";
      case CONNECT, DISCONNECT -> {
        String family = activity.flow().ipv6() ? "6" : "4";
        yield (activity.flow().outbound() ? "NetworkConnectIP" : "NetworkReceiveAcceptIP") + family;
      }
      case LOOKUP -> "DnsRequest";
      case FILE -> "PeFileWritten";
      case REGISTRY -> "AsepValueUpdate";
    };
  }

  private static void start(Json json, RunningProcess process) {
    RunningProcess parent = process.parent();
    String parentId = parent == null ? "0" : processId(parent);
    Hashes hash = process.program().hash();
    json.put("TargetProcessId", processId(process));
    json.put("RawProcessId", Long.toString(process.pid()));
    json.put("ParentProcessId", parentId).put("SourceProcessId", parentId);
    json.put("ParentBaseFileName", parent == null ? "" : parent.program().name());
    json.put("ImageFileName", process.program().devicePath());
    json.put("CommandLine", process.commandLine());
    json.put("ProcessStartTime", Times.epochSeconds(process.start())).put("ProcessEndTime", "");
    json.put("SHA256HashData", hash.sha256()).put("MD5HashData", hash.md5());
    json.put("SHA1HashData", "0".repeat(40));
    user(json, process);
    if (process.host().os() == Os.WINDOWS) {
      json.put("IntegrityLevel", process.integrity().equals("system") ? "16384" : "8192");
      json.put("ImageSubsystem", "3").put("SignInfoFlags", "8683538").put("SessionId", "1");
    }
  }

  private static void end(Json json, Activity activity) {
    RunningProcess process = activity.process();
    json.put("TargetProcessId", processId(process)).put("ContextProcessId", processId(process));
    json.put("RawProcessId", Long.toString(process.pid()));
    json.put("ContextTimeStamp", Times.epochSeconds(activity.time()));
    json.put("ProcessStartTime", Times.epochSeconds(process.start())).put("ExitCode", "0");
    user(json, process);
  }

  private static void user(Json json, RunningProcess process) {
    if (process.host().os() == Os.WINDOWS) {
      json.put("UserSid", process.account().id());
    } else {
      json.put("UID", process.account().id()).put("RUID", process.account().id());
    }
    json.put("UserName", process.account().name());
  }

  private static void actor(Json json, Activity activity) {
    json.put("ContextProcessId", processId(activity.process()));
    json.put("ContextTimeStamp", Times.epochSeconds(activity.time()));
    if (activity.maybeObject() != null) {
      json.put("TargetFileName", activity.object()).put("Size", "4096");
    } else if (activity.maybeLookup() != null) {
      Activity.Lookup lookup = activity.lookup();
      boolean six = lookup.ip().indexOf(':') >= 0;
      json.put("DomainName", lookup.name()).put("RequestType", six ? "28" : "1");
      json.put(six ? "IP6Records" : "IP4Records", lookup.ip() + ";");
      json.put("CNAMERecords", lookup.alias() == null ? null : lookup.alias() + ";");
      json.put("QueryStatus", "0").put("InterfaceIndex", "0");
    } else {
      Flow flow = activity.flow();
      String family = flow.ipv6() ? "6" : "4";
      json.put("ConnectionDirection", flow.outbound() ? "0" : "1").put("ConnectionFlags", "0");
      json.put("Protocol", Integer.toString(flow.protocolNumber()));
      json.put("LocalAddressIP" + family, flow.localIp());
      json.put("LocalPort", Integer.toString(flow.localPort()));
      json.put("RemoteAddressIP" + family, flow.remoteIp());
      json.put("RemotePort", Integer.toString(flow.remotePort())).put("InContext", "0");
    }
  }
}
