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

/** Elastic Defend and any other ECS document. */
class EcsSourceTest {
  static final String START =
      """
      {'@timestamp':'2024-05-01T10:00:00.1234567Z','message':'Endpoint process event','agent':{'id':'a-1','type':'endpoint'},
      'data_stream':{'type':'logs','dataset':'endpoint.events.process','namespace':'default'},'ecs':{'version':'8.10.0'},
      'event':{'action':'start','category':['process'],'type':['start'],'id':'MYfZG00oEwD2/fqT+++++CLz','kind':'event',
      'module':'endpoint','dataset':'endpoint.events.process','sequence':36090},
      'host':{'id':'h-1','name':'ws1','hostname':'ws1','os':{'type':'windows','platform':'windows','name':'Windows'},'ip':['192.0.2.10']},
      'process':{'Ext':{'ancestry':['x'],'code_signature':[{'trusted':false}],'token':{'integrity_level_name':'high'}},
      'entity_id':'QWJj','pid':4712,'name':'svc.exe','executable':'C:\\\\Users\\\\bob\\\\svc.exe',
      'command_line':'svc.exe copy  \\"D:\\\\my data\\" mega:x','args':['svc.exe','copy','D:\\\\my data','mega:x'],'args_count':4,
      'working_directory':'C:\\\\Users\\\\bob\\\\','pe':{'original_file_name':'rclone.exe','product':'Rclone','company':'https://rclone.org',
      'description':'Rsync for cloud storage','file_version':'1.66.0','imphash':'F34D5F2D4577ED6D9CEEC516C1F5A744'},
      'hash':{'md5':'0cc175b9c0f1b6a831c399e269772661','sha1':'86f7e437faa5a7fce15d1ddcb9eaeaea377667b8',
      'sha256':'CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB'},
      'parent':{'entity_id':'UGFy','pid':812,'name':'cmd.exe','executable':'C:\\\\Windows\\\\System32\\\\cmd.exe','command_line':'',
      'args':[],'Ext':{'code_signature':[]}}},
      'user':{'name':'bob','domain':'CORP','id':'S-1-5-21-1-2-3-1001'}}\
      """;

