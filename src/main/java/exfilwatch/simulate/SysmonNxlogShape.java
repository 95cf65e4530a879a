package exfilwatch.simulate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sysmon by NXLog: one flat object. Its {@code ProcessID} is Sysmon's own and has overwritten the
 * actor's {@code ProcessId}; {@code EventTime} has no zone (these machines run on UTC).
 */
final class SysmonNxlogShape implements Shape {
  @Override
  public String name() {
    return "sysmon-nxlog";
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
        json -> {
          json.put("EventTime", Times.seconds(activity.time()))
              .put("Hostname", activity.host().fqdn())
              .put("Keywords", Long.MIN_VALUE)
              .put("EventType", "INFO")
              .put("SeverityValue", 2)
              .put("Severity", "INFO")
              .put("EventID", id)
              .put("SourceName", SysmonEvent.PROVIDER)
              .put("ProviderGuid", "{" + SysmonEvent.PROVIDER_GUID.toUpperCase(Locale.ROOT) + "}")
              .put("Version", 5)
              .put("Task", id)
              .put("OpcodeValue", 0)
              .put("RecordNumber", number)
              .put("ProcessID", 3144)
              .put("ThreadID", 4872)
              .put("Channel", SysmonEvent.CHANNEL)
              .put("Domain", "NT AUTHORITY")
              .put("AccountName", "SYSTEM")
              .put("UserID", "S-1-5-18")
              .put("AccountType", "User")
              .put("Category", SysmonEvent.task(activity.kind()))
              .put("Opcode", "Info");
          SysmonEvent.write(activity, new Flat(json));
          json.put("EventReceivedTime", Times.seconds(activity.time() + 1000))
              .put("SourceModuleName", "eventlog")
              .put("SourceModuleType", "im_msvistalog");
        });
  }

  private record Flat(Json json) implements SysmonEvent.Data {
    @Override
    public void text(String name, @Nullable String value) {
      json.put(name, "-".equals(value) ? null : value);
    }

    @Override
    public void number(String name, long value) {
      if (!name.equals("ProcessId")) {
        json.put(name, Long.toString(value));
      }
    }

    @Override
    public void flag(String name, boolean value) {
      json.put(name, Boolean.toString(value));
    }

    @Override
    public void guid(String name, String value) {
      json.put(name, "{" + value.toLowerCase(Locale.ROOT) + "}");
    }
  }
}
