package exfilwatch.simulate;

/**
 * Sysmon by Winlogbeat or Elastic Agent, before any ingest pipeline: {@code @timestamp} is the
 * record time, all fields of the event are in {@code winlog.event_data}.
 */
final class SysmonWinlogbeatShape implements Shape {
  @Override
  public String name() {
    return "sysmon-winlogbeat";
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
    int id = SysmonEvent.id(activity.kind());
    String code = Integer.toString(id);
    String task = SysmonEvent.task(activity.kind());
    return Json.object(
        json -> {
          json.put("@timestamp", Times.iso3(activity.time()));
          json.put(
              "event",
              e ->
                  e.put("action", task)
                      .put("code", code)
                      .put("created", Times.iso3(activity.time() + 1200))
                      .put("kind", "event")
                      .put("provider", SysmonEvent.PROVIDER));
          host(json, activity.host());
          json.put("log", l -> l.put("level", "information"));
          json.put("ecs", e -> e.put("version", "8.0.0"));
          winlog(json, activity, number, code, task);
        });
  }

  static void host(Json json, Endpoint host) {
    json.put("host", h -> h.put("name", host.name()).put("hostname", host.name()));
    json.put(
        "agent",
        a ->
            a.put("type", "winlogbeat")
                .put("version", "8.15.3")
                .put("id", host.agentId())
                .put("name", host.name()));
  }

  private static void winlog(Json json, Activity activity, long number, String code, String task) {
    json.put(
        "winlog",
        w ->
            w.put("api", "wineventlog")
                .put("channel", SysmonEvent.CHANNEL)
                .put("computer_name", activity.host().fqdn())
                .put("event_data", d -> SysmonEvent.write(activity, new WinlogText(d, false)))
                .put("event_id", code)
                .put("opcode", "Info")
                .put("process", p -> p.put("pid", 3144).put("thread", t -> t.put("id", 4872)))
                .put("provider_guid", "{" + SysmonEvent.PROVIDER_GUID + "}")
                .put("provider_name", SysmonEvent.PROVIDER)
                .put("record_id", number)
                .put("task", task)
                .put(
                    "user",
                    u ->
                        u.put("domain", "NT AUTHORITY")
                            .put("identifier", "S-1-5-18")
                            .put("name", "SYSTEM")
                            .put("type", "Well Known Group"))
                .put("version", 5));
  }
}
