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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndgameSourceTest {
  private static final String COMMON =
      """
      'hostname':'WS1','machine_id':'m-1','pid':4712,'process_name':'svc.exe','process_path':'C:\\\\Users\\\\bob\\\\svc.exe','serial_event_id':53,
      'timestamp':133590312004209140,'unique_pid':77,'user_domain':'CORP','user_name':'bob'\
      """;
  static final String START =
      """
      {'command_line':'svc.exe copy D:\\\\d mega:x','event_subtype_full':'creation_event','event_type':'process','event_type_full':'process_event',
      'md5':'0CC175B9C0F1B6A831C399E269772661','opcode':1,'parent_process_name':'cmd.exe','parent_process_path':'C:\\\\Windows\\\\System32\\\\cmd.exe','ppid':812,
      'subtype':'create','unique_ppid':48,%s}\
      """
          .formatted(COMMON);
  static final String CONNECTION =
      """
      {'event_subtype_full':'ipv4_connection_attempt_event','event_type':'network','event_type_full':'network_event','opcode':12,'subtype':'outgoing','protocol':'tcp',
      'source_address':'192.0.2.10','source_port':50123,'destination_address':'198.51.100.7','destination_port':'443',%s}\
      """
          .formatted(COMMON);
  static final String DNS =
      """
      {'event_subtype_full':'request_event','event_type':'dns','event_type_full':'dns_event','opcode':3008,'query_name':'g.api.mega.co.nz.',%s}\
      """
          .formatted(COMMON);

  private static final long TIME = millis("2024-05-01T10:00:00.420Z");
  private static final Host HOST = new Host("WS1", "m-1", "windows");
  private static final User USER = new User("bob", "CORP", null);

  private static ProcessInfo process(long start, String line, @Nullable Hashes hash) {
    return new ProcessInfo(
        "77",
        4712,
        start,
        "svc.exe",
        "C:\\Users\\bob\\svc.exe",
        line,
        null,
        null,
        null,
        null,
        hash);
  }

  private static final ProcessInfo ACTOR =
      new ProcessInfo(
          "77", 4712, 0, "svc.exe", "C:\\Users\\bob\\svc.exe", null, null, null, null, null, null);

  @Test
  void startWithAFiletimeBeyondDoubles() {
    assertThat(Decoded.event(START))
        .isEqualTo(
            new Event(
                EventKind.PROCESS_START,
                "endgame",
                "53@" + TIME,
                TIME,
                HOST,
                process(
                    TIME,
                    "svc.exe copy D:\\d mega:x",
                    new Hashes("0cc175b9c0f1b6a831c399e269772661", null, null, null)),
                new ProcessInfo(
                    "48",
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
                USER,
                null,
                null));
    assertThat(Decoded.event(START.replace("133590312004209140", "133590312004219999")).time())
        .isEqualTo(TIME + 1);
  }

  @Test
  void end() {
    Event event =
        Decoded.event(
            START
                .replace("creation_event", "termination_event")
                .replace("'opcode':1", "'opcode':2"));
    assertThat(event.kind()).isEqualTo(EventKind.PROCESS_END);
    assertThat(event.process().entityId()).isEqualTo("77");
    assertThat(event.process().start()).isZero();
  }

  @Test
  void connection() {
    assertThat(Decoded.event(CONNECTION))
        .isEqualTo(
            new Event(
                EventKind.CONNECTION,
                "endgame",
                "53@" + TIME,
                TIME,
                HOST,
                ACTOR,
                null,
                USER,
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
    "ipv6_connection_attempt_event, 55, outgoing, OUTBOUND, false",
    "ipv4_connection_accept_event, 15, incoming, INBOUND, false",
    "ipv4_disconnect_received_event, 13, outgoing, OUTBOUND, true",
    "ipv4_disconnect_received_event, 13, '', UNKNOWN, true"
  })
  void directionAndEnd(
      String subtypeFull, int opcode, String subtype, Direction direction, boolean closed) {
    String record =
        CONNECTION
            .replace(
                "'opcode':12",
                "'opcode':" + opcode + ",'total_out_bytes':900,'total_in_bytes':'70'")
            .replace("outgoing", subtype);
    String named = record.replace("ipv4_connection_attempt_event", subtypeFull);
    String numbered = record.replace("'event_subtype_full':'ipv4_connection_attempt_event',", "");
    for (String form : List.of(named, numbered)) {
      Connection connection = requireNonNull(Decoded.event(form).connection());
      assertThat(connection.direction()).isEqualTo(direction);
      assertThat(connection.closed()).isEqualTo(closed);
      assertThat(connection.bytesSent()).isEqualTo(900);
      assertThat(connection.bytesReceived()).isEqualTo(70);
    }
  }

  @Test
  void nameQueryWithADotAtTheEnd() {
    Event event = Decoded.event(DNS);
    assertThat(event.process()).isEqualTo(ACTOR);
    assertThat(event.dns()).isEqualTo(new Dns("g.api.mega.co.nz", null, List.of(), List.of()));
  }

  @Test
  void alreadyRunningIsNoStartAlthoughItsSubtypeSaysCreate() {
    String record =
        START.replace("creation_event", "already_running").replace("'opcode':1", "'opcode':3");
    assertThat(Decoded.skipped(record)).isEqualTo("endgame: " + Emit.ALREADY_RUNNING);
    assertThat(Decoded.skipped(record.replace("'event_subtype_full':'already_running',", "")))
        .isEqualTo("endgame: " + Emit.ALREADY_RUNNING);
  }

  @Test
  void aFileThatIsMadeIsNoStart() {
    assertThat(Decoded.skipped(START.replace("process_event", "file_event")))
        .isEqualTo("endgame: " + Emit.OTHER_KIND);
  }

  @Test
  void whatIsMissingOrOther() {
    assertThat(
            Decoded.skipped(
                START
                    .replace("creation_event", "file_create_event")
                    .replace("process_event", "file_event")))
        .isEqualTo("endgame: " + Emit.OTHER_KIND);
    // the idle process is as old as 1970
    assertThat(Decoded.rejected(START.replace("133590312004209140", "116444736000000000")))
        .startsWith("time_out_of_range: timestamp");
    assertThat(Decoded.rejected(START.replace("'hostname':'WS1','machine_id':'m-1',", "")))
        .isEqualTo("no_host: hostname and machine_id are missing");
    assertThat(Decoded.rejected(DNS.replace("query_name", "x")))
        .isEqualTo("missing_field: query_name is missing");
  }

  // as Elastic stores it

  private static String stored(String event, String rest) {
    return """
    {'@timestamp':['2024-05-01T10:00:00.420Z'],'event':{%s,'module':['endgame'],'dataset':['esensor']},'host':{'name':['WS1'],'id':['m-1'],'os':{'platform':['windows']}},
    'endgame':{'serial_event_id':[53],'unique_pid':[77],'pid':[4712],'process_name':['svc.exe'],'unique_ppid':[48]},
    'process':{'executable':['C:\\\\Users\\\\bob\\\\svc.exe'],'name':['svc.exe'],'ppid':[812],'command_line':['svc.exe copy a b:'],'args':['svc.exe','copy']},
    'user':{'name':['bob'],'domain':['CORP']},%s}\
    """
        .formatted(event, rest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'action':['creation_event'],'category':['process']
          'action':['creation_event'],'category':['process'],'type':['process_start']
          'action':['x'],'category':['process'],'type':['start']
          """)
  void storedStart(String event) {
    assertThat(Decoded.event(stored(event, "'x':1")))
        .isEqualTo(
            new Event(
                EventKind.PROCESS_START,
                "endgame",
                "53@" + TIME,
                TIME,
                HOST,
                process(TIME, "svc.exe copy a b:", null),
                new ProcessInfo("48", 812, 0, null, null, null, null, null, null, null, null),
                USER,
                null,
                null));
  }

  @Test
  void storedEndConnectionAndNameQuery() {
    assertThat(
            Decoded.event(stored("'action':'termination_event','category':'process'", "'x':1"))
                .kind())
        .isEqualTo(EventKind.PROCESS_END);
    Event connection =
        Decoded.event(
            stored(
                "'action':['ipv4_disconnect_received_event'],'category':['network']",
                "'network':{'transport':['tcp'],'direction':['outgoing']},'source':{'ip':['192.0.2.10'],'port':[50123],'bytes':[900]},'destination':{'ip':['198.51.100.7'],'port':[443],'bytes':[70]}"));
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
                900,
                70,
                true));
    Connection attempt =
        requireNonNull(
            Decoded.event(
                    stored(
                        "'action':['ipv4_connection_attempt_event'],'category':['network']",
                        "'source':{'ip':['192.0.2.10']},'destination':{'ip':['198.51.100.7']}"))
                .connection());
    assertThat(attempt.direction()).isEqualTo(Direction.OUTBOUND);
    Event dns =
        Decoded.event(
            stored(
                "'action':['request_event'],'category':['network']",
                "'dns':{'question':{'name':['g.api.mega.co.nz.']},'resolved_ip':['198.51.100.7']}"));
    assertThat(dns.dns())
        .isEqualTo(new Dns("g.api.mega.co.nz", null, List.of(), List.of("198.51.100.7")));
  }
}
