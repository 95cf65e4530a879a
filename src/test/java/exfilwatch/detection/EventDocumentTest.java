package exfilwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import exfilwatch.sigma.Category;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventDocumentTest {
  private static final EventFields FIELDS = new EventFields();
  private static final Events START =
      Events.windows("rclone.exe copy \"C:\\My Data\" r:x").pe(Events.RCLONE_PE);

  private static @Nullable Object field(Category category, Event event, String name) {
    String resolved = FIELDS.resolve(category, name);
    assertThat(resolved).as(name).isNotNull();
    return resolved == null ? null : new EventDocument(event).field(resolved);
  }

  static Stream<Arguments> ofStarts() {
    return Stream.of(
        arguments("@timestamp", "2023-11-14T22:13:21Z"),
        arguments("event.module", "sysmon"),
        arguments("event.id", "r1"),
        arguments("event.kind", "event"),
        arguments("event.category", List.of("process")),
        arguments("event.type", List.of("start")),
        arguments("host.name", "ws1"),
        arguments("host.id", "h1"),
        arguments("host.os.type", "windows"),
        arguments("user.name", "ann"),
        arguments("user.domain", "CORP"),
        arguments("user.id", "S-1-5-21-1"),
        arguments("process.entity_id", "{guid}"),
        arguments("process.pid", 42L),
        arguments("process.start", "2023-11-14T22:13:20Z"),
        arguments("process.name", "rclone.exe"),
        arguments("process.executable", "C:\\Users\\Public\\rclone.exe"),
        arguments("process.args", List.of("rclone.exe", "copy", "C:\\My Data", "r:x")),
        arguments("process.working_directory", "C:\\Temp\\"),
        arguments("process.Ext.token.integrity_level_name", "high"),
        arguments("process.pe.original_file_name", "rclone.exe"),
        arguments("process.pe.product", "Rclone"),
        arguments("process.pe.company", "https://rclone.org"),
        arguments("process.pe.description", "Rclone"),
        arguments("process.pe.file_version", "1.71.0"),
        arguments("process.pe.imphash", "dd"),
        arguments("process.hash.md5", "aa"),
        arguments("process.hash.sha1", "bb"),
        arguments("process.hash.sha256", "cc"),
        arguments("process.parent.entity_id", "{parent}"),
        arguments("process.parent.pid", 7L),
        arguments("process.parent.start", null),
        arguments("process.parent.name", "cmd.exe"),
        arguments("process.parent.executable", "C:\\Windows\\System32\\cmd.exe"),
        arguments("process.parent.command_line", "cmd /c x"),
        arguments("process.parent.args", List.of("cmd", "/c", "x")),
        arguments("process.parent.pe.product", null),
        arguments("process.parent.hash.md5", null),
        arguments("Image", "C:\\Users\\Public\\rclone.exe"),
        arguments("CommandLine", "rclone.exe copy \"C:\\My Data\" r:x"),
        arguments("OriginalFileName", "rclone.exe"),
        arguments("Description", "Rclone"),
        arguments("Product", "Rclone"),
        arguments("Company", "https://rclone.org"),
        arguments("FileVersion", "1.71.0"),
        arguments("CurrentDirectory", "C:\\Temp\\"),
        arguments("User", List.of("CORP\\ann", "ann")),
        arguments("IntegrityLevel", "high"),
        arguments("Hashes", "SHA1=BB,MD5=AA,SHA256=CC,IMPHASH=DD"),
        arguments("md5", "aa"),
        arguments("sha1", "bb"),
        arguments("sha256", "cc"),
        arguments("imphash", "dd"),
        arguments("Imphash", "dd"),
        arguments("ProcessId", 42L),
        arguments("ProcessGuid", "{guid}"),
        arguments("ParentImage", "C:\\Windows\\System32\\cmd.exe"),
        arguments("ParentCommandLine", "cmd /c x"),
        arguments("ParentProcessId", 7L),
        arguments("ParentProcessGuid", "{parent}"),
        arguments("Computer", "ws1"),
        arguments("LogonId", null),
        arguments("ParentUser", null),
        arguments("GrandParentImage", null),
        arguments("Provider_Name", null),
        arguments("exfil.grammar.confidence", null));
  }

  @ParameterizedTest
  @MethodSource("ofStarts")
  void startsHave(String name, @Nullable Object expected) {
    assertThat(field(Category.PROCESS_CREATION, START.start(), name)).isEqualTo(expected);
  }

  static Stream<Arguments> ofConnections() {
    return Stream.of(
        arguments("event.category", List.of("network")),
        arguments("event.type", List.of("connection", "start")),
        arguments("source.ip", "192.0.2.7"),
        arguments("source.port", 50000L),
        arguments("source.bytes", 10L),
        arguments("destination.ip", "203.0.113.5"),
        arguments("destination.port", 443L),
        arguments("destination.domain", "s3.example.com"),
        arguments("destination.bytes", 20L),
        arguments("network.direction", List.of("egress", "outbound")),
        arguments("network.transport", "tcp"),
        arguments("network.type", "ipv4"),
        arguments("Image", "C:\\Users\\Public\\rclone.exe"),
        arguments("User", List.of("CORP\\ann", "ann")),
        arguments("Initiated", "true"),
        arguments("Protocol", "tcp"),
        arguments("SourceIp", "192.0.2.7"),
        arguments("SourcePort", 50000L),
        arguments("SourceHostname", "ws1"),
        arguments("SourceIsIpv6", "false"),
        arguments("DestinationIp", "203.0.113.5"),
        arguments("DestinationPort", 443L),
        arguments("DestinationHostname", "s3.example.com"),
        arguments("DestinationIsIpv6", "false"),
        arguments("DestinationPortName", null));
  }

  @ParameterizedTest
  @MethodSource("ofConnections")
  void connectionsHave(String name, @Nullable Object expected) {
    Event event = START.connection(Direction.OUTBOUND, "203.0.113.5");
    assertThat(field(Category.NETWORK_CONNECTION, event, name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "OUTBOUND, true, egress, 10",
    "INBOUND, false, ingress, 20",
    "LISTEN, false, ingress, 20",
    "UNKNOWN, , unknown, 10",
  })
  void directionIsSeenFromTheHost(
      Direction direction, @Nullable String initiated, String ecs, long sourceBytes) {
    EventDocument document = new EventDocument(START.connection(direction, "2001:db8::1"));
    assertThat(document.field("Initiated")).isEqualTo(initiated);
    assertThat(document.field("network.direction")).asString().contains(ecs);
    assertThat(document.field("source.bytes")).isEqualTo(sourceBytes);
    assertThat(document.field("DestinationIsIpv6")).isEqualTo("true");
  }

  @Test
  void queriesHave() {
    Event event = START.query("x.example.com", List.of("y.example.com"), List.of("203.0.113.5"));
    assertThat(field(Category.DNS_QUERY, event, "QueryName")).isEqualTo("x.example.com");
    assertThat(field(Category.DNS_QUERY, event, "QueryStatus")).isEqualTo("0");
    assertThat(field(Category.DNS_QUERY, event, "QueryResults"))
        .isEqualTo(List.of("y.example.com", "203.0.113.5", "::ffff:203.0.113.5"));
    assertThat(field(Category.DNS_QUERY, event, "dns.question.type")).isEqualTo("A");
    assertThat(field(Category.DNS_QUERY, event, "dns.answers.data"))
        .isEqualTo(List.of("y.example.com"));
    assertThat(field(Category.DNS_QUERY, event, "dns.resolved_ip"))
        .isEqualTo(List.of("203.0.113.5"));
    assertThat(field(Category.DNS_QUERY, event, "network.protocol")).isEqualTo("dns");
    assertThat(field(Category.DNS_QUERY, event, "event.type")).isEqualTo(List.of("protocol"));
    Event empty = START.query("x.example.com", List.of(), List.of());
    assertThat(field(Category.DNS_QUERY, empty, "QueryStatus")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "PROCESS_CREATION, DestinationIp",
    "PROCESS_CREATION, destination.ip",
    "PROCESS_CREATION, QueryName",
    "PROCESS_CREATION, Imag",
    "PROCESS_CREATION, image",
    "PROCESS_CREATION, process.comand_line",
    "NETWORK_CONNECTION, QueryName",
    "NETWORK_CONNECTION, exfil.grammar.confidence",
    "DNS_QUERY, Initiated",
    "DNS_QUERY, destination.port",
  })
  void otherFieldsAreUnknown(Category category, String name) {
    assertThat(FIELDS.resolve(category, name)).isNull();
    assertThat(FIELDS.names(category)).doesNotContain(name).contains("Image", "process.name");
  }

  @Test
  void everyKnownNameResolves() {
    for (Category category : Category.values()) {
      assertThat(FIELDS.names(category))
          .allSatisfy(name -> assertThat(FIELDS.resolve(category, name)).isNotNull());
    }
  }

  @Test
  void argumentsAreSplitAsTheSystemDoes() {
    Events line = START.commandLine("r \"a b\" 'c d'").args("vendor");
    assertThat(new EventDocument(line.start()).field("process.args"))
        .isEqualTo(List.of("r", "a b", "'c", "d'"));
    Events posix = line.os("linux").executable("/bin/r");
    assertThat(new EventDocument(posix.start()).field("process.args")).isEqualTo(List.of("vendor"));
    Events posixLine = Events.linux("r \"a b\" 'c d'");
    assertThat(new EventDocument(posixLine.start()).field("process.args"))
        .isEqualTo(List.of("r", "a b", "c d"));
    Events noLine = line.commandLine(null);
    assertThat(new EventDocument(noLine.start()).field("process.args"))
        .isEqualTo(List.of("vendor"));
    assertThat(new EventDocument(START.commandLine(null).start()).field("process.args")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\x\\r.exe, r.exe, windows",
    "\\Device\\HarddiskVolume3\\r, r, windows",
    ", r.exe, windows",
    "/usr/bin/r, r, ",
    ", r, ",
  })
  void theSystemIsSeenInPathsWhereTheSourceDoesNotTell(
      @Nullable String executable, String name, @Nullable String expected) {
    Events event = START.os(null).executable(executable).name(name).commandLine("r 'a b'");
    EventDocument document = new EventDocument(event.start());
    assertThat(document.field("host.os.type")).isEqualTo(expected);
    assertThat(document.field("process.args"))
        .isEqualTo(expected == null ? List.of("r", "a b") : List.of("r", "'a", "b'"));
  }

  @Test
  void aFileNameWithoutPathStillEndsWithASeparatorAndTheName() {
    Event event = START.executable(null).start();
    assertThat(new EventDocument(event).field("Image")).isEqualTo("\\rclone.exe");
    assertThat(new EventDocument(event).field("process.executable")).isNull();
    Event posix = Events.linux("x").executable(null).start();
    assertThat(new EventDocument(posix).field("Image")).isEqualTo("/rclone");
    Event unnamed = START.name(null).start();
    assertThat(new EventDocument(unnamed).field("process.name")).isEqualTo("rclone.exe");
  }

  @Test
  void computedFieldsAreThereToo() {
    StartDocument document = new StartDocument(START.start(), new GrammarConfidence());
    assertThat(document.field("exfil.grammar.confidence")).asString().isNotEqualTo("0");
    assertThat(document.field("exfil.command")).isEqualTo("copy");
    assertThat(document.field("process.pid")).isEqualTo(42L);
    assertThat(document.field("nothing")).isNull();
  }

  @Test
  void keywordsSeeAllTexts() {
    List<String> texts = new ArrayList<>();
    new StartDocument(START.start(), new GrammarConfidence()).forEachText(texts::add);
    assertThat(texts)
        .contains("rclone.exe copy \"C:\\My Data\" r:x", "C:\\My Data", "CORP\\ann", "ws1");
  }
}
