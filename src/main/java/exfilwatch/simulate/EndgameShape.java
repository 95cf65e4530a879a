package exfilwatch.simulate;

import org.jspecify.annotations.Nullable;

/**
 * Endgame's sensor: flat, times in 100 ns since 1601, process ids unique per machine; the stream's
 * envelope adds the host.
 */
final class EndgameShape implements Shape {
  @Override
  public String name() {
    return "endgame";
  }

  @Override
  public boolean runsOn(Os os) {
    return os == Os.WINDOWS;
  }

  @Override
  public boolean records(Activity.Kind kind) {
    return true;
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
          kind(json, activity);
          json.put("timestamp", Times.filetime(activity.time())).put("serial_event_id", number);
          json.put("machine_id", process.host().agentId()).put("hostname", process.host().name());
          json.put("pid", process.pid()).put("unique_pid", uniquePid(process));
          json.put("process_name", process.program().name());
          json.put("process_path", process.program().path());
          json.put("user_name", process.account().name());
          json.put("user_domain", process.account().domain());
          json.put("user_sid", process.account().id());
          details(json, activity);
        });
  }

  private static long uniquePid(RunningProcess process) {
    return process.seed() >>> 36;
  }

  private static void kind(Json json, Activity activity) {
    switch (activity.kind()) {
      case START -> kind(json, "process", "creation_event", 1, "create");
      case END -> kind(json, "process", "termination_event", 2, "terminate");
      case LOOKUP -> kind(json, "dns", "request_event", 3008, null);
      case FILE -> kind(json, "file", "file_modify_event", 2, "modify");
      case REGISTRY -> kind(json, "registry", "registry_modify_event", 2, "modify");
      case CONNECT -> {
        Flow flow = activity.flow();
        String verb = flow.outbound() ? "attempt" : "accept";
        int opcode = flow.outbound() ? (flow.ipv6() ? 55 : 12) : (flow.ipv6() ? 57 : 15);
        String subtype = flow.outbound() ? "outgoing" : "incoming";
        kind(json, "network", family(flow) + "_connection_" + verb + "_event", opcode, subtype);
      }
      case DISCONNECT -> {
        Flow flow = activity.flow();
        int opcode = flow.ipv6() ? 56 : 13;
        kind(json, "network", family(flow) + "_disconnect_received_event", opcode, "disconnect");
      }
    }
  }

  private static String family(Flow flow) {
    return flow.ipv6() ? "ipv6" : "ipv4";
  }

  private static void kind(
      Json json, String type, String full, int opcode, @Nullable String subtype) {
    json.put("event_type", type).put("event_type_full", type + "_event");
    json.put("event_subtype_full", full).put("opcode", opcode).put("subtype", subtype);
  }

  private static void details(Json json, Activity activity) {
    RunningProcess process = activity.process();
    switch (activity.kind()) {
      case START, END -> {
        RunningProcess parent = process.parent();
        json.put("command_line", process.commandLine()).put("md5", process.program().hash().md5());
        if (parent != null) {
          json.put("ppid", parent.pid()).put("unique_ppid", uniquePid(parent));
          json.put("parent_process_name", parent.program().name());
          json.put("parent_process_path", parent.program().path());
        }
        if (activity.kind() == Activity.Kind.END) {
          json.put("exit_code", 0);
        }
      }
      case LOOKUP -> json.put("query_name", activity.lookup().name() + ".");
      case CONNECT, DISCONNECT -> {
        Flow flow = activity.flow();
        json.put("protocol", flow.transport());
        json.put("source_address", flow.sourceIp()).put("source_port", flow.sourcePort());
        json.put("destination_address", flow.destinationIp());
        json.put("destination_port", flow.destinationPort());
        if (activity.kind() == Activity.Kind.DISCONNECT) {
          json.put("total_out_bytes", flow.sent()).put("total_in_bytes", flow.received());
        }
      }
      case FILE, REGISTRY -> json.put("file_path", activity.object());
    }
  }
}
