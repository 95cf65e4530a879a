package exfilwatch.telemetry.decode;

import static exfilwatch.telemetry.decode.Decoded.millis;
import static exfilwatch.telemetry.decode.SysmonRecords.GUID;
import static exfilwatch.telemetry.decode.SysmonRecords.PARENT_GUID;
import static exfilwatch.telemetry.decode.SysmonRecords.connection;
import static exfilwatch.telemetry.decode.SysmonRecords.dns;
import static exfilwatch.telemetry.decode.SysmonRecords.members;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import exfilwatch.telemetry.decode.SysmonRecords.Carrier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SysmonSourceTest {
  private static final long RECORDED = millis("2024-05-01T10:00:00.456Z");
  private static final Host HOST = new Host("WS1.corp.example.com", null, "windows");
  private static final String ID = "ws1.corp.example.com/Microsoft-Windows-Sysmon/Operational/20";
  private static final User USER = new User("bob", "CORP", null);

  private static ProcessInfo actor() {
    return new ProcessInfo(
        GUID,
        4712,
        0,
        "svc host.exe",
        "C:\\Users\\bob\\svc host.exe",
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @ParameterizedTest
  @EnumSource
  void start(Carrier carrier) {
    assertThat(carrier.event(1, SysmonRecords.start()))
        .isEqualTo(
            new Event(
                EventKind.PROCESS_START,
                "sysmon",
                ID,
                RECORDED,
                HOST,
                new ProcessInfo(
                    GUID,
                    4712,
                    millis("2024-05-01T10:00:00.120Z"),
                    "svc host.exe",
                    "C:\\Users\\bob\\svc host.exe",
                    "\"C:\\Users\\bob\\svc host.exe\" copy D:\\data mega:x --config=C:\\t\\c.conf",
                    null,
                    "C:\\Users\\bob\\",
                    "medium",
                    new PeFile(
                        "rclone.exe",
                        "Rclone",
                        "https://rclone.org",
                        "Rsync for cloud storage",
                        "1.66.0"),
                    new Hashes(
                        "0cc175b9c0f1b6a831c399e269772661",
                        "b6d237154f2e528f0b503b58b025862d66b02b73",
                        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
                        null)),
                new ProcessInfo(
                    PARENT_GUID,
                    812,
                    0,
                    "cmd.exe",
                    "C:\\Windows\\System32\\cmd.exe",
                    "cmd.exe /c run.bat",
                    null,
                    null,
                    null,
                    null,
                    null),
                USER,
                null,
                null));
  }

  @ParameterizedTest
  @EnumSource
  void end(Carrier carrier) {
    Map<String, String> data = connection();
    data.keySet()
        .removeIf(k -> !k.startsWith("Process") && !k.equals("Image") && !k.equals("User"));
    assertThat(carrier.event(5, data))
        .isEqualTo(
            new Event(
                EventKind.PROCESS_END,
                "sysmon",
                ID,
                RECORDED,
                HOST,
                actor(),
                null,
                USER,
                null,
                null));
  }

  @ParameterizedTest
  @EnumSource
  void connectionAtTheTimeOfTheRecord(Carrier carrier) {
    assertThat(carrier.event(3, connection()))
        .isEqualTo(
            new Event(
                EventKind.CONNECTION,
                "sysmon",
                ID,
                RECORDED,
                HOST,
                actor(),
                null,
                USER,
                new Connection(
                    Direction.OUTBOUND,
                    "tcp",
                    "192.0.2.10",
                    50123,
                    "198.51.100.7",
                    443,
                    "g.api.mega.co.nz",
                    -1,
                    -1,
                    false),
                null));
  }

  @ParameterizedTest
  @EnumSource
  void nameQuery(Carrier carrier) {
    assertThat(carrier.event(22, dns()))
        .isEqualTo(
            new Event(
                EventKind.DNS,
                "sysmon",
                ID,
                RECORDED,
                HOST,
                actor(),
                null,
                USER,
                null,
                new Dns(
                    "g.api.mega.co.nz",
                    null,
                    List.of("lu.api.mega.co.nz"),
                    List.of("198.51.100.7", "198.51.100.8"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 11, 13, 255})
  void otherEventsAreSkipped(int id) {
    Decoded decoded = Decoded.json(Carrier.WINLOGBEAT.of(id, SysmonRecords.start()));
    assertThat(decoded.skipped).containsExactly("sysmon: " + Emit.OTHER_KIND);
  }

  @Test
  void theSameIdsOfOtherProvidersAreNotSysmon() {
    String other =
        Carrier.WINLOGBEAT
            .of(1, SysmonRecords.start())
            .replace("Microsoft-Windows-Sysmon/Operational", "System")
            .replace("Microsoft-Windows-Sysmon", "Microsoft-Windows-Kernel-General");
    assertThat(Decoded.json(other).skipped).containsExactly("windows: " + Emit.OTHER_KIND);
  }

  // traps

  @Test
  void nullGuidFallsBackToThePid() {
    Map<String, String> data = connection();
    data.put("ProcessGuid", "{00000000-0000-0000-0000-000000000000}");
    data.put("Image", "<unknown process>");
    ProcessInfo process = Carrier.WINLOGBEAT.event(3, data).process();
    assertThat(process.entityId()).isNull();
    assertThat(process.pid()).isEqualTo(4712);
    assertThat(process.executable()).isNull();
    assertThat(process.name()).isNull();
    data.remove("ProcessId");
    assertThat(Decoded.json(Carrier.WINLOGBEAT.of(3, data)).rejected)
        .containsExactly("missing_field: ProcessGuid is missing");
  }

  @Test
  void nxlogLosesThePidOfTheActor() {
    Map<String, String> data = dns();
    data.remove("ProcessId");
    String record =
        """
        {'EventTime':'2024-05-01 12:00:00','Hostname':'WS1','EventID':22,'SourceName':'Microsoft-Windows-Sysmon',
        'RecordNumber':20,'ProcessID':2556,'Channel':'Microsoft-Windows-Sysmon/Operational','UserID':'S-1-5-18',
        'AccountName':'user1','SourceModuleType':'im_msvistalog',\
        """
            + members(data)
            + "}";
    Event event = Decoded.event(record);
    assertThat(event.process().pid()).isZero();
    assertThat(event.process().entityId()).isEqualTo(GUID);
    assertThat(event.user()).isEqualTo(USER);
  }

  @ParameterizedTest
  @CsvSource({
    // local time with the zone that UtcTime tells
    "3,  2024-05-01 12:00:01, 2024-05-01 10:00:00.120, 2024-05-01T10:00:01Z",
    "3,  2024-05-01 12:00:00, 2024-05-01 10:00:00.120, 2024-05-01T10:00:00.120Z",
    "22, 2024-05-01 04:15:02, 2024-05-01 09:45:01.900, 2024-05-01T09:45:02Z",
    // a clock fault, not a zone
    "3,  2024-05-01 12:00:01, 2024-04-22 03:21:11.000, 2024-05-01T12:00:01Z",
    "1,  2024-05-01 12:00:01, 2024-05-01 10:07:11.000, 2024-05-01T10:07:11Z"
  })
  void nxlogTimeWithoutZone(int id, String eventTime, String utcTime, String expected) {
    Map<String, String> data = id == 1 ? SysmonRecords.start() : id == 3 ? connection() : dns();
    data.put("UtcTime", utcTime);
    String record =
        "{'EventTime':'%s','Hostname':'WS1','EventID':%d,'SourceName':'Microsoft-Windows-Sysmon',"
                .formatted(eventTime, id)
            + members(data)
            + "}";
    assertThat(Decoded.event(record).time()).isEqualTo(millis(expected));
  }

  @Test
  void bareFlatRecordWithoutCarrier() {
    String record =
        "{'EventId':1,'Computer':'WS1','LogonGuid':null," + members(SysmonRecords.start()) + "}";
    Event event = Decoded.event(record);
    assertThat(event.source()).isEqualTo("sysmon");
    assertThat(event.process().pid()).isEqualTo(4712);
    assertThat(event.time()).isEqualTo(millis("2024-05-01T10:00:00.120Z"));
  }

  @ParameterizedTest
  @CsvSource({
    // Initiated, source name, destination name -> direction
    "true,  , , OUTBOUND",
    "false, , , UNKNOWN",
    "false, ws1, dns.example.com, OUTBOUND",
    "false, x.example.com, WS1.corp.example.com, INBOUND"
  })
  void initiatedMeansLittleForUdp(String initiated, String from, String to, Direction expected) {
    Map<String, String> data = connection();
    data.put("Protocol", "udp");
    data.put("Initiated", initiated);
    data.put("DestinationPort", "53");
    data.put("SourceHostname", from == null ? "-" : from);
    data.put("DestinationHostname", to == null ? "" : to);
    Connection connection = requireNonNull(Carrier.WINLOGBEAT.event(3, data).connection());
    assertThat(connection.direction()).isEqualTo(expected);
    assertThat(connection.destinationPort()).isEqualTo(53);
  }

  @Test
  void theWellKnownPortOfUdpIsTheDestination() {
    Map<String, String> data = connection();
    data.putAll(
        Map.of(
            "Protocol",
            "udp",
            "Initiated",
            "false",
            "SourcePort",
            "53",
            "DestinationPort",
            "50123",
            "SourceHostname",
            "dns.example.com",
            "DestinationHostname",
            "-"));
    assertThat(Carrier.WINLOGBEAT.event(3, data).connection())
        .isEqualTo(
            new Connection(
                Direction.UNKNOWN,
                "udp",
                "198.51.100.7",
                50123,
                "192.0.2.10",
                53,
                "dns.example.com",
                -1,
                -1,
                false));
  }

  @Test
  void tcpThatWasAcceptedIsInbound() {
    Map<String, String> data = connection();
    data.put("Initiated", "false");
    Connection connection = requireNonNull(Carrier.EVTX_DUMP.event(3, data).connection());
    assertThat(connection.direction()).isEqualTo(Direction.INBOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "fe80:0:0:0:1:2:3:4, fe80::1:2:3:4",
    "a00:203:3000:3000:3000:3000:3000:3000, 10.0.2.3",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:ffff:c633:6407, 198.51.100.7"
  })
  void addressesOfOldVersions(String text, String expected) {
    Map<String, String> data = connection();
    data.put("DestinationIp", text);
    Connection connection = requireNonNull(Carrier.WINLOGBEAT.event(3, data).connection());
    assertThat(connection.destinationIp()).isEqualTo(expected);
  }

  @Test
  void absentValues() {
    Map<String, String> data = SysmonRecords.start();
    data.putAll(
        Map.of(
            "OriginalFileName",
            "?",
            "Product",
            "-",
            "Company",
            "",
            "Description",
            "-",
            "FileVersion",
            "-"));
    data.putAll(Map.of("Hashes", "-", "User", "-", "IntegrityLevel", "?"));
    data.keySet().removeIf(k -> k.startsWith("Parent"));
    Event event = Carrier.EVTX_DUMP.event(1, data);
    assertThat(event.process().pe()).isNull();
    assertThat(event.process().hash()).isNull();
    assertThat(event.process().integrity()).isNull();
    assertThat(event.user()).isNull();
    assertThat(event.parent()).isNull();
  }

  @Test
  void numbersAsNumbersAndIdsAsText() {
    String record =
        Carrier.WINLOGBEAT
            .of(3, connection())
            .replace("\"ProcessId\":\"4712\"", "\"ProcessId\":4712")
            .replace("\"Initiated\":\"true\"", "\"Initiated\":true")
            .replace("\"DestinationPort\":\"443\"", "\"DestinationPort\":443");
    assertThat(Decoded.event(record)).isEqualTo(Carrier.WINLOGBEAT.event(3, connection()));
  }

  @Test
  void doubledBackslashesAreUndone() {
    Map<String, String> data = SysmonRecords.start();
    data.replaceAll((k, v) -> v.replace("\\", "\\\\"));
    data.put(
        "CommandLine",
        "\"C:\\\\Users\\\\bob\\\\svc host.exe\" copy \\\\\\\\nas\\\\share \\\\srv\\\\x mega:x");
    data.put("User", "CORP\\bob");
    ProcessInfo process = Carrier.WINLOGBEAT.event(1, data).process();
    assertThat(process.executable()).isEqualTo("C:\\Users\\bob\\svc host.exe");
    assertThat(process.name()).isEqualTo("svc host.exe");
    assertThat(process.workingDirectory()).isEqualTo("C:\\Users\\bob\\");
    assertThat(process.commandLine())
        .isEqualTo("\"C:\\Users\\bob\\svc host.exe\" copy \\\\nas\\share \\\\srv\\x mega:x");
  }

  @Test
  void uncPathsAreLeftAsTheyAre() {
    Map<String, String> data = SysmonRecords.start();
    data.put("Image", "\\\\nas\\share\\rclone.exe");
    data.put("CommandLine", "\\\\nas\\share\\rclone.exe copy \\\\nas\\\\x b:");
    ProcessInfo process = Carrier.EVTX_DUMP.event(1, data).process();
    assertThat(process.executable()).isEqualTo("\\\\nas\\share\\rclone.exe");
    assertThat(process.commandLine()).isEqualTo("\\\\nas\\share\\rclone.exe copy \\\\nas\\\\x b:");
  }

  @Test
  void imageWithoutPath() {
    Map<String, String> data = connection();
    data.put("Image", "System");
    ProcessInfo process = Carrier.WINLOGBEAT.event(3, data).process();
    assertThat(process.name()).isEqualTo("System");
  }

  @Test
  void linux() {
    String record =
        """
        <Event><System><Provider Name="Linux-Sysmon" Guid="{ff032593-a8d3-4f13-b0d6-01fc615a0f97}"/><EventID>1</EventID>\
        <TimeCreated SystemTime="2024-05-01T10:00:00.456789000Z"/><EventRecordID>20</EventRecordID>\
        <Channel>Linux-Sysmon/Operational</Channel><Computer>db1</Computer></System><EventData>\
        <Data Name="UtcTime">2024-05-01 10:00:00.400</Data>\
        <Data Name="ProcessGuid">{a1b2c3d4-0001-6632-0100-000000001a00}</Data><Data Name="ProcessId">991</Data>\
        <Data Name="Image">/usr/bin/rclone</Data><Data Name="OriginalFileName">-</Data>\
        <Data Name="CommandLine">rclone copy /srv/db s3:x &amp;</Data><Data Name="User">root</Data>\
        <Data Name="Hashes">-</Data></EventData></Event>\
        """;
    Event event = Decoded.event(record);
    assertThat(event.host()).isEqualTo(new Host("db1", null, "linux"));
    assertThat(event.process().name()).isEqualTo("rclone");
    assertThat(event.process().commandLine()).isEqualTo("rclone copy /srv/db s3:x &");
    assertThat(event.process().pe()).isNull();
    assertThat(event.user()).isEqualTo(new User("root", null, null));
  }

  @Test
  void mandatoryFields() {
    Map<String, String> data = SysmonRecords.start();
    data.keySet().removeAll(List.of("Image", "CommandLine"));
    assertThat(Decoded.json(Carrier.WINLOGBEAT.of(1, data)).rejected)
        .containsExactly("missing_field: Image is missing");
    data = dns();
    data.remove("QueryName");
    assertThat(Decoded.json(Carrier.EVTX_DUMP.of(22, data)).rejected)
        .containsExactly("missing_field: QueryName is missing");
    String record = Carrier.EVTX_DUMP.of(1, SysmonRecords.start());
    assertThat(Decoded.json(record.replace("'Computer'", "'Other'")).rejected)
        .containsExactly("no_host: System.Computer is missing");
    assertThat(
            Decoded.json(record.replace("2024-05-01T10:00:00.456789Z", "1601-01-01T00:00:00Z"))
                .rejected
                .get(0))
        .startsWith("time_out_of_range: ")
        .contains("1601-01-01");
  }
}
