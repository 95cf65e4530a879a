package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Host;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part that all Windows events have, in every carrier: winlogbeat and Elastic Agent ({@code
 * winlog.event_data}), {@code evtx_dump} and XML-to-JSON converters ({@code Event.System}), Azure
 * diagnostics (XML in {@code properties.RawXml}), NXLog and bare flat documents.
 */
final class WindowsEvent {
  private static final long ZONE_STEP = 15 * 60_000L;
  private static final long ZONE_MAX = 14 * 3_600_000L;
  private static final long LAG = 10_000L;

  final Ecs ecs;
  private final Paths paths;
  private final int winlog;
  private final int evtx;
  private final int azureCategory;
  private final int flatId;
  private final int flatChannel;
  private final int flatSource;
  private final int[] flatMarkers;
  private final int[] nxlog;
  private final int nxlogExecution;
  private final int eventId;
  private final int provider;
  private final int channel;
  private final int computer;
  private final int hostname;
  private final int record;
  private final int created;
  private final int eventTime;
  private final int utcTime;
  private final Decision<Integer> eventIds;

  WindowsEvent(Paths paths, Ecs ecs) {
    this.paths = paths;
    this.ecs = ecs;
    paths.objects("winlog");
    paths.field(Paths.Content.PAIRS, "Event.EventData.Data", "EventData.Data");
    winlog = paths.group("winlog");
    evtx =
        paths.field(
            "Event.System.EventID",
            "Event.System.EventID.#text",
            "System.EventID",
            "System.EventID.#text");
    paths.field(Paths.Content.XML, "properties.RawXml");
    azureCategory = paths.field("category");
    flatId = paths.field("EventID", "EventId", "event_id");
    flatChannel = paths.field("Channel", "log_name");
    flatSource = paths.field("SourceName", "ProviderName", "source_name", "Provider");
    flatMarkers = flat("ProcessGuid", "UtcTime", "NewProcessName", "Application", "Image");
    nxlog = flat("SourceModuleType", "SourceModuleName", "EventReceivedTime");
    nxlogExecution = paths.field("ExecutionProcessID");
    eventId =
        paths.field(
            "winlog.event_id",
            "Event.System.EventID",
            "Event.System.EventID.#text",
            "System.EventID",
            "System.EventID.#text",
            "EventID",
            "EventId",
            "event_id");
    provider =
        paths.field(
            "winlog.provider_name",
            "Event.System.Provider.#attributes.Name",
            "Event.System.Provider.@Name",
            "Event.System.Provider.Name",
            "Event.System.Provider_attributes.Name",
            "System.Provider.#attributes.Name",
            "System.Provider.@Name",
            "System.Provider.Name",
            "SourceName",
            "ProviderName",
            "source_name",
            "Provider");
    channel =
        paths.field(
            "winlog.channel", "Event.System.Channel", "System.Channel", "Channel", "log_name");
    computer =
        paths.field(
            "winlog.computer_name",
            "Event.System.Computer",
            "System.Computer",
            "Computer",
            "ComputerName",
            "computer_name");
    hostname = paths.field("Hostname", "HostName", "hostname");
    record =
        paths.field(
            "winlog.record_id",
            "Event.System.EventRecordID",
            "System.EventRecordID",
            "RecordNumber",
            "EventRecordID",
            "record_number");
    created =
        paths.field(
            "winlog.time_created",
            "Event.System.TimeCreated.#attributes.SystemTime",
            "Event.System.TimeCreated.@SystemTime",
            "Event.System.TimeCreated.SystemTime",
            "Event.System.TimeCreated_attributes.SystemTime",
            "Event.System.TimeCreated",
            "System.TimeCreated.#attributes.SystemTime",
            "System.TimeCreated.@SystemTime",
            "System.TimeCreated.SystemTime",
            "System.TimeCreated",
            "TimeCreated",
            "SystemTime");
    eventTime = paths.field("EventTime");
    utcTime = data("UtcTime");
    paths.deciding(eventId, provider, channel);
    eventIds = paths.decision(this::readEventId);
  }

  /** The field of the event's own data, wherever the carrier puts it. */
  int data(String name) {
    return paths.field(
        "winlog.event_data." + name,
        "Event.EventData." + name,
        "EventData." + name,
        "event_data." + name,
        name);
  }

  /** Like {@link #data} without the flat carriers, in which the name means something else. */
  int structuredData(String name) {
    return paths.field(
        "winlog.event_data." + name,
        "Event.EventData." + name,
        "EventData." + name,
        "event_data." + name);
  }

  /** The field at the top level, as flat carriers have it. */
  int flat(String name) {
    return paths.field(name);
  }

  private int[] flat(String... names) {
    return Arrays.stream(names).mapToInt(this::flat).toArray();
  }

  private static boolean hasAny(Fields f, int[] slots) {
    for (int slot : slots) {
      if (f.has(slot)) {
        return true;
      }
    }
    return false;
  }

  boolean isRaw(Fields f) {
    return f.has(evtx)
        || (f.is(azureCategory, "WindowsEventLogsTable") && f.has(eventId))
        || (f.has(flatId) && (f.has(flatChannel) || f.has(flatSource) || hasAny(f, flatMarkers)));
  }

