package exfilwatch.alert;

import exfilwatch.correlation.Caveats;
import exfilwatch.correlation.ConnectionTotals;
import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.Stage;
import exfilwatch.detection.ContentException;
import exfilwatch.detection.DetectionContent;
import exfilwatch.detection.Detections;
import exfilwatch.detection.RuleHit;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Incidents to render alerts of. */
final class AlertCases {

  private static final long START = Instant.parse("2026-03-04T10:00:00Z").toEpochMilli();
  private static final Detections DETECTIONS = shipped();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-04T11:00:00Z"), ZoneOffset.UTC);

  private final Stage stage;
  private final boolean bare;
  private String host = "ws-7.corp.example.com";
  private String user = "eve";
  private String program = "C:\\PerfLogs\\svhost.exe";
  private @Nullable String commandLine = "svhost.exe copy C:\\data mega:loot --include *.docx";
  private @Nullable String domain;
  private @Nullable String ip;

  private static Detections shipped() {
    try {
      return DetectionContent.load(List.of(Path.of("conf/rules"))).compile();
    } catch (ContentException e) {
      throw new IllegalStateException(e);
    }
  }

  private AlertCases(Stage stage, boolean bare) {
    this.stage = stage;
    this.bare = bare;
  }

  static AlertCases started() {
    return new AlertCases(Stage.STARTED, false);
  }

  static AlertCases closed() {
    return new AlertCases(Stage.CLOSED, false);
  }

  /** Of a source that tells the host's id and nothing else that it need not. */
  static AlertCases bare() {
    return new AlertCases(Stage.STARTED, true);
  }

  AlertCases host(String name) {
    host = name;
    return this;
  }

  AlertCases user(String name) {
    user = name;
    return this;
  }

  AlertCases program(String path) {
    program = path;
    return this;
  }

  AlertCases commandLine(String line) {
    commandLine = line;
    return this;
  }

  AlertCases to(String name, String address) {
    domain = name;
    ip = address;
    return this;
  }

  byte[] render(AlertFormat format) {
    return format.renderer(DETECTIONS, RiskWeights.DEFAULT, CLOCK).render(incident()).json();
  }

  private Incident incident() {
    Event start = bare ? bareStart() : start();
    Connection connection =
        ip == null
            ? null
            : new Connection(
                Direction.OUTBOUND, "tcp", "10.0.0.7", 50000, ip, 443, domain, -1, -1, false);
    Event connected =
        connection == null
            ? null
            : new Event(
                EventKind.CONNECTION,
                "sysmon",
                null,
                START + 5000,
                start.host(),
                start.process(),
                null,
                start.user(),
                connection,
                null);
    ConnectionTotals totals =
        connection == null
            ? new ConnectionTotals(0, 0, 0, -1, List.of(), 0)
            : new ConnectionTotals(
                1,
                START + 5000,
                START + 5000,
                2048,
                List.of(new DestinationTotal(ip, 443, domain, 1)),
                0);
    long ended = stage == Stage.CLOSED ? START + 60_000 : 0;
    return new Incident(
        "incident",
        stage,
        Math.max(START, ended),
        start,
        List.of(
            new RuleHit(
                "8a3e1c64-7b7f-4f0c-9c1d-0d5c1d0f4e22",
                "Renamed Rclone",
                "high",
                73,
                Map.of("process.name", "svhost.exe"))),
        List.of("sysmon"),
        connected,
        totals,
        true,
        ended,
        START,
        "alike",
        Caveats.NONE,
        0,
        false);
  }

  private Event start() {
    String name = program.substring(program.lastIndexOf('\\') + 1);
    ProcessInfo process =
        new ProcessInfo(
            "{guid}",
            4711,
            START,
            name,
            program,
            commandLine,
            null,
            "C:\\",
            "high",
            new PeFile("rclone.exe", "Rclone", "https://rclone.org", "Rclone", "1.68.2"),
            new Hashes(null, null, "ab".repeat(32), null));
    ProcessInfo parent =
        new ProcessInfo(
            "{parent}",
            99,
            0,
            "cmd.exe",
            "C:\\Windows\\System32\\cmd.exe",
            "cmd.exe",
            null,
            null,
            null,
            null,
            null);
    return new Event(
        EventKind.PROCESS_START,
        "sysmon",
        null,
        START,
        new Host(host, "host-id", "windows"),
        process,
        parent,
        new User(user, "CORP", "S-1-5-21-1"),
        null,
        null);
  }

  private static Event bareStart() {
    ProcessInfo process =
        new ProcessInfo(null, 0, 0, null, null, null, null, null, null, null, null);
    return new Event(
        EventKind.PROCESS_START,
        "falcon",
        null,
        START,
        new Host(null, "host-id", null),
        process,
        null,
        null,
        null,
        null);
  }
}
