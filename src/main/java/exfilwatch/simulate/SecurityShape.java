package exfilwatch.simulate;

import java.util.Locale;

/**
 * Windows Security audit events 4688, 4689 and 5156 by Winlogbeat, raw: no entity id, pids in
 * hexadecimal but for 5156, whose program is a device path in lower case.
 */
final class SecurityShape implements Shape {
  private static final String PROVIDER = "Microsoft-Windows-Security-Auditing";

  @Override
  public String name() {
    return "security";
  }

  @Override
  public boolean runsOn(Os os) {
    return os == Os.WINDOWS;
  }

  @Override
  public boolean records(Activity.Kind kind) {
    return kind != Activity.Kind.LOOKUP && kind != Activity.Kind.DISCONNECT;
  }

  @Override
  public boolean carriesPe() {
    return false;
  }

  @Override
  public byte[] record(Activity activity, long number) {
    Endpoint host = activity.host();
    String id = id(activity.kind());
    return Json.object(
        json -> {
          json.put("@timestamp", Times.iso3(activity.time()));
          json.put(
              "event",
              e ->
                  e.put("code", id)
                      .put("kind", "event")
                      .put("provider", PROVIDER)
                      .put("outcome", "success")
                      .put("created", Times.iso3(activity.time() + 1400)));
          SysmonWinlogbeatShape.host(json, host);
          json.put("log", l -> l.put("level", "information"));
          json.put(
              "winlog",
              w ->
                  w.put("api", "wineventlog")
                      .put("channel", "Security")
                      .put("computer_name", host.fqdn())
                      .put("event_data", d -> data(d, activity))
                      .put("event_id", id)
                      .put("opcode", "Info")
                      .put("process", p -> p.put("pid", 4).put("thread", t -> t.put("id", 5076)))
                      .put("provider_guid", "{54849625-5478-4994-a5ba-3e3b0328c30d}")
                      .put("provider_name", PROVIDER)
                      .put("record_id", number)
                      .put("time_created", Times.iso7(activity.time()))
                      .put("version", 2));
        });
  }

  private static String id(Activity.Kind kind) {
    return switch (kind) {
      case START -> "4688";
      case END -> "4689";
      case CONNECT -> "5156";
      case REGISTRY -> "4657";
      case FILE, LOOKUP, DISCONNECT -> "4663";
    };
  }

  private static void data(Json json, Activity activity) {
    RunningProcess process = activity.process();
    if (activity.kind() == Activity.Kind.CONNECT) {
      connection(json, process, activity.flow());
      return;
    }
    Account account = process.account();
    json.put("SubjectUserSid", account.id()).put("SubjectUserName", account.name());
    json.put("SubjectDomainName", account.domain());
    json.put("SubjectLogonId", "0x" + Mix.hex(process.host().seed(), 5));
    switch (activity.kind()) {
      case START -> start(json, process);
      case END ->
          json.put("Status", "0x0")
              .put("ProcessId", hex(process.pid()))
              .put("ProcessName", process.program().path());
      default ->
          json.put("ObjectName", activity.object())
              .put("ProcessId", hex(process.pid()))
              .put("ProcessName", process.program().path())
              .put("AccessMask", "0x2");
    }
  }

  private static void start(Json json, RunningProcess process) {
    boolean system = process.integrity().equals("system");
    json.put("NewProcessId", hex(process.pid()));
    json.put("NewProcessName", process.program().path());
    json.put("TokenElevationType", system ? "%%1936" : "%%1938");
    RunningProcess parent = process.parent();
    json.put("ProcessId", parent == null ? "0x4" : hex(parent.pid()));
    json.put("CommandLine", process.commandLine());
    json.put("TargetUserSid", "S-1-0-0").put("TargetUserName", "-").put("TargetDomainName", "-");
    json.put("TargetLogonId", "0x0");
    json.put("ParentProcessName", parent == null ? "-" : parent.program().path());
    json.put("MandatoryLabel", system ? "S-1-16-16384" : "S-1-16-8192");
  }

  private static void connection(Json json, RunningProcess process, Flow flow) {
    json.put("ProcessID", Long.toString(process.pid()));
    json.put("Application", process.program().devicePath().toLowerCase(Locale.ROOT));
    json.put("Direction", flow.outbound() ? "%%14593" : "%%14592");
    json.put("SourceAddress", flow.sourceIp());
    json.put("SourcePort", Integer.toString(flow.sourcePort()));
    json.put("DestAddress", flow.destinationIp());
    json.put("DestPort", Integer.toString(flow.destinationPort()));
    json.put("Protocol", Integer.toString(flow.protocolNumber()));
    json.put("FilterOrigin", "Unknown").put("FilterRTID", "67993");
    json.put("LayerName", flow.outbound() ? "%%14611" : "%%14610").put("LayerRTID", "48");
    json.put("RemoteUserID", "S-1-0-0").put("RemoteMachineID", "S-1-0-0");
  }

  private static String hex(long pid) {
    return "0x" + Long.toHexString(pid);
  }
}
