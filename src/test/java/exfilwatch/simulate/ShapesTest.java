package exfilwatch.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ShapesTest {
  private static final Endpoint HOST = Records.WINDOWS;
  private static final String EXECUTABLE = "C:\\ProgramData\\TrendFileSecurityCheck.exe";
  private static final String COMMAND_LINE = EXECUTABLE + " copy \"a b\" mega:x";

  static List<String> names() {
    return SimulationSettings.knownShapes();
  }

  private static Shape shape(String name) {
    return Shapes.named(name).get(0);
  }

  private static void is(JsonNode record, String pointer, Object value) {
    assertThat(record.at(pointer).asText()).as(pointer).isEqualTo(value.toString());
  }

  private static void are(JsonNode record, String... keysAndValues) {
    for (int i = 0; i < keysAndValues.length; i += 2) {
      assertThat(record.path(keysAndValues[i]).asText())
          .as(keysAndValues[i])
          .isEqualTo(keysAndValues[i + 1]);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void recordsOfEachKindAreJsonAndTakeOneLine(String name) {
    Shape shape = shape(name);
    RunningProcess process = Records.rclone(HOST);
    Activity.Lookup lookup = new Activity.Lookup("a.example.com", null, "203.0.113.9");
    List<Activity> activities =
        List.of(
            Activity.start(process),
            Activity.end(process, process.start() + 1),
            Activity.connect(process, process.start() + 1, Records.UPLOAD),
            Activity.sniffed(process, process.start() + 1, Records.UPLOAD),
            Activity.disconnect(process, process.start() + 1, Records.UPLOAD),
            Activity.lookup(process, process.start() + 1, lookup),
            Activity.write(process, process.start() + 1, false, "C:\\a.tmp"),
            Activity.write(process, process.start() + 1, true, "SOFTWARE\\a"));
    for (Activity activity : activities) {
      if (shape.records(activity.kind())) {
        byte[] record = shape.record(activity, 7);
        assertThat(Records.json(record).isObject()).isTrue();
        assertThat(new String(record, StandardCharsets.UTF_8)).doesNotContain("\n");
      }
    }
    assertThat(shape.records(Activity.Kind.START) && shape.records(Activity.Kind.FILE)).isTrue();
  }

  @Test
  void unknownShapesAreRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Shapes.named("security+sysmon"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'sysmon'")
        .hasMessageContaining("sysmon-winlogbeat");
  }

  @Test
  void defend() {
    JsonNode start = Records.start(shape("defend"), HOST);
    is(start, "/event/action", "start");
    is(start, "/data_stream/dataset", "endpoint.events.process");
    is(start, "/process/command_line", COMMAND_LINE);
    is(start, "/process/args/2", "a b");
    is(start, "/process/pe/original_file_name", "rclone.exe");
    is(start, "/process/parent/name", "cmd.exe");
    String entity = start.at("/process/entity_id").asText();
    assertThat(new String(Base64.getDecoder().decode(entity), StandardCharsets.US_ASCII))
        .matches(HOST.agentId() + "-34000-\\d{11}\\.123\\d{4}00");
    JsonNode connection = Records.connect(shape("defend"), HOST);
    is(connection, "/process/entity_id", entity);
    is(connection, "/network/direction", "egress");
    is(connection, "/destination/ip", "203.0.113.9");
    assertThat(connection.at("/process/command_line").isMissingNode()).isTrue();
    assertThat(connection.at("/source/bytes").isMissingNode()).isTrue();
    is(Records.lookup(shape("defend"), HOST), "/dns/resolved_ip/0", "203.0.113.9");
    JsonNode linux = Records.start(shape("defend"), Records.LINUX);
    is(linux, "/event/action", "exec");
    is(linux, "/host/os/type", "linux");
  }

  @Test
  void defendCountsBytesWhenAConnectionEnds() {
    RunningProcess process = Records.rclone(HOST);
    Activity over = Activity.disconnect(process, process.start() + 9, Records.UPLOAD);
    JsonNode record = Records.json(shape("defend").record(over, 1));
    is(record, "/event/type/0", "end");
    is(record, "/source/bytes", 5_000_000_000L);
    is(record, "/destination/bytes", 7000);
  }

  @Test
  void sysmonByWinlogbeat() {
    JsonNode start = Records.start(shape("sysmon-winlogbeat"), HOST).at("/winlog");
    is(start, "/event_id", "1");
    is(start, "/event_data/OriginalFileName", "rclone.exe");
    is(start, "/event_data/CommandLine", COMMAND_LINE);
    is(start, "/event_data/ProcessId", "34000");
    String guid = start.at("/event_data/ProcessGuid").asText();
    assertThat(guid).matches("\\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\}");
    JsonNode connection = Records.connect(shape("sysmon-winlogbeat"), HOST);
    is(connection, "/winlog/event_data/ProcessGuid", guid);
    is(connection, "/winlog/event_data/Initiated", "true");
    is(connection, "/winlog/event_data/DestinationPort", "443");
    assertThat(connection.at("/winlog/event_data/UtcTime").asText().replace(' ', 'T'))
        .isLessThan(connection.get("@timestamp").asText());
    is(
        Records.lookup(shape("sysmon-winlogbeat"), HOST),
        "/winlog/event_data/QueryResults",
        "type:  5 lb.example.net;::ffff:203.0.113.9;");
  }

  @Test
  void sysmonClockFaultIsInUtcTimeOnly() {
    Endpoint faulty =
        Endpoint.of("WS-1", Os.WINDOWS, "10.20.1.1", "a", true, 86_400_000, HOST.shapes());
    JsonNode connection = Records.connect(shape("sysmon-winlogbeat"), faulty);
    assertThat(connection.at("/winlog/event_data/UtcTime").asText()).startsWith("2026-03-05");
    assertThat(connection.get("@timestamp").asText()).startsWith("2026-03-04");
    JsonNode start = Records.start(shape("sysmon-winlogbeat"), faulty);
    assertThat(start.at("/winlog/event_data/UtcTime").asText()).startsWith("2026-03-04");
  }

  @Test
  void sysmonFromAnExportedLog() {
    JsonNode start = Records.start(shape("sysmon-evtx"), HOST).at("/Event");
    is(start, "/System/EventID", "1");
    is(start, "/System/Computer", "ws-fin-07.corp.example.com");
    assertThat(start.at("/System/TimeCreated/#attributes/SystemTime").asText())
        .matches("2026-03-04T\\d\\d:\\d\\d:\\d\\d\\.123\\d{3}Z");
    assertThat(start.at("/EventData/ProcessId").isNumber()).isTrue();
    assertThat(start.at("/EventData/ProcessGuid").asText()).matches("[0-9A-F-]{36}");
  }

  @Test
  void sysmonByNxlogHasLostThePid() {
    JsonNode start = Records.start(shape("sysmon-nxlog"), HOST);
    are(start, "ProcessID", "3144", "EventID", "1", "Product", "Rclone", "Image", EXECUTABLE);
    assertThat(start.has("ProcessId")).isFalse();
    assertThat(start.has("RuleName")).isFalse();
    assertThat(start.get("EventTime").asText()).matches("2026-03-04 \\d\\d:\\d\\d:\\d\\d");
  }

  @Test
  void sysmonAsElasticStoresIt() {
    JsonNode start = Records.start(shape("sysmon-ecs"), HOST);
    is(start, "/event/category/0", "process");
    is(start, "/process/pe/original_file_name", "rclone.exe");
    is(start, "/user/id", "S-1-5-18");
    JsonNode connection = Records.connect(shape("sysmon-ecs"), HOST);
    is(connection, "/event/type/0", "start");
    is(connection, "/event/category/0", "network");
    is(connection, "/process/entity_id", start.at("/process/entity_id").asText());
  }

  @Test
  void windowsSecurity() {
    JsonNode start = Records.start(shape("security"), HOST).at("/winlog/event_data");
    are(start, "NewProcessId", "0x84d0", "NewProcessName", EXECUTABLE, "CommandLine", COMMAND_LINE);
    assertThat(start.has("OriginalFileName")).isFalse();
    JsonNode connection = Records.connect(shape("security"), HOST).at("/winlog/event_data");
    are(connection, "ProcessID", "34000", "Direction", "%%14593", "DestPort", "443");
    are(
        connection,
        "Application",
        "\\device\\harddiskvolume3\\programdata\\trendfilesecuritycheck.exe");
    is(Records.end(shape("security"), HOST), "/winlog/event_data/ProcessId", "0x84d0");
  }

  @Test
  void crowdstrike() {
    JsonNode start = Records.start(shape("crowdstrike-fdr"), HOST);
    are(start, "event_simpleName", "ProcessRollup2", "RawProcessId", "34000");
    are(start, "event_platform", "Win", "ProcessStartTime", "1772618400.123");
    assertThat(start.get("ImageFileName").asText()).startsWith("\\Device\\HarddiskVolume3\\");
    start.properties().forEach(f -> assertThat(f.getValue().isTextual()).isTrue());
    JsonNode connection = Records.connect(shape("crowdstrike-fdr"), HOST);
    are(connection, "ContextProcessId", start.get("TargetProcessId").asText());
    are(connection, "ConnectionDirection", "0", "RemoteAddressIP4", "203.0.113.9");
    assertThat(connection.has("RawProcessId")).isFalse();
    are(Records.lookup(shape("crowdstrike-fdr"), HOST), "IP4Records", "203.0.113.9;");
    JsonNode end = Records.end(shape("crowdstrike-fdr"), Records.LINUX);
    are(end, "event_simpleName", "TerminateProcess");
  }

  @Test
  void sentinelOne() {
    JsonNode start = Records.start(shape("sentinelone"), HOST);
    are(start, "event.type", "Process Creation", "tgt.process.cmdline", COMMAND_LINE);
    are(start, "src.process.name", "cmd.exe", "tgt.process.displayName", "Rclone");
    JsonNode connection = Records.connect(shape("sentinelone"), HOST);
    are(connection, "src.process.uid", start.get("tgt.process.uid").asText());
    are(connection, "event.network.direction", "OUTGOING", "dst.ip.address", "203.0.113.9");
    JsonNode linux = Records.start(shape("sentinelone"), Records.LINUX);
    assertThat(linux.get("tgt.process.cmdline").asText()).startsWith(" ");
  }

  @Test
  void defenderStreamed() {
    JsonNode start = Records.start(shape("m365-defender"), HOST);
    is(start, "/category", "AdvancedHunting-DeviceProcessEvents");
    JsonNode columns = start.get("properties");
    are(columns, "ActionType", "ProcessCreated", "ProcessId", "34000", "FolderPath", EXECUTABLE);
    are(columns, "ProcessVersionInfoOriginalFileName", "rclone.exe");
    JsonNode connection = Records.connect(shape("m365-defender"), HOST).get("properties");
    are(connection, "InitiatingProcessId", "34000", "RemoteUrl", "g.api.mega.co.nz");
    are(connection, "InitiatingProcessCreationTime", columns.get("ProcessCreationTime").asText());
    assertThat(shape("m365-defender").records(Activity.Kind.END)).isFalse();
  }

  @Test
  void defenderQueried() {
    JsonNode start = Records.start(shape("m365-hunting"), HOST);
    are(start, "Type", "DeviceProcessEvents", "ProcessCommandLine", COMMAND_LINE);
    RunningProcess process = Records.rclone(HOST);
    Activity sniffed = Activity.sniffed(process, process.start() + 5, Records.UPLOAD);
    JsonNode packet = Records.json(shape("m365-hunting").record(sniffed, 3));
    are(packet, "ActionType", "ConnectionAttempt", "InitiatingProcessId", "0");
  }

  @Test
  void endgame() {
    JsonNode start = Records.start(shape("endgame"), HOST);
    are(start, "event_subtype_full", "creation_event", "opcode", "1", "process_path", EXECUTABLE);
    assertThat(start.get("timestamp").asLong() / 10_000).isEqualTo(13_417_092_000_123L);
    JsonNode connection = Records.connect(shape("endgame"), HOST);
    are(connection, "unique_pid", start.get("unique_pid").asText());
    are(connection, "event_subtype_full", "ipv4_connection_attempt_event");
    are(Records.lookup(shape("endgame"), HOST), "query_name", "g.api.mega.co.nz.");
  }
}
