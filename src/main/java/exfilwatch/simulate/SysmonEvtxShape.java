package exfilwatch.simulate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sysmon from an exported log, as {@code evtx_dump -o jsonl} writes it: XML attributes under {@code
 * #attributes}, numbers and booleans typed, GUIDs in upper case without braces.
 */
final class SysmonEvtxShape implements Shape {
  @Override
  public String name() {
    return "sysmon-evtx";
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
    return Json.object(
        json ->
            json.put(
                "Event",
                e -> {
                  attribute(e, "xmlns", "http://schemas.microsoft.com/win/2004/08/events/event");
                  e.put("System", s -> system(s, activity, id, number));
                  e.put("EventData", d -> SysmonEvent.write(activity, new Typed(d)));
                }));
  }

  private static void attribute(Json json, String name, String value) {
    json.put("#attributes", a -> a.put(name, value));
  }

  private static void system(Json json, Activity activity, int id, long number) {
    String guid = SysmonEvent.PROVIDER_GUID.toUpperCase(Locale.ROOT);
    json.put(
        "Provider",
        p -> p.put("#attributes", a -> a.put("Name", SysmonEvent.PROVIDER).put("Guid", guid)));
    json.put("EventID", id).put("Version", 5).put("Level", 4).put("Task", id).put("Opcode", 0);
    json.put("Keywords", "0x8000000000000000");
    String time = Times.iso7(activity.time());
    json.put(
        "TimeCreated", t -> attribute(t, "SystemTime", time.substring(0, time.length() - 2) + "Z"));
    json.put("EventRecordID", number).none("Correlation");
    json.put(
        "Execution",
        x -> x.put("#attributes", a -> a.put("ProcessID", 3144).put("ThreadID", 4872)));
    json.put("Channel", SysmonEvent.CHANNEL).put("Computer", activity.host().fqdn());
    json.put("Security", s -> attribute(s, "UserID", "S-1-5-18"));
  }

  private record Typed(Json json) implements SysmonEvent.Data {
    @Override
    public void text(String name, @Nullable String value) {
      json.put(name, value);
    }

    @Override
    public void number(String name, long value) {
      json.put(name, value);
    }

    @Override
    public void flag(String name, boolean value) {
      json.put(name, value);
    }

    @Override
    public void guid(String name, String value) {
      json.put(name, value);
    }
  }
}