  boolean isEcs(Fields f) {
    return f.has(winlog);
  }

  boolean isFrom(Fields f, String provider) {
    return provider.equalsIgnoreCase(f.word(f.present(this.provider, ecs.provider)));
  }

  /** The fields that tell who wrote the record, and others. */
  int[] producer(int... others) {
    return ProgramFields.join(others, provider, channel, ecs.provider);
  }

  /** Whether the record names a provider or channel at all. */
  boolean namesProvider(Fields f) {
    return f.has(provider) || f.has(channel) || f.has(ecs.provider);
  }

  boolean isChannel(Fields f, String prefix) {
    return f.startsWith(channel, prefix);
  }

  int eventId(Fields f) {
    return eventIds.of(f);
  }

  private int readEventId(Fields f) {
    int slot = f.present(eventId, ecs.code);
    long id = f.plainNumber(slot);
    if (id < 0) {
      String text = f.text(slot);
      id = text == null ? 0 : Values.number(text);
    }
    return id > 0 && id <= 0xffff ? (int) id : 0;
  }

  /** Whether the carrier's top-level process ids are those of the event, not of the log writer. */
  boolean keepsFlatPid(Fields f) {
    return f.has(nxlogExecution) || !hasAny(f, nxlog);
  }

  boolean isModuleProcessed(Fields f) {
    return f.has(winlog)
        && (f.has(ecs.process.pid) || f.has(ecs.process.executable) || f.has(ecs.question));
  }

  /** computer/channel/record number: what names one record at every delivery of it. */
  @Nullable String id(Fields f) {
    int computerName = f.present(computer, f.present(hostname, ecs.hostName));
    String id = f.pieces().joined(f, true, computerName, channel, record);
    if (id != null) {
      return id;
    }
    String number = f.text(record);
    String host = f.text(computerName);
    String log = f.text(channel);
    return number == null || host == null
        ? null
        : host.toLowerCase(Locale.ROOT) + "/" + (log == null ? "" : log) + "/" + number;
  }

  /**
   * The computer that wrote the record, never the one that forwarded it.
   *
   * @param outline whether its name will do, as it does to {@link exfilwatch.telemetry.HostKey}
   */
  Host host(Fields f, String os, boolean outline) {
    String name = f.text(computer, hostname);
    if (outline && name != null) {
      return new Host(name, null, os);
    }
    String agentHost = f.text(ecs.hostName, ecs.hostHostname);
    if (name == null) {
      name = agentHost;
    }
    if (name == null) {
      throw new BadRecord(
          RejectReason.NO_HOST,
          (f.has(winlog) ? "winlog.computer_name" : f.has(evtx) ? "System.Computer" : "Hostname")
              + " is missing");
    }
    boolean own = sameHost(name, agentHost) || sameHost(name, f.text(ecs.hostHostname));
    return new Host(name, own ? f.text(ecs.hostId) : null, os);
  }

  static boolean sameHost(@Nullable String a, @Nullable String b) {
    if (a == null || b == null) {
      return false;
    }
    int dotA = a.indexOf('.');
    int dotB = b.indexOf('.');
    int endA = dotA < 0 || dotB < 0 ? (dotA < 0 ? a.length() : dotA) : a.length();
    int endB = dotA < 0 || dotB < 0 ? (dotB < 0 ? b.length() : dotB) : b.length();
    return endA == endB && a.regionMatches(true, 0, b, 0, endA);
  }

  long utcTime(Fields f) {
    return f.optionalTime(utcTime);
  }

  /**
   * The time at which the record was written.
   *
   * @param trustUtcTime whether the event's own UtcTime is as good; Sysmon's is not for connections
   *     and name queries, where a clock fault can put it days off
   */
  long time(Fields f, boolean trustUtcTime) {
    if (f.isPresent(created)) {
      return f.time(created);
    }
    if (f.isPresent(ecs.timestamp)) {
      long time = f.time(ecs.timestamp);
      // Elastic's Sysmon pipelines overwrite @timestamp with UtcTime and keep the record's time
      boolean overwritten =
          isModuleProcessed(f) && !trustUtcTime && (!f.has(utcTime) || utcTime(f) == time);
      long read = overwritten ? f.optionalTime(ecs.created) : 0;
      return read == 0 ? time : read;
    }
    if (f.isPresent(eventTime)) {
      return localTime(f, trustUtcTime);
    }
    return f.time(ecs.created, utcTime, ecs.timestamp);
  }

  /** NXLog's EventTime has no zone; a UtcTime near it tells which one it was. */
  private long localTime(Fields f, boolean trustUtcTime) {
    long local = f.time(eventTime);
    long utc = utcTime(f);
    if (utc == 0) {
      return local;
    }
    long offset = Math.floorDiv(local - utc + ZONE_STEP / 2, ZONE_STEP) * ZONE_STEP;
    boolean plausible = Math.abs(offset) <= ZONE_MAX && Math.abs(local - offset - utc) <= LAG;
    if (plausible) {
      return Math.max(local - offset, utc);
    }
    return trustUtcTime ? utc : local;
  }
}
