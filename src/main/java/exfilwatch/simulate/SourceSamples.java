package exfilwatch.simulate;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.decode.DecodeOutput;
import exfilwatch.telemetry.decode.RejectReason;
import exfilwatch.telemetry.decode.TelemetryDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each source delivers: a complete record of each kind, written and decoded. */
public final class SourceSamples {

  private static final Map<String, String> TITLES = new LinkedHashMap<>();
  private static final Map<Activity.Kind, String> KINDS = new LinkedHashMap<>();

  static {
    TITLES.put("defend", "Elastic Defend");
    TITLES.put("sysmon-winlogbeat", "Sysmon, raw by Winlogbeat");
    TITLES.put("sysmon-ecs", "Sysmon, as Elastic stores it");
    TITLES.put("sysmon-evtx", "Sysmon, exported log");
    TITLES.put("sysmon-nxlog", "Sysmon by NXLog");
    TITLES.put("security", "Windows Security");
    TITLES.put("crowdstrike-fdr", "CrowdStrike FDR");
    TITLES.put("sentinelone", "SentinelOne");
    TITLES.put("m365-defender", "Defender XDR, streamed");
    TITLES.put("m365-hunting", "Defender XDR, queried");
    TITLES.put("endgame", "Endgame");

    KINDS.put(Activity.Kind.START, "start");
    KINDS.put(Activity.Kind.END, "end");
    KINDS.put(Activity.Kind.CONNECT, "connection");
    KINDS.put(Activity.Kind.DISCONNECT, "connection's end");
    KINDS.put(Activity.Kind.LOOKUP, "name query");
  }

  private static final Endpoint HOST =
      Endpoint.of("WS-FIN-07", Os.WINDOWS, "10.20.1.7", "m.keller", new DefendShape());
  private static final Flow UPLOAD =
      new Flow(
          true,
          "tcp",
          "10.20.1.7",
          50_123,
          "203.0.113.9",
          443,
          5_000_000_000L,
          7_000,
          "g.api.mega.co.nz");

  private SourceSamples() {}

  /**
   * One event of a source.
   *
   * @param source for people: "Windows Security"
   * @param kind for people: "start", "connection's end"
   */
  public record Sample(String source, String kind, Event event) {}

  /** By source, and of each what it records of a process' life. */
  public static List<Sample> all() {
    List<Sample> samples = new ArrayList<>();
    TITLES.forEach(
        (shape, title) ->
            KINDS.forEach(
                (kind, name) -> {
                  Event event = event(Shapes.named(shape).get(0), kind);
                  if (event != null) {
                    samples.add(new Sample(title, name, event));
                  }
                }));
    return samples;
  }

  /** The shapes that there are samples of. */
  static List<String> shapes() {
    return List.copyOf(TITLES.keySet());
  }

  /** Null where the source has no such record, or one that is of no use. */
  private static @Nullable Event event(Shape shape, Activity.Kind kind) {
    return shape.records(kind) ? decode(shape.record(activity(kind), 7)) : null;
  }

  private static Activity activity(Activity.Kind kind) {
    RunningProcess process = rclone();
    long time = process.start() + 900;
    return switch (kind) {
      case START -> Activity.start(process);
      case END -> Activity.end(process, time);
      case CONNECT -> Activity.connect(process, time, UPLOAD);
      case DISCONNECT -> Activity.disconnect(process, time, UPLOAD);
      case LOOKUP ->
          Activity.lookup(
              process, time, new Activity.Lookup("g.api.mega.co.nz", null, "203.0.113.9"));
      case FILE, REGISTRY -> throw new IllegalArgumentException("no sample of " + kind);
    };
  }

  private static RunningProcess rclone() {
    Program program =
        RcloneCommand.windowsProgram("C:\\ProgramData\\TrendFileSecurityCheck.exe", true);
    List<String> argv = List.of(program.path(), "copy", "a b", "mega:x");
    long start = 1_772_618_400_123L; // 2026-03-04
    RunningProcess shell = Residents.shell(HOST, start - 1000);
    return new RunningProcess(HOST, 34_000, start, program, argv, HOST.user(), shell);
  }

  private static @Nullable Event decode(byte[] record) {
    List<Event> events = new ArrayList<>();
    TelemetryDecoder.auto()
        .decode(
            record,
            0,
            record.length,
            new DecodeOutput() {
              @Override
              public void event(Event event) {
                events.add(event);
              }

              @Override
              public void skipped(String source, String why) {}

              @Override
              public void rejected(RejectReason reason, String detail) {
                throw new IllegalStateException(reason + ": " + detail);
              }
            });
    return events.isEmpty() ? null : events.get(0);
  }
}
