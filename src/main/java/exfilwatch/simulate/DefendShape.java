package exfilwatch.simulate;

import exfilwatch.telemetry.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Elastic Defend 8.x: ECS from the sensor itself, one data stream for each kind. */
final class DefendShape implements Shape {
  @Override
  public String name() {
    return "defend";
  }

  @Override
  public boolean runsOn(Os os) {
    return true;
  }

  @Override
  public boolean records(Activity.Kind kind) {
    return true;
  }

  @Override
  public boolean carriesPe() {
    return true;
  }

  @Override
  public byte[] record(Activity activity, long number) {
    return Json.object(
        json -> {
          json.put("@timestamp", Times.iso7(activity.time()));
          agent(json, activity.host());
          String stream = stream(activity);
          json.put(
              "data_stream",
              s -> s.put("namespace", "default").put("type", "logs").put("dataset", stream));
          json.put("ecs", e -> e.put("version", "8.10.0"));
          event(json, activity, number, stream);
          host(json, activity.host());
          json.put("message", "Endpoint " + category(activity) + " event");
          process(json, activity);
          Account account = activity.process().account();
          json.put(
              "user",
              u ->
                  u.put("domain", domain(activity))
                      .put("name", account.name())
                      .put("id", account.id()));
          if (activity.maybeFlow() != null) {
            flow(json, activity.flow(), activity.kind() == Activity.Kind.DISCONNECT);
          } else if (activity.maybeLookup() != null) {
            lookup(json, activity.lookup());
          } else if (activity.kind() == Activity.Kind.FILE) {
            json.put(
                "file", f -> f.put("path", activity.object()).put("size", 1L + number % 90_000));
          } else if (activity.kind() == Activity.Kind.REGISTRY) {
            json.put("registry", r -> r.put("hive", "HKLM").put("path", activity.object()));
          }
        });
  }

