package exfilwatch.telemetry.decode;

import static exfilwatch.telemetry.decode.Decoded.millis;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefenderSourceTest {
  private static final String SHA256 =
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
  static final String START_ROW =
      """
      'Timestamp':'2024-05-01T10:00:00.4684522Z','DeviceId':'d1','DeviceName':'WS1.corp.example.com','ReportId':18984951960,'ActionType':'ProcessCreated',
      'FileName':'svc.exe','FolderPath':'C:\\\\Users\\\\bob\\\\svc.exe','ProcessId':4712,'ProcessUniqueId':'0','ProcessCreationTime':'2024-05-01T10:00:00.35Z',
      'ProcessCommandLine':'\\"svc.exe\\" copy D:\\\\d mega:x','ProcessIntegrityLevel':'High','SHA1':'86f7e437faa5a7fce15d1ddcb9eaeaea377667b8','SHA256':'%s','MD5':'0cc175b9c0f1b6a831c399e269772661',
      'ProcessVersionInfoOriginalFileName':'rclone.exe','ProcessVersionInfoProductName':'Rclone','ProcessVersionInfoCompanyName':'https://rclone.org',
      'ProcessVersionInfoFileDescription':'Rsync for cloud storage','ProcessVersionInfoProductVersion':'1.66.0','ProcessVersionInfoInternalFileName':'rclone',
      'AccountName':'bob','AccountDomain':'corp','AccountSid':'S-1-5-21-1-2-3-1001','AccountUpn':null,'AdditionalFields':'{}',
      'InitiatingProcessId':812,'InitiatingProcessFileName':'cmd.exe','InitiatingProcessFolderPath':'c:\\\\windows\\\\system32\\\\cmd.exe',
      'InitiatingProcessCommandLine':'cmd.exe','InitiatingProcessCreationTime':'2024-05-01T09:00:00.2692792Z','InitiatingProcessUniqueId':'151715012447044204',
      'InitiatingProcessParentId':44,'InitiatingProcessParentFileName':'explorer.exe','InitiatingProcessAccountName':'alice'\
      """
          .formatted(SHA256);
  private static final String ACTOR_COLUMNS =
      """
      'InitiatingProcessId':%s,'InitiatingProcessFileName':'svc.exe','InitiatingProcessFolderPath':'c:\\\\users\\\\bob\\\\svc.exe',
      'InitiatingProcessCommandLine':'svc.exe copy','InitiatingProcessCreationTime':'2024-05-01T10:00:00.35Z','InitiatingProcessVersionInfoOriginalFileName':'rclone.exe',
      'InitiatingProcessParentId':812,'InitiatingProcessParentFileName':'cmd.exe','InitiatingProcessParentCreationTime':'2024-05-01T09:00:00.2692792Z',
      'InitiatingProcessSHA256':'%s','InitiatingProcessAccountName':'bob','InitiatingProcessAccountDomain':'corp','InitiatingProcessAccountSid':'S-1-5-21-1-2-3-1001'\
      """;

  static String connectionRow(String action, Object pid) {
    return """
    'Timestamp':'2024-05-01T10:00:02.59Z','DeviceId':'d1','DeviceName':'WS1.corp.example.com','ReportId':37827,'ActionType':'%s','RemoteIP':'198.51.100.7','RemotePort':443,
    'RemoteUrl':'g.api.mega.co.nz','LocalIP':'192.0.2.10','LocalPort':50123,'Protocol':'Tcp','LocalIPType':'Private','AdditionalFields':null,%s\
    """
        .formatted(action, ACTOR_COLUMNS.formatted(pid, SHA256));
  }

  static String streaming(String table, String row) {
    return "{'time':'2024-05-01T10:09:00Z','tenantId':'t','operationName':'Publish','category':'AdvancedHunting-"
        + table
        + "','properties':{"
        + row
        + "},'Tenant':'DefaultTenant'}";
  }

  static String flat(String row) {
    return "{'TenantId':'t','Type':'DeviceEvents','TimeGenerated':'2024-05-01T10:00:02.59Z',"
        + row
        + "}";
  }

  private static final Host HOST = new Host("WS1.corp.example.com", "d1", "windows");
  private static final User USER = new User("bob", "corp", "S-1-5-21-1-2-3-1001");
  private static final long CREATED = millis("2024-05-01T10:00:00.350Z");
  private static final ProcessInfo ACTOR =
      new ProcessInfo(
          null,
          4712,
          CREATED,
          "svc.exe",
          "c:\\users\\bob\\svc.exe",
          "svc.exe copy",
          null,
          null,
          null,
          new PeFile("rclone.exe", null, null, null, null),
          new Hashes(null, null, SHA256, null));
  private static final ProcessInfo ACTOR_PARENT =
      new ProcessInfo(
          null,
          812,
          millis("2024-05-01T09:00:00.269Z"),
          "cmd.exe",
          null,
          null,
          null,
          null,
          null,
          null,
          null);

  private static final Event START =
      new Event(
          EventKind.PROCESS_START,
          "m365_defender",
          "d1/18984951960/2024-05-01T10:00:00.4684522Z",
          millis("2024-05-01T10:00:00.468Z"),
          HOST,
          new ProcessInfo(
              null,
              4712,
              CREATED,
              "svc.exe",
              "C:\\Users\\bob\\svc.exe",
              "\"svc.exe\" copy D:\\d mega:x",
              null,
              null,
              "high",
              new PeFile(
                  "rclone.exe",
                  "Rclone",
                  "https://rclone.org",
                  "Rsync for cloud storage",
                  "1.66.0"),
              new Hashes(
                  "0cc175b9c0f1b6a831c399e269772661",
                  "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8",
                  SHA256,
                  null)),
          new ProcessInfo(
              null,
              812,
              millis("2024-05-01T09:00:00.269Z"),
              "cmd.exe",
              "c:\\windows\\system32\\cmd.exe",
              "cmd.exe",
              null,
              null,
              null,
              null,
              null),
          USER,
          null,
          null);

  @Test
  void start() {
    assertThat(Decoded.event(streaming("DeviceProcessEvents", START_ROW))).isEqualTo(START);
    assertThat(Decoded.event(flat(START_ROW))).isEqualTo(START);
    assertThat(Decoded.event("{'records':[" + streaming("DeviceProcessEvents", START_ROW) + "]}"))
        .isEqualTo(START);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ConnectionSuccess", "ConnectionRequest", "ConnectionFailed", "ConnectionFound"})
  void connection(String action) {
    Event expected =
        new Event(
            EventKind.CONNECTION,
            "m365_defender",
            "d1/37827/2024-05-01T10:00:02.59Z",
            millis("2024-05-01T10:00:02.590Z"),
            HOST,
            ACTOR,
            ACTOR_PARENT,
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
            null);
    assertThat(Decoded.event(streaming("DeviceNetworkEvents", connectionRow(action, 4712))))
        .isEqualTo(expected);
    assertThat(Decoded.event(flat(connectionRow(action, "'4712'")))).isEqualTo(expected);
  }

  @Test
  void remoteIsThePeerWhoeverOpened() {
    Connection inbound =
        requireNonNull(
            Decoded.event(flat(connectionRow("InboundConnectionAccepted", 4712))).connection());
    assertThat(inbound)
        .isEqualTo(
            new Connection(
                Direction.INBOUND,
                "tcp",
                "198.51.100.7",
                443,
                "192.0.2.10",
                50123,
                null,
                -1,
                -1,
                false));
    Connection listen =
        requireNonNull(
            Decoded.event(flat(connectionRow("ListeningConnectionCreated", 4712))).connection());
    assertThat(listen)
        .isEqualTo(
            new Connection(
                Direction.LISTEN, "tcp", null, 0, "192.0.2.10", 50123, null, -1, -1, false));
  }

  @ParameterizedTest
  @CsvSource({
    "ConnectionAttempt, 0",
    "ConnectionAcknowledged, null",
    "InboundConnectionAttempt, 0",
    "DnsConnectionInspected, 0",
    "SslConnectionInspected, 0",
    "ConnectionFound, 0",
    "DnsQueryResponse, 0"
  })
  void whatWasSeenOnTheWireHasNoProcess(String action, String pid) {
    assertThat(Decoded.skipped(streaming("DeviceNetworkEvents", connectionRow(action, pid))))
        .isEqualTo("m365_defender: " + Emit.NO_ACTOR);
  }

  @ParameterizedTest
  @CsvSource({
    "'https://u:p@api.example.com:8443/a?b', api.example.com",
    "api.example.com, api.example.com",
    "'api.example.com/path', api.example.com",
    "'https://198.51.100.7/x', ",
    "'', "
  })
  void remoteUrlIsANameOrAUrl(String url, String expected) {
    Connection connection =
        requireNonNull(
            Decoded.event(
                    flat(connectionRow("ConnectionSuccess", 4712).replace("g.api.mega.co.nz", url)))
                .connection());
    assertThat(connection.destinationDomain()).isEqualTo(expected);
  }

  @Test
  void withoutRemoteAddress() {
    String row = connectionRow("ConnectionFailed", 4712).replace("'198.51.100.7'", "'-'");
    assertThat(requireNonNull(Decoded.event(flat(row)).connection()).destinationIp()).isNull();
    assertThat(Decoded.skipped(flat(row.replace("'g.api.mega.co.nz'", "null"))))
        .isEqualTo("m365_defender: " + Emit.NO_REMOTE_END);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'{\\\"DnsQueryString\\\":\\\"g.api.mega.co.nz.\\\",\\\"DnsQueryResult\\\":\\\"[{\\\\\\\"Result\\\\\\\":\\\\\\\"198.51.100.7\\\\\\\"}]\\\"}'",
        "'{\\\"DnsQueryString\\\":\\\"g.api.mega.co.nz\\\",\\\"DnsQueryResult\\\":[{\\\"Result\\\":\\\"198.51.100.7\\\",\\\"DnsQueryType\\\":\\\"A\\\"}]}'",
        "{'DnsQueryString':'g.api.mega.co.nz','DnsQueryResult':'198.51.100.7;'}",
        "{'DnsQueryString':'g.api.mega.co.nz','DnsQueryResult':['198.51.100.7','x']}"
      })
  void nameQueryInAdditionalFieldsOfAnyForm(String fields) {
    String row =
        connectionRow("DnsQueryResponse", 4712)
            .replace("'AdditionalFields':null", "'AdditionalFields':" + fields);
    Event event = Decoded.event(streaming("DeviceEvents", row));
    assertThat(event.kind()).isEqualTo(EventKind.DNS);
    assertThat(event.process()).isEqualTo(ACTOR);
    assertThat(event.dns())
        .isEqualTo(new Dns("g.api.mega.co.nz", null, List.of(), List.of("198.51.100.7")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'[]'", "'{}'", "'{broken'", "null", "{}", "'text'"})
  void additionalFieldsOfAnyForm(String fields) {
    assertThat(
            Decoded.event(
                flat(START_ROW.replace("'AdditionalFields':'{}'", "'AdditionalFields':" + fields))))
        .isEqualTo(START);
  }

  @Test
  void linuxExecInPlace() {
    String row =
        START_ROW
            .replace("C:\\\\Users\\\\bob\\\\svc.exe", "/home/bob/rclone")
            .replace("'InitiatingProcessId':812", "'InitiatingProcessId':4712")
            .replace("'InitiatingProcessFileName':'cmd.exe'", "'InitiatingProcessFileName':''");
    Event event = Decoded.event(flat(row));
    assertThat(event.host().os()).isEqualTo("linux");
    assertThat(event.parent())
        .isEqualTo(
            new ProcessInfo(null, 44, 0, "explorer.exe", null, null, null, null, null, null, null));
    assertThat(Decoded.event(flat(row.replace("/home/bob", "/Users/bob"))).host().os())
        .isEqualTo("macos");
  }

  @Test
  void creationLongAfterTheEventIsAMistake() {
    String row =
        connectionRow("ConnectionSuccess", 4712)
            .replace("2024-05-01T10:00:00.35Z", "2024-05-22T10:00:00Z");
    assertThat(Decoded.event(flat(row)).process().start()).isZero();
  }

  @Test
  void whatIsMissingOrOther() {
    assertThat(
            Decoded.skipped(
                streaming(
                    "DeviceEvents",
                    START_ROW.replace("'ProcessCreated'", "'ProcessCreatedUsingWmiQuery'"))))
        .isEqualTo("m365_defender: " + Emit.OTHER_KIND);
    assertThat(Decoded.skipped(streaming("DeviceInfo", "'DeviceId':'d1'")))
        .isEqualTo("m365_defender: " + Emit.OTHER_KIND);
    assertThat(
            Decoded.rejected(
                streaming("DeviceProcessEvents", START_ROW.replace("'ActionType'", "'x'"))))
        .isEqualTo("missing_field: ActionType is missing");
    assertThat(
            Decoded.rejected(
                streaming("DeviceProcessEvents", START_ROW.replace("'Timestamp'", "'x'"))))
        .isEqualTo("no_time: properties.Timestamp is missing");
    assertThat(
            Decoded.rejected(
                streaming(
                    "DeviceProcessEvents",
                    START_ROW.replace("'DeviceId'", "'x'").replace("'DeviceName'", "'y'"))))
        .isEqualTo("no_host: DeviceName and DeviceId are missing");
    String noName = connectionRow("DnsQueryResponse", 4712);
    assertThat(Decoded.rejected(streaming("DeviceEvents", noName)))
        .isEqualTo("missing_field: AdditionalFields.DnsQueryString is missing");
  }

  // as Elastic stores it

  static final String STORED =
      """
      {'@timestamp':'2024-05-01T10:00:00.468Z','data_stream':{'dataset':'m365_defender.event'},'event':{'action':'processcreated','category':['process'],'type':['start']},
      'host':{'id':'d1','name':'ws1.corp.example.com'},'process':{'pid':4712,'name':'svc.exe','executable':'C:\\\\Users\\\\bob\\\\svc.exe','start':'2024-05-01T10:00:00.350Z',
      'command_line':'svc.exe copy D:\\\\d mega:x','args':['\\"svc.exe\\"','copy'],'pe':{'original_file_name':'rclone.exe'},'parent':{'pid':812,'name':'cmd.exe','group_leader':{'name':'explorer.exe'}}},
      'm365_defender':{'event':{'report_id':'104118'}},'user':{'name':'bob','domain':'corp'}}\
      """;

  @Test
  void storedStart() {
    Event event = Decoded.event(STORED);
    assertThat(event)
        .isEqualTo(
            new Event(
                EventKind.PROCESS_START,
                "m365_defender",
                "d1/104118/2024-05-01T10:00:00.468Z",
                millis("2024-05-01T10:00:00.468Z"),
                new Host("ws1.corp.example.com", "d1", "windows"),
                new ProcessInfo(
                    null,
                    4712,
                    CREATED,
                    "svc.exe",
                    "C:\\Users\\bob\\svc.exe",
                    "svc.exe copy D:\\d mega:x",
                    null,
                    null,
                    null,
                    new PeFile("rclone.exe", null, null, null, null),
                    null),
                new ProcessInfo(null, 812, 0, "cmd.exe", null, null, null, null, null, null, null),
                new User("bob", "corp", null),
                null,
                null));
  }

  @Test
  void oldPackagesCalledItAnEndAndGaveTheParentsCommandLine() {
    String old =
        STORED
            .replace("'type':['start']", "'type':['end']")
            .replace("svc.exe copy D:\\\\d mega:x", "cmd.exe");
    Event event = Decoded.event(old);
    assertThat(event.kind()).isEqualTo(EventKind.PROCESS_START);
    assertThat(event.process().commandLine()).isNull();
    assertThat(event.process().args()).containsExactly("\"svc.exe\"", "copy");
    String kept =
        old.replace("'report_id'", "'process':{'command_line':'svc.exe sync a b:'},'report_id'");
    assertThat(Decoded.event(kept).process().commandLine()).isEqualTo("svc.exe sync a b:");
    assertThat(Decoded.event(kept).process().args()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "connectionsuccess, 'domain':'a.example.com', OUTBOUND, a.example.com",
    "connectionsuccess, 'path':'a.example.com', OUTBOUND, a.example.com",
    "connectionsuccess, 'original':'https://a.example.com/x', OUTBOUND, a.example.com",
    "inboundconnectionaccepted, 'x':1, INBOUND, "
  })
  void storedConnection(String action, String url, Direction direction, String domain) {
    String record =
        STORED
            .replace("processcreated", action)
            .replace("['process'],'type':['start']", "['network']")
            .replace(
                "'user':",
                "'url':{"
                    + url.replace('"', '\'')
                    + "},'network':{'protocol':'tcp','direction':'unknown'},'source':{'ip':'192.0.2.10','port':50123},'destination':{'ip':'198.51.100.7','port':443},'user':");
    Connection connection = requireNonNull(Decoded.event(record).connection());
    assertThat(connection.direction()).isEqualTo(direction);
    assertThat(connection.transport()).isEqualTo("tcp");
    assertThat(direction == Direction.OUTBOUND ? connection.destinationIp() : connection.sourceIp())
        .isEqualTo("198.51.100.7");
    assertThat(connection.destinationDomain()).isEqualTo(domain);
    assertThat(Decoded.skipped(record.replace("'pid':4712", "'pid':0")))
        .isEqualTo("m365_defender: " + Emit.NO_ACTOR);
  }
}
