package exfilwatch.simulate;

import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.PeFile;
import java.util.List;
import java.util.Locale;

/**
 * Sysmon as Elastic stores it, after the ingest pipeline: ECS fields, {@code @timestamp} is
 * Sysmon's {@code UtcTime}, and a connection's {@code event.type} has {@code start} among others.
 */
final class SysmonEcsShape implements Shape {
  @Override
  public String name() {
    return "sysmon-ecs";
  }

  @Override
  public boolean runsOn(Os os) {
    return os == Os.WINDOWS;
  }

  @Override
  public boolean records(Activity.Kind kind) {
    return SysmonEvent.records(kind);
  }

  @Override
  public boolean carriesPe() {
    return true;
  }

  @Override
  public byte[] record(Activity activity, long number) {
    Endpoint host = activity.host();
    return Json.object(
        json -> {
          json.put("@timestamp", Times.iso3(utcTime(activity)));
          json.put(
              "agent",
              a -> a.put("id", host.agentId()).put("type", "filebeat").put("name", host.name()));
          json.put(
              "data_stream",
              s -> s.put("dataset", "windows.sysmon_operational").put("type", "logs"));
          json.put("ecs", e -> e.put("version", "8.11.0"));
          json.put("event", e -> event(e, activity));
          json.put(
              "host", h -> h.put("name", host.fqdn()).put("os", o -> o.put("type", "windows")));
          json.put("process", p -> process(p, activity));
          user(json, activity.process().account());
          network(json, activity);
          json.put("winlog", w -> winlog(w, activity, number));
        });
  }

  /** As Sysmon's own, but these machines' clocks are right: nothing else tells the time. */
  private static long utcTime(Activity activity) {
    return SysmonEvent.utcTime(activity) - SysmonEvent.clockFault(activity);
  }

  private static void event(Json json, Activity activity) {
    List<String> category =
        List.of(
            switch (activity.kind()) {
              case START, END -> "process";
              case CONNECT, DISCONNECT, LOOKUP -> "network";
              case FILE -> "file";
              case REGISTRY -> "registry";
            });
    List<String> type =
        switch (activity.kind()) {
          case START -> List.of("start");
          case END, DISCONNECT -> List.of("end");
          case CONNECT -> List.of("start", "connection", "protocol");
          case LOOKUP -> List.of("connection", "protocol", "info");
          case FILE -> List.of("creation");
          case REGISTRY -> List.of("change");
        };
    json.put("action", SysmonEvent.task(activity.kind()));
    json.put("category", category).put("type", type);
    json.put("code", Integer.toString(SysmonEvent.id(activity.kind())));
    json.put("created", Times.iso3(activity.time() + 1100)).put("kind", "event");
    json.put("module", "sysmon").put("provider", SysmonEvent.PROVIDER);
  }

  private static void process(Json json, Activity activity) {
    RunningProcess process = activity.process();
    json.put("pid", process.pid());
    if (activity.attributed()) {
      json.put("entity_id", guid(process));
      json.put("name", process.program().name()).put("executable", process.program().path());
    }
    if (activity.kind() != Activity.Kind.START) {
      return;
    }
    json.put("command_line", process.commandLine());
    json.put("args", process.argv()).put("args_count", process.argv().size());
    json.put("working_directory", process.workingDirectory());
    Hashes hash = process.program().hash();
    json.put("hash", h -> h.put("md5", hash.md5()).put("sha256", hash.sha256()));
    PeFile pe = process.program().pe();
    if (pe != null) {
      json.put(
          "pe",
          x ->
              x.put("original_file_name", pe.originalFileName())
                  .put("product", pe.product())
                  .put("company", pe.company())
                  .put("description", pe.description())
                  .put("file_version", pe.fileVersion()));
    }
    RunningProcess parent = process.parent();
    if (parent != null) {
      json.put(
          "parent",
          p ->
              p.put("entity_id", guid(parent))
                  .put("pid", parent.pid())
                  .put("name", parent.program().name())
                  .put("executable", parent.program().path())
                  .put("command_line", parent.commandLine()));
    }
  }

  private static String guid(RunningProcess process) {
    return "{" + SysmonEvent.guid(process).toLowerCase(Locale.ROOT) + "}";
  }

  /** The id is that of Sysmon's own service, not the user's. */
  private static void user(Json json, Account account) {
    json.put(
        "user",
        u -> u.put("domain", account.domain()).put("name", account.name()).put("id", "S-1-5-18"));
  }

  private static void network(Json json, Activity activity) {
    if (activity.maybeFlow() != null) {
      Flow flow = activity.flow();
      json.put(
          "network",
          n ->
              n.put("transport", flow.transport())
                  .put("direction", flow.outbound() ? "egress" : "ingress")
                  .put("type", flow.ipv6() ? "ipv6" : "ipv4"));
      json.put("source", s -> s.put("ip", flow.sourceIp()).put("port", flow.sourcePort()));
      json.put(
          "destination",
          d -> d.put("ip", flow.destinationIp()).put("port", flow.destinationPort()));
    }
    if (activity.maybeLookup() != null) {
      json.put(
          "dns",
          d ->
              d.put("question", q -> q.put("name", activity.lookup().name()))
                  .put("resolved_ip", List.of(activity.lookup().ip())));
    }
  }

  private static void winlog(Json json, Activity activity, long number) {
    json.put("channel", SysmonEvent.CHANNEL).put("computer_name", activity.host().fqdn());
    json.put("event_id", Integer.toString(SysmonEvent.id(activity.kind())));
    json.put("provider_name", SysmonEvent.PROVIDER).put("record_id", Long.toString(number));
    json.put("process", p -> p.put("pid", 3144));
  }
}