  /** Base64 of agent, pid and start in seconds since 1601. */
  static String entityId(RunningProcess process) {
    String text =
        process.host().agentId()
            + "-"
            + process.pid()
            + "-"
            + Times.secondsSince1601(process.start());
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String stream(Activity activity) {
    return "endpoint.events." + category(activity);
  }

  private static String category(Activity activity) {
    return switch (activity.kind()) {
      case START, END -> "process";
      case CONNECT, DISCONNECT, LOOKUP -> "network";
      case FILE -> "file";
      case REGISTRY -> "registry";
    };
  }

  private static String action(Activity activity) {
    return switch (activity.kind()) {
      case START -> activity.host().os() == Os.WINDOWS ? "start" : "exec";
      case END -> "end";
      case CONNECT -> activity.flow().outbound() ? "connection_attempted" : "connection_accepted";
      case DISCONNECT -> "disconnect_received";
      case LOOKUP -> "lookup_result";
      case FILE, REGISTRY -> "modification";
    };
  }

  private static String type(Activity activity) {
    return switch (activity.kind()) {
      case START, CONNECT -> "start";
      case END, DISCONNECT -> "end";
      case LOOKUP -> "info";
      case FILE, REGISTRY -> "change";
    };
  }

  private static String domain(Activity activity) {
    String domain = activity.process().account().domain();
    return domain.isEmpty() ? activity.host().name() : domain;
  }

  private static void agent(Json json, Endpoint host) {
    json.put(
        "agent", a -> a.put("id", host.agentId()).put("type", "endpoint").put("version", "8.15.3"));
  }

  private static void event(Json json, Activity activity, long number, String stream) {
    String id = "NRz" + Mix.hex(number ^ activity.host().seed(), 13) + "++++" + number;
    json.put(
        "event",
        e ->
            e.put("sequence", number)
                .put("created", Times.iso7(activity.time()))
                .put("kind", "event")
                .put("module", "endpoint")
                .put("action", action(activity))
                .put("id", id)
                .put("category", List.of(category(activity)))
                .put("type", List.of(type(activity)))
                .put("dataset", stream));
  }

  private static void host(Json json, Endpoint host) {
    String family = host.os() == Os.LINUX ? "debian" : host.os().ecs();
    String title =
        switch (host.os()) {
          case WINDOWS -> "Windows 11 Enterprise 23H2 (10.0.22631.4317)";
          case LINUX -> "Debian 12.7";
          case MACOS -> "macOS 14.7.1";
        };
    json.put(
        "host",
        h ->
            h.put("hostname", host.name())
                .put(
                    "os",
                    o ->
                        o.put("name", host.os() == Os.WINDOWS ? "Windows" : title)
                            .put("family", family)
                            .put("type", host.os().ecs())
                            .put("platform", family)
                            .put("full", title))
                .put(
                    "ip",
                    List.of(host.ip(), "fe80::" + Mix.hex(host.seed(), 4) + ":1", "127.0.0.1"))
                .put("name", host.name())
                .put("id", Mix.uuid(host.seed() + 1))
                .put("mac", List.of("00-00-5e-00-53-" + Mix.hex(host.seed(), 2)))
                .put("architecture", "x86_64"));
  }

  private static void process(Json json, Activity activity) {
    RunningProcess process = activity.process();
    boolean whole = activity.kind() == Activity.Kind.START || activity.kind() == Activity.Kind.END;
    json.put(
        "process",
        p -> {
          ancestry(p, process, whole);
          p.put("name", process.program().name())
              .put("pid", process.pid())
              .put("entity_id", entityId(process))
              .put("executable", process.program().path());
          if (whole || process.host().os() != Os.WINDOWS) {
            p.put("command_line", process.commandLine());
          }
          if (whole) {
            details(p, process);
          }
          if (activity.kind() == Activity.Kind.END) {
            p.put("exit_code", 0);
          }
        });
  }

  private static void ancestry(Json json, RunningProcess process, boolean whole) {
    RunningProcess parent = process.parent();
    if (parent == null) {
      return;
    }
    if (whole) {
      json.put("Ext", x -> x.put("ancestry", List.of(entityId(parent))));
    }
    json.put(
        "parent",
        p -> {
          p.put("entity_id", entityId(parent));
          if (whole) {
            p.put("name", parent.program().name())
                .put("pid", parent.pid())
                .put("executable", parent.program().path())
                .put("command_line", parent.commandLine())
                .put("args", parent.argv());
          }
        });
  }

  private static void details(Json json, RunningProcess process) {
    Hashes hash = process.program().hash();
    json.put("args", process.argv()).put("args_count", process.argv().size());
    json.put("working_directory", process.workingDirectory());
    json.put(
        "hash",
        h -> h.put("md5", hash.md5()).put("sha1", hash.sha1()).put("sha256", hash.sha256()));
    var pe = process.program().pe();
    if (pe != null) {
      json.put("pe", x -> x.put("original_file_name", pe.originalFileName()));
    }
    json.put("code_signature", c -> c.put("exists", false));
  }

  private static void flow(Json json, Flow flow, boolean over) {
    json.put(
        "network",
        n ->
            n.put("transport", flow.transport())
                .put("type", flow.ipv6() ? "ipv6" : "ipv4")
                .put("direction", flow.outbound() ? "egress" : "ingress"));
    json.put(
        "source",
        s -> {
          s.put("address", flow.sourceIp())
              .put("ip", flow.sourceIp())
              .put("port", flow.sourcePort());
          if (over) {
            s.put("bytes", flow.outbound() ? flow.sent() : flow.received());
          }
        });
    json.put(
        "destination",
        d -> {
          d.put("address", flow.destinationIp())
              .put("ip", flow.destinationIp())
              .put("port", flow.destinationPort());
          if (over) {
            d.put("bytes", flow.outbound() ? flow.received() : flow.sent());
          }
        });
  }

  private static void lookup(Json json, Activity.Lookup lookup) {
    json.put("network", n -> n.put("protocol", "dns"));
    json.put(
        "dns",
        d ->
            d.put("Ext", x -> x.put("status", 0).number("options", "9223372036854775808"))
                .put("question", q -> q.put("name", lookup.name()).put("type", "A"))
                .put("resolved_ip", List.of(lookup.ip())));
  }
}
