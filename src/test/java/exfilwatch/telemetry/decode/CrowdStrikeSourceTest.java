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
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrowdStrikeSourceTest {
  private static final String SHA256 =
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
  static final String START =
      """
      {'event_simpleName':'ProcessRollup2','name':'ProcessRollup2V19','aid':'a1d','cid':'c1d','id':'e-1','event_platform':'Win',
      'timestamp':'1714557600104','ContextTimeStamp':'','ProcessStartTime':'1714557610.346','ProcessEndTime':'',
      'TargetProcessId':'12168621487068014576','RawProcessId':'4712','SourceProcessId':'158964342720','ParentProcessId':'158964342720',
      'ImageFileName':'\\\\Device\\\\HarddiskVolume4\\\\Users\\\\bob\\\\svc.exe','CommandLine':'\\"svc.exe\\" copy D:\\\\d mega:x',
      'UserSid':'S-1-5-21-1-2-3-1001','UserName':'bob','ParentBaseFileName':'cmd.exe','IntegrityLevel':'12288','Tags':'1, 2',
      'SHA256HashData':' %s','MD5HashData':'0CC175B9C0F1B6A831C399E269772661','SHA1HashData':'0000000000000000000000000000000000000000'}\
      """
          .formatted(SHA256);
  static final String CONNECTION =
      """
      {'event_simpleName':'NetworkConnectIP4','aid':'a1d','cid':'c1d','id':'e-2','event_platform':'Win','timestamp':'1714557621000',
      'ContextTimeStamp':'1714557611.669','ContextProcessId':'12168621487068014576','ContextBaseFileName':'','RemoteAddressIP4':'198.51.100.7',
      'RemoteAddressString':'x','RemotePort':'443','LocalAddressIP4':'192.0.2.10','LocalPort':'50123','Protocol':'6','ConnectionDirection':'0'}\
      """;
  static final String DNS =
      """
      {'event_simpleName':'DnsRequest','aid':'a1d','cid':'c1d','id':'e-3','event_platform':'Win','timestamp':'1714557621000','ContextTimeStamp':'1714557611.1',
      'ContextProcessId':'12168621487068014576','DomainName':'g.api.mega.co.nz','RequestType':'28','IP4Records':'198.51.100.7;14.241.850.329;',
      'IP6Records':'2001:DB8:0:0::7;','CNAMERecords':'lu.api.mega.co.nz;','FirstIP4Record':'198.51.100.7'}\
      """;

  private static final Host HOST = new Host(null, "a1d", "windows");
  private static final String ENTITY = "12168621487068014576";
  private static final ProcessInfo PROCESS =
      new ProcessInfo(
          ENTITY,
          4712,
          1714557610346L,
          "svc.exe",
          "\\Device\\HarddiskVolume4\\Users\\bob\\svc.exe",
          "\"svc.exe\" copy D:\\d mega:x",
          null,
          null,
          "high",
          null,
          new Hashes("0cc175b9c0f1b6a831c399e269772661", null, SHA256, null));
  private static final ProcessInfo PARENT =
      new ProcessInfo("158964342720", 0, 0, "cmd.exe", null, null, null, null, null, null, null);
  private static final ProcessInfo ACTOR =
      new ProcessInfo(ENTITY, 0, 0, null, null, null, null, null, null, null, null);
  private static final User USER = new User("bob", null, "S-1-5-21-1-2-3-1001");

  @Test
  void startAtTheTimeOfTheSensor() {
    assertThat(Decoded.event(START))
        .isEqualTo(
            new Event(
                EventKind.PROCESS_START,
                "crowdstrike",
                "e-1",
                1714557610346L,
                HOST,
                PROCESS,
                PARENT,
                USER,
                null,
                null));
    String synthetic =
        START
            .replace("'ProcessRollup2'", "'SyntheticProcessRollup2'")
            .replace("'ProcessStartTime':'1714557610.346'", "'ProcessStartTime':''")
            .replace("'ContextTimeStamp':''", "'ContextTimeStamp':'1714557609.5'");
    assertThat(Decoded.event(synthetic).time()).isEqualTo(1714557609500L);
    String cloud = START.replace("'ProcessStartTime':'1714557610.346',", "");
    assertThat(Decoded.event(cloud).time()).isEqualTo(1714557600104L);
    String fileTime = START.replace("1714557610.346", "133590312103460000");
    assertThat(Decoded.event(fileTime).time()).isEqualTo(1714557610346L);
  }

  @ParameterizedTest
  @CsvSource({"EndOfProcess", "TerminateProcess"})
  void end(String name) {
    Event event =
        Decoded.event(
            """
            {'event_simpleName':'%s','aid':'a1d','id':'e-4','event_platform':'Win','timestamp':'1714557630052','ContextTimeStamp':'1714557627.956',
            'ContextProcessId':'9','TargetProcessId':'12168621487068014576','RawProcessId':'4712','ProcessStartTime':'1714557610.346','ProcessEndTime':'',
            'ParentProcessId':'158964342720','UserSid':'S-1-5-11','SHA256HashData':'%s'}\
            """
                .formatted(name, SHA256));
    assertThat(event)
        .isEqualTo(
            new Event(
                EventKind.PROCESS_END,
                "crowdstrike",
                "e-4",
                1714557627956L,
                HOST,
                new ProcessInfo(
                    ENTITY,
                    4712,
                    1714557610346L,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new Hashes(null, null, SHA256, null)),
                new ProcessInfo(
                    "158964342720", 0, 0, null, null, null, null, null, null, null, null),
                new User(null, null, "S-1-5-11"),
                null,
                null));
  }

  @Test
  void connectionByEntityIdAlone() {
    assertThat(Decoded.event(CONNECTION))
        .isEqualTo(
            new Event(
                EventKind.CONNECTION,
                "crowdstrike",
                "e-2",
                1714557611669L,
                HOST,
                ACTOR,
                null,
                null,
                new Connection(
                    Direction.OUTBOUND,
                    "tcp",
                    "192.0.2.10",
                    50123,
                    "198.51.100.7",
                    443,
                    null,
                    -1,
                    -1,
                    false),
                null));
  }

  @ParameterizedTest
  @CsvSource({
    "NetworkConnectIP4, '0', OUTBOUND, 192.0.2.10, 198.51.100.7",
    "NetworkReceiveAcceptIP4, '1', INBOUND, 198.51.100.7, 192.0.2.10",
    "NetworkConnectIP4, '1', INBOUND, 198.51.100.7, 192.0.2.10",
    "NetworkReceiveAcceptIP4, '', INBOUND, 198.51.100.7, 192.0.2.10",
    "NetworkListenIP4, '2', LISTEN, , 192.0.2.10",
    "NetworkListenIP4, '', LISTEN, , 192.0.2.10"
  })
  void remoteIsThePeer(
      String name, String text, Direction direction, String source, String destination) {
    Connection connection =
        requireNonNull(
            Decoded.event(
                    CONNECTION
                        .replace("NetworkConnectIP4", name)
                        .replace(
                            "'ConnectionDirection':'0'", "'ConnectionDirection':'" + text + "'"))
                .connection());
    assertThat(connection.direction()).isEqualTo(direction);
    assertThat(connection.sourceIp()).isEqualTo(source);
    assertThat(connection.destinationIp()).isEqualTo(destination);
  }

  @Test
  void addressesOfEitherFamily() {
    String v6 =
        CONNECTION
            .replace("NetworkConnectIP4", "NetworkConnectIP6")
            .replace(
                "'RemoteAddressIP4':'198.51.100.7'", "'RemoteAddressIP6':'2001:DB8:0:0:0:0:0:7'")
            .replace(
                "'LocalPort'",
                "'LocalAddressIP6':'2001:db8::10','OriginatingURL':'wss://u@files.example.com:443/.ws','LocalPort'")
            .replace("'event_platform':'Win'", "'event_platform':'iOS','ComputerName':'PHONE1'");
    Event event = Decoded.event(v6);
    assertThat(event.host()).isEqualTo(new Host("PHONE1", "a1d", null));
    assertThat(event.connection())
        .isEqualTo(
            new Connection(
                Direction.OUTBOUND,
                "tcp",
                "2001:db8::10",
                50123,
                "2001:db8::7",
                443,
                "files.example.com",
                -1,
                -1,
                false));
    Connection v4 =
        requireNonNull(
            Decoded.event(CONNECTION.replace("NetworkConnectIP4", "NetworkConnectIP6"))
                .connection());
    assertThat(v4.destinationIp()).isEqualTo("198.51.100.7");
    assertThat(v4.sourceIp()).isEqualTo("192.0.2.10");
  }

  @Test
  void nameQuerySkipsInvalidAddresses() {
    assertThat(Decoded.event(DNS))
        .isEqualTo(
            new Event(
                EventKind.DNS,
                "crowdstrike",
                "e-3",
                1714557611100L,
                HOST,
                ACTOR,
                null,
                null,
                null,
                new Dns(
                    "g.api.mega.co.nz",
                    "AAAA",
                    List.of("lu.api.mega.co.nz"),
                    List.of("198.51.100.7", "2001:db8::7"))));
  }

  @Test
  void platforms() {
    assertThat(Decoded.event(START.replace("'Win'", "'Mac'")).host().os()).isEqualTo("macos");
    Event linux =
        Decoded.event(
            START
                .replace("'Win'", "'Lin'")
                .replace("'UserSid':'S-1-5-21-1-2-3-1001'", "'UID':'1000'"));
    assertThat(linux.host().os()).isEqualTo("linux");
    assertThat(linux.user()).isEqualTo(new User("bob", null, "1000"));
  }

  @Test
  void whatIsMissingOrOther() {
    assertThat(Decoded.skipped(START.replace("'ProcessRollup2'", "'ImageHash'")))
        .isEqualTo("crowdstrike: " + Emit.OTHER_KIND);
    assertThat(
            Decoded.skipped(
                "{'aid':'a1d','AgentVersion':'6.54','ComputerName':'WS1','Time':'1714557600.0'}"))
        .isEqualTo("crowdstrike: " + Emit.HOST_METADATA);
    assertThat(
            Decoded.rejected(
                CONNECTION.replace(
                    "'ContextProcessId':'12168621487068014576'", "'ContextProcessId':'0'")))
        .isEqualTo("missing_field: ContextProcessId is missing");
    assertThat(Decoded.rejected(START.replace("'aid':'a1d',", "")))
        .isEqualTo("no_host: aid is missing");
    assertThat(Decoded.rejected(DNS.replace("DomainName", "Domain")))
        .isEqualTo("missing_field: DomainName is missing");
    assertThat(Decoded.rejected(START.replace("ImageFileName", "a").replace("CommandLine", "b")))
        .isEqualTo("missing_field: ImageFileName is missing");
  }

  static final String STORED_START =
      """
      {'@timestamp':'2024-05-01T10:00:00.104Z','crowdstrike':{'id':'e-1','cid':'c1d','ContextTimeStamp':'2024-05-01T10:00:10.500Z','IntegrityLevel':'12288',
      'info':{'host':{'ComputerName':'WS1'}}},'data_stream':{'dataset':'crowdstrike.fdr'},
      'event':{'action':'ProcessRollup2','category':['process'],'type':['start'],'id':'e-1|a1d|c1d','module':'crowdstrike'},
      'host':{'id':'a1d','os':{'type':'windows'}},'device':{'id':'a1d'},
      'process':{'entity_id':'12168621487068014576','pid':4712,'name':'svc.exe','executable':'\\\\Device\\\\HarddiskVolume4\\\\Users\\\\bob\\\\svc.exe',
      'command_line':'\\"svc.exe\\" copy D:\\\\d mega:x','args':['svc.exe','copy'],'start':'2024-05-01T10:00:10.346Z','parent':{'entity_id':'158964342720','name':'cmd.exe'},
      'hash':{'md5':'0cc175b9c0f1b6a831c399e269772661','sha256':'%s'}},'user':{'id':'S-1-5-21-1-2-3-1001','name':'bob'}}\
      """
          .formatted(SHA256);

  @Test
  void storedStart() {
    Event event = Decoded.event(STORED_START);
    assertThat(event.source()).isEqualTo("crowdstrike");
    // the same id and time as the raw record
    assertThat(event.id()).isEqualTo("e-1");
    assertThat(event.time()).isEqualTo(1714557610346L);
    assertThat(event.host()).isEqualTo(new Host("WS1", "a1d", "windows"));
    assertThat(event.process())
        .isEqualTo(
            new ProcessInfo(
                ENTITY,
                4712,
                1714557610346L,
                "svc.exe",
                PROCESS.executable(),
                PROCESS.commandLine(),
                null,
                null,
                null,
                null,
                PROCESS.hash()));
    assertThat(event.parent()).isEqualTo(PARENT);
    assertThat(event.user()).isEqualTo(USER);
  }

  private static String stored(String event, String rest) {
    return """
    {'@timestamp':'2024-05-01T10:00:21Z','crowdstrike':{'ContextTimeStamp':'1714557611.669'%s},'event':{%s,'id':'e-2|a1d|c1d'},
    'observer':{'serial_number':'a1d'},'process':{'entity_id':'12168621487068014576'},%s}\
    """
        .formatted(
            rest.contains("dns")
                ? ",'IP4Records':'198.51.100.7;','CNAMERecords':['lu.api.mega.co.nz']"
                : "",
            event,
            rest);
  }

  @Test
  void storedConnectionListenAndNameQuery() {
    String ends =
        "'network':{'direction':'%s','transport':'tcp'},'source':{'ip':'192.0.2.10','port':50123},'destination':{'ip':'198.51.100.7','port':443}";
    Event connection =
        Decoded.event(
            stored(
                "'action':'NetworkConnectIP4','category':['network'],'type':['start','connection']",
                ends.formatted("outbound")));
    assertThat(connection.kind()).isEqualTo(EventKind.CONNECTION);
    assertThat(connection.time()).isEqualTo(1714557611669L);
    assertThat(connection.host()).isEqualTo(new Host(null, "a1d", null));
    assertThat(connection.process()).isEqualTo(ACTOR);
    assertThat(connection.connection())
        .isEqualTo(
            new Connection(
                Direction.OUTBOUND,
                "tcp",
                "192.0.2.10",
                50123,
                "198.51.100.7",
                443,
                null,
                -1,
                -1,
                false));
    // not the start of a process
    Event listen =
        Decoded.event(
            stored(
                "'action':'NetworkListenIP4','category':['network'],'type':['start']",
                ends.formatted("unknown")));
    assertThat(requireNonNull(listen.connection()).direction()).isEqualTo(Direction.LISTEN);
    Event dns =
        Decoded.event(
            stored(
                "'action':'DnsRequest','category':['network'],'type':['protocol']",
                "'dns':{'question':{'name':'g.api.mega.co.nz','type':'A'}}"));
    assertThat(dns.dns())
        .isEqualTo(
            new Dns(
                "g.api.mega.co.nz", "A", List.of("lu.api.mega.co.nz"), List.of("198.51.100.7")));
  }

  @Test
  void theOriginalIsPreferredAndTheStoredHostNameKept() {
    String original =
        START.replace('\'', '"').replace("\n", "").replace("\\", "\\\\").replace("\"", "\\\"");
    String record =
        STORED_START
            .replace("'host':{", "'host':{'name':'ws1.corp.example.com',")
            .replace("'event':{", "'event':{'original':'" + original + "',")
            .replace("'pid':4712", "'pid':1");
    assertThat(Decoded.event(record))
        .isEqualTo(
            new Event(
                EventKind.PROCESS_START,
                "crowdstrike",
                "e-1",
                1714557610346L,
                new Host("ws1.corp.example.com", "a1d", "windows"),
                PROCESS,
                PARENT,
                USER,
                null,
                null));
    String broken = record.replace("'original':'{", "'original':'{,");
    assertThat(Decoded.event(broken).process().pid()).isEqualTo(1);
  }

  @Test
  void storedKindsThatAreNotUsed() {
    assertThat(Decoded.skipped(stored("'action':'ImageHash','category':['file']", "'x':1")))
        .isEqualTo("crowdstrike: " + Emit.OTHER_KIND);
    assertThat(millis("2024-05-01T10:00:10.346Z")).isEqualTo(1714557610346L);
  }
}