  private static final Event EXPECTED =
      new Event(
          EventKind.PROCESS_START,
          "endpoint",
          "MYfZG00oEwD2/fqT+++++CLz",
          millis("2024-05-01T10:00:00.123Z"),
          new Host("ws1", "h-1", "windows"),
          new ProcessInfo(
              "QWJj",
              4712,
              millis("2024-05-01T10:00:00.123Z"),
              "svc.exe",
              "C:\\Users\\bob\\svc.exe",
              "svc.exe copy  \"D:\\my data\" mega:x",
              List.of("svc.exe", "copy", "D:\\my data", "mega:x"),
              "C:\\Users\\bob\\",
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
                  "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
                  "f34d5f2d4577ed6d9ceec516c1f5a744")),
          new ProcessInfo(
              "UGFy",
              812,
              0,
              "cmd.exe",
              "C:\\Windows\\System32\\cmd.exe",
              null,
              null,
              null,
              null,
              null,
              null),
          new User("bob", "CORP", "S-1-5-21-1-2-3-1001"),
          null,
          null);

  private static String network(String event, String rest) {
    return """
    {'@timestamp':'2024-05-01T10:00:01.5Z','event':{%s,'module':'endpoint','dataset':'endpoint.events.network','id':'n1'},
    'host':{'id':'h-1','name':'ws1','os':{'type':'windows'}},'process':{'entity_id':'QWJj','pid':4712,'name':'svc.exe',
    'executable':'C:\\\\Users\\\\bob\\\\svc.exe'},'user':{'name':'bob'},%s}\
    """
        .formatted(event, rest);
  }

  private static final String ENDS =
      """
      'source':{'address':'192.0.2.10','ip':'192.0.2.10','port':50123,'bytes':123456789012},
      'destination':{'address':'198.51.100.7','ip':'198.51.100.7','port':443,'bytes':4923},
      'network':{'transport':'tcp','type':'ipv4','direction':'egress'}\
      """;

  @Test
  void start() {
    assertThat(Decoded.event(START)).isEqualTo(EXPECTED);
  }

  @Test
  void dottedAndMixedKeys() {
    String mixed =
        START
            .replace(
                "'pe':{'original_file_name':'rclone.exe',",
                "'pe.original_file_name':'rclone.exe','pe':{")
            .replace("'host':{'id':'h-1',", "'host.id':'h-1','host':{")
            .replace(
                "'user':{'name':'bob','domain':'CORP','id':'S-1-5-21-1-2-3-1001'}",
                "'user.name':'bob','user.domain':'CORP','user.id':'S-1-5-21-1-2-3-1001'")
            .replace("'hash':{'md5':", "'hash.md5':'0cc175b9c0f1b6a831c399e269772661','hash':{'x':")
            .replace(
                "'token':{'integrity_level_name':'high'}", "'token.integrity_level_name':'high'");
    assertThat(Decoded.event(mixed)).isEqualTo(EXPECTED);
  }

  @Test
  void everyValueAsOneElementArray() {
    String arrays =
        START.replaceAll(
            "'(name|id|pid|type|executable|command_line|entity_id|@timestamp|domain)':('[^']*'|[0-9]+)",
            "'$1':[$2]");
    assertThat(arrays).contains("'pid':[4712]").contains("'@timestamp':['2024");
    assertThat(Decoded.event(arrays)).isEqualTo(EXPECTED);
  }

  @Test
  void numbersAsText() {
    assertThat(Decoded.event(START.replace("4712", "'4712'").replace("812,", "'812',")))
        .isEqualTo(EXPECTED);
    assertThat(Decoded.event(START.replace("'pid':4712", "'pid':'0x1268'"))).isEqualTo(EXPECTED);
    assertThat(Decoded.event(START.replace("'pid':4712", "'pid':4712.0"))).isEqualTo(EXPECTED);
  }

  @Test
  void idsKeepEveryDigit() {
    String big = START.replace("'entity_id':'QWJj'", "'entity_id':12168621487068014576123456789");
    assertThat(Decoded.event(big).process().entityId()).isEqualTo("12168621487068014576123456789");
  }

  @Test
  void connection() {
    Event event =
        Decoded.event(
            network(
                "'action':'connection_attempted','category':['network'],'type':['start']", ENDS));
    assertThat(event)
        .isEqualTo(
            new Event(
                EventKind.CONNECTION,
                "endpoint",
                "n1",
                millis("2024-05-01T10:00:01.500Z"),
                EXPECTED.host(),
                new ProcessInfo(
                    "QWJj",
                    4712,
                    0,
                    "svc.exe",
                    "C:\\Users\\bob\\svc.exe",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null),
                null,
                new User("bob", null, null),
                new Connection(
                    Direction.OUTBOUND,
                    "tcp",
                    "192.0.2.10",
                    50123,
                    "198.51.100.7",
                    443,
                    null,
                    123456789012L,
                    4923,
                    false),
                null));
  }

  @Test
  void disconnectIsTheEndOfAConnectionAndNotOfAProcess() {
    Event event =
        Decoded.event(
            network("'action':'disconnect_received','category':['network'],'type':['end']", ENDS));
    assertThat(event.kind()).isEqualTo(EventKind.CONNECTION);
    Connection connection = requireNonNull(event.connection());
    assertThat(connection.closed()).isTrue();
    assertThat(connection.bytesSent()).isEqualTo(123456789012L);
    assertThat(connection.bytesReceived()).isEqualTo(4923);
  }

  @ParameterizedTest
  @CsvSource({
    "egress, OUTBOUND, 5, 7",
    "outbound, OUTBOUND, 5, 7",
    "ingress, INBOUND, 7, 5",
    "inbound, INBOUND, 7, 5",
    "unknown, UNKNOWN, 5, 7",
    "sideways, UNKNOWN, 5, 7"
  })
  void directionAndBytesOfThisHost(String text, Direction expected, long sent, long received) {
    String ends =
        "'source':{'ip':'192.0.2.1','bytes':5},'destination':{'ip':'192.0.2.2','bytes':7},'network':{'direction':['"
            + text
            + "']}";
    Connection connection =
        requireNonNull(
            Decoded.event(network("'category':['network'],'type':['connection']", ends))
                .connection());
    assertThat(connection.direction()).isEqualTo(expected);
    assertThat(connection.bytesSent()).isEqualTo(sent);
    assertThat(connection.bytesReceived()).isEqualTo(received);
  }

  @ParameterizedTest
  @CsvSource({"connection_attempted, OUTBOUND", "connection_accepted, INBOUND"})
  void directionFromTheAction(String action, Direction expected) {
    Event event =
        Decoded.event(
            network(
                "'action':'" + action + "','category':['network'],'type':['start']",
                "'source':{'ip':'192.0.2.1'},'destination':{'ip':'192.0.2.2'}"));
    assertThat(requireNonNull(event.connection()).direction()).isEqualTo(expected);
  }

  @Test
  void nameQueryWithUnsigned64BitOptions() {
    Event event =
        Decoded.event(
            network(
                "'action':'lookup_result','category':['network'],'type':['info']",
                """
                'dns':{'Ext':{'options':9223372036854775808,'status':0},'question':{'name':'G.api.mega.co.nz.','type':'A'},
                'resolved_ip':['198.51.100.7','::ffff:198.51.100.8','999.1.1.1']},'network':{'protocol':'dns'}\
                """));
    assertThat(event.kind()).isEqualTo(EventKind.DNS);
    assertThat(event.connection()).isNull();
    assertThat(event.dns())
        .isEqualTo(
            new Dns("G.api.mega.co.nz", "A", List.of(), List.of("198.51.100.7", "198.51.100.8")));
  }

  @Test
  void aDomainInTheAddress() {
    Event event =
        Decoded.event(
            network(
                "'category':['network'],'type':['start']",
                "'destination':{'address':'api.example.com'},'network':{'direction':'egress'}"));
    Connection connection = requireNonNull(event.connection());
    assertThat(connection.destinationDomain()).isEqualTo("api.example.com");
    assertThat(connection.destinationIp()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "creation, , PROCESS_START",
    "exec, start, PROCESS_START",
    "fork, start, PROCESS_START",
    "x, process_start, PROCESS_START",
    "terminated, , PROCESS_END",
    "end, end, PROCESS_END"
  })
  void kindsOfProcessEvents(String action, String type, EventKind expected) {
    String record =
        START
            .replace("'action':'start'", "'action':'" + action + "'")
            .replace("'type':['start'],", type == null ? "" : "'type':['" + type + "'],");
    assertThat(Decoded.event(record).kind()).isEqualTo(expected);
  }

  @Test
  void otherKinds() {
    assertThat(
            Decoded.skipped(
                START
                    .replace("'action':'start'", "'action':'already_running'")
                    .replace("'type':['start']", "'type':['info']")))
        .isEqualTo("endpoint: " + Emit.ALREADY_RUNNING);
    assertThat(Decoded.skipped(START.replace("['process']", "['file']")))
        .isEqualTo("endpoint: " + Emit.OTHER_KIND);
    assertThat(Decoded.skipped(START.replace("'type':['start']", "'type':['change']")))
        .isEqualTo("endpoint: " + Emit.OTHER_KIND);
    assertThat(
            Decoded.skipped(
                "{'@timestamp':'2024-05-01T10:00:00Z','event':{'category':['network'],'type':['start']},'host':{'name':'a'},'destination':{'ip':'192.0.2.1'}}"))
        .isEqualTo("ecs: " + Emit.NO_ACTOR);
    assertThat(
            Decoded.skipped(
                network("'category':['network'],'type':['start']", "'source':{'ip':'192.0.2.1'}")))
        .isEqualTo("endpoint: " + Emit.NO_REMOTE_END);
  }

  @Test
  void anyOtherProducer() {
    Event event =
        Decoded.event(
            """
            {'@timestamp':'2024-05-01T10:00:00+02:00','event':{'category':'process','type':'start','module':'auditd'},
            'host':{'hostname':'db1','os':{'family':'debian'}},'process':{'pid':1,'ppid':7,'args':['rclone','copy'],'executable':'/usr/bin/rclone'}}\
            """);
    assertThat(event.source()).isEqualTo("ecs");
    assertThat(event.time()).isEqualTo(millis("2024-05-01T08:00:00Z"));
    assertThat(event.host()).isEqualTo(new Host("db1", null, "linux"));
    assertThat(event.process().name()).isEqualTo("rclone");
    assertThat(event.process().args()).containsExactly("rclone", "copy");
    assertThat(requireNonNull(event.parent()).pid()).isEqualTo(7);
    assertThat(event.user()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'platform':'windows'                     | windows
          'name':'Windows Server 2022 Datacenter'  | windows
          'platform':'ubuntu','family':'debian'    | linux
          'platform':'darwin','name':'macOS'       | macos
          'type':'macos'                           | macos
          'family':'redhat'                        | linux
          'kernel':'5'                             | windows
          """)
  void operatingSystem(String os, String expected) {
    assertThat(
            Decoded.event(
                    START.replace("'type':'windows','platform':'windows','name':'Windows'", os))
                .host()
                .os())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'id':'h-1','name':'ws1','hostname':'ws1' | 'id':'','name':'-'            | no_host: host.name and host.id are missing
          '@timestamp':'2024-05-01T10:00:00.1234567Z' | 'x':1                      | no_time: @timestamp is missing
          2024-05-01T10:00:00.1234567Z             | 1601-01-01T00:00:00Z          | time_out_of_range: @timestamp is not between 2000 and 2099: '1601-01-01T00:00:00Z'
          2024-05-01T10:00:00.1234567Z             | 2200-01-01T00:00:00Z          | time_out_of_range: @timestamp is not between 2000 and 2099: '2200-01-01T00:00:00Z'
          2024-05-01T10:00:00.1234567Z             | now                           | wrong_type: @timestamp is not a time: 'now'
          '@timestamp':'2024-05-01T10:00:00.1234567Z' | '@timestamp':{'a':1}       | wrong_type: @timestamp is an object where a value is expected
          'pid':4712                               | 'pid':{'x':1}                 | wrong_type: process.pid is an object where a value is expected
          'pid':4712                               | 'pid':'many'                  | wrong_type: process.pid is not a whole number: 'many'
          'pid':4712                               | 'pid':1.5                     | wrong_type: process.pid is not a whole number: '1.5'
          """)
  void badInput(String part, String with, String expected) {
    assertThat(START).contains(part);
    assertThat(Decoded.rejected(START.replace(part, with))).isEqualTo(expected);
  }

  @Test
  void aStartOfNothingNamesTheField() {
    assertThat(
            Decoded.rejected(
                "{'@timestamp':'2024-05-01T10:00:00Z','event':{'category':'process','type':'start'},'host':{'name':'a'},'process':{'pid':3}}"))
        .isEqualTo("missing_field: process.executable is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000-01-01T00:00:00Z", "2099-12-31T23:59:59.999Z"})
  void timesAtTheEdge(String time) {
    assertThat(Decoded.event(START.replace("2024-05-01T10:00:00.1234567Z", time)).time())
        .isEqualTo(millis(time));
  }
}
