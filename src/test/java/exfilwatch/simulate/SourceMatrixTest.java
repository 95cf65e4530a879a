package exfilwatch.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.decode.DecodeOutput;
import exfilwatch.telemetry.decode.RejectReason;
import exfilwatch.telemetry.decode.TelemetryDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What each source delivers, as {@code docs/sources.md} tells it. Run with {@code
 * -Dexfilwatch.docs=write} to write the table anew.
 */
class SourceMatrixTest {

  private static final Path PAGE = Path.of("docs", "sources.md");
  private static final String BEGIN = "<!-- matrix: begin -->\n";
  private static final String END = "<!-- matrix: end -->";

  private static final Map<String, String> TITLES = new LinkedHashMap<>();
  private static final Map<Activity.Kind, String> KINDS = new LinkedHashMap<>();
  private static final Map<String, Predicate<Event>> COLUMNS = new LinkedHashMap<>();

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

    COLUMNS.put("host name", e -> e.host().name() != null);
    COLUMNS.put("entity id", e -> e.process().entityId() != null);
    COLUMNS.put("pid", e -> e.process().pid() != 0);
    COLUMNS.put("created", e -> e.process().start() != 0);
    COLUMNS.put("path", e -> e.process().executable() != null);
    COLUMNS.put("command line", e -> e.process().commandLine() != null);
    COLUMNS.put("PE name", e -> peName(e.process().pe()));
    COLUMNS.put("hash", e -> e.process().hash() != null);
    COLUMNS.put("parent", e -> e.parent() != null && known(e.parent()));
    COLUMNS.put("user", e -> e.user() != null);
    COLUMNS.put("remote address", e -> address(e.connection()));
    COLUMNS.put("domain", e -> domain(e));
    COLUMNS.put("addresses", e -> answers(e.dns()));
    COLUMNS.put("bytes", e -> bytes(e.connection()));
  }

  @Test
  void thePageShowsWhatTheDecodersDeliver() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    assertThat(from).isLessThanOrEqualTo(to);
    if ("write".equals(System.getProperty("exfilwatch.docs"))) {
      Files.writeString(PAGE, page.substring(0, from) + table() + page.substring(to));
      return;
    }
    assertThat(page.substring(from, to))
        .as("the table of %s; -Dexfilwatch.docs=write writes it anew", PAGE)
        .isEqualTo(table());
  }

  @Test
  void everyShapeHasItsRow() {
    assertThat(TITLES.keySet()).containsExactlyInAnyOrderElementsOf(Shapes.names());
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| source | event |");
    COLUMNS.keySet().forEach(column -> table.append(' ').append(column).append(" |"));
    table.append("\n|---|---|").append(":-:|".repeat(COLUMNS.size())).append('\n');
    TITLES.forEach(
        (shape, title) -> KINDS.forEach((kind, name) -> row(table, shape, title, kind, name)));
    return table.toString();
  }

  private static void row(
      StringBuilder table, String shape, String title, Activity.Kind kind, String name) {
    Shape writer = Shapes.named(shape).get(0);
    Event event = writer.records(kind) ? decode(writer.record(activity(kind), 7)) : null;
    if (event == null) {
      return;
    }
    table.append("| ").append(title).append(" | ").append(name).append(" |");
    COLUMNS.values().forEach(has -> table.append(has.test(event) ? " ● |" : "  |"));
    table.append('\n');
  }

  private static Activity activity(Activity.Kind kind) {
    RunningProcess process = Records.rclone(Records.WINDOWS);
    long time = process.start() + 900;
    return switch (kind) {
      case START -> Activity.start(process);
      case END -> Activity.end(process, time);
      case CONNECT -> Activity.connect(process, time, Records.UPLOAD);
      case DISCONNECT -> Activity.disconnect(process, time, Records.UPLOAD);
      case LOOKUP ->
          Activity.lookup(
              process, time, new Activity.Lookup("g.api.mega.co.nz", null, "203.0.113.9"));
      case FILE, REGISTRY -> throw new IllegalArgumentException("no row for " + kind);
    };
  }

  /** Null for a record that is of no use to the product. */
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
                throw new AssertionError(reason + ": " + detail);
              }
            });
    return events.isEmpty() ? null : events.get(0);
  }

  private static boolean known(ProcessInfo process) {
    return process.entityId() != null || process.pid() != 0;
  }

  private static boolean peName(@Nullable PeFile pe) {
    return pe != null && pe.originalFileName() != null;
  }

  private static boolean address(@Nullable Connection connection) {
    return connection != null && connection.destinationIp() != null;
  }

  private static boolean domain(Event event) {
    Connection connection = event.connection();
    return event.dns() != null || (connection != null && connection.destinationDomain() != null);
  }

  private static boolean answers(@Nullable Dns dns) {
    return dns != null && !dns.resolvedIps().isEmpty();
  }

  private static boolean bytes(@Nullable Connection connection) {
    return connection != null && connection.bytesSent() >= 0;
  }
}
