package exfilwatch.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

  private static final Map<String, Predicate<Event>> COLUMNS = new LinkedHashMap<>();

  static {
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
    assertThat(SourceSamples.shapes()).containsExactlyInAnyOrderElementsOf(Shapes.names());
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| source | event |");
    COLUMNS.keySet().forEach(column -> table.append(' ').append(column).append(" |"));
    table.append("\n|---|---|").append(":-:|".repeat(COLUMNS.size())).append('\n');
    SourceSamples.all().forEach(sample -> row(table, sample));
    return table.toString();
  }

  private static void row(StringBuilder table, SourceSamples.Sample sample) {
    table.append("| ").append(sample.source()).append(" | ").append(sample.kind()).append(" |");
    COLUMNS.values().forEach(has -> table.append(has.test(sample.event()) ? " ● |" : "  |"));
    table.append('\n');
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
