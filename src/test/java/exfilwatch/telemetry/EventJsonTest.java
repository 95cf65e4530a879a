package exfilwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.telemetry.decode.DecodeOutput;
import exfilwatch.telemetry.decode.RejectReason;
import exfilwatch.telemetry.decode.TelemetryDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {
  private static final long TIME = 1714557600120L;
  private static final Host HOST = new Host("WS1", "h-1", "windows");
  private static final ProcessInfo PROCESS =
      new ProcessInfo(
          "{a}",
          4712,
          TIME,
          "svc.exe",
          "C:\\svc.exe",
          "svc.exe copy \"D:\\d\" mega:é",
          List.of("svc.exe", "copy", "D:\\d", "mega:é"),
          "C:\\",
          "high",
          new PeFile(
              "rclone.exe", "Rclone", "https://rclone.org", "Rsync for cloud storage", "1.66.0"),
          new Hashes("0a", "0b", "0c", "0d"));
  private static final ProcessInfo PARENT =
      new ProcessInfo("{p}", 812, 0, "cmd.exe", null, "cmd", null, null, null, null, null);
  private static final ProcessInfo ACTOR =
      new ProcessInfo(null, 4712, 0, null, null, null, null, null, null, null, null);
  private static final User USER = new User("bob", "CORP", "S-1-5-21-1");

  private static Event connection(Direction direction, boolean closed) {
    return new Event(
        EventKind.CONNECTION,
        "sysmon",
        null,
        TIME,
        HOST,
        ACTOR,
        null,
        null,
        new Connection(
            direction,
            "tcp",
            "192.0.2.10",
            50123,
            "198.51.100.7",
            443,
            "a.example.com",
            900,
            70,
            closed),
        null);
  }

  private static Event start() {
    return new Event(
        EventKind.PROCESS_START, "sysmon", "id-1", TIME, HOST, PROCESS, PARENT, USER, null, null);
  }

  private static Event dns() {
    return new Event(
        EventKind.DNS,
        "crowdstrike",
        "id-2",
        TIME,
        new Host(null, "h-1", null),
        ACTOR,
        null,
        null,
        null,
        new Dns("a.example.com", "A", List.of("b.example.com"), List.of("198.51.100.7")));
  }

  private static void assertJson(Event event, String expected) throws JsonProcessingException {
    String json = EventJson.toJson(event);
    assertThat(json).doesNotContain("\n");
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(json)).isEqualTo(mapper.readTree(expected.replace('\'', '"')));
  }

  @Test
  void processStart() throws JsonProcessingException {
    assertJson(
        start(),
        """
        {'@timestamp':'2024-05-01T10:00:00.120Z','ecs':{'version':'8.17.0'},
        'event':{'module':'sysmon','id':'id-1','kind':'event','category':['process'],'type':['start']},
        'host':{'name':'WS1','id':'h-1','os':{'type':'windows'}},
        'process':{'entity_id':'{a}','pid':4712,'name':'svc.exe','executable':'C:\\\\svc.exe','command_line':'svc.exe copy \\"D:\\\\d\\" mega:é',
        'args':['svc.exe','copy','D:\\\\d','mega:é'],'args_count':4,'start':'2024-05-01T10:00:00.120Z','working_directory':'C:\\\\',
        'Ext':{'token':{'integrity_level_name':'high'}},
        'pe':{'original_file_name':'rclone.exe','product':'Rclone','company':'https://rclone.org','description':'Rsync for cloud storage','file_version':'1.66.0','imphash':'0d'},
        'hash':{'md5':'0a','sha1':'0b','sha256':'0c'},'parent':{'entity_id':'{p}','pid':812,'name':'cmd.exe','command_line':'cmd'}},
        'user':{'name':'bob','domain':'CORP','id':'S-1-5-21-1'}}\
        """);
  }

  @Test
  void processEnd() throws JsonProcessingException {
    assertJson(
        new Event(EventKind.PROCESS_END, "ecs", null, 0, HOST, ACTOR, null, null, null, null),
        """
        {'@timestamp':'1970-01-01T00:00:00.000Z','ecs':{'version':'8.17.0'},'event':{'module':'ecs','kind':'event','category':['process'],'type':['end']},
        'host':{'name':'WS1','id':'h-1','os':{'type':'windows'}},'process':{'pid':4712}}\
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          OUTBOUND | false | start | egress  | ''                  | 900 | 70
          OUTBOUND | true  | end   | egress  | ''                  | 900 | 70
          INBOUND  | false | start | ingress | ''                  | 70  | 900
          LISTEN   | false | start | ingress | ,'action':'listen'  | 70  | 900
          UNKNOWN  | false | start | unknown | ''                  | 900 | 70
          """)
  void connections(
      Direction direction,
      boolean closed,
      String type,
      String text,
      String action,
      long source,
      long destination)
      throws JsonProcessingException {
    assertJson(
        connection(direction, closed),
        """
        {'@timestamp':'2024-05-01T10:00:00.120Z','ecs':{'version':'8.17.0'},'event':{'module':'sysmon','kind':'event','category':['network'],'type':['connection','%s']%s},
        'host':{'name':'WS1','id':'h-1','os':{'type':'windows'}},'process':{'pid':4712},
        'source':{'ip':'192.0.2.10','port':50123,'bytes':%d},'destination':{'ip':'198.51.100.7','port':443,'domain':'a.example.com','bytes':%d},
        'network':{'direction':'%s','transport':'tcp'}}\
        """
            .formatted(type, action.replace("''", ""), source, destination, text));
  }

  @Test
  void nameQuery() throws JsonProcessingException {
    assertJson(
        dns(),
        """
        {'@timestamp':'2024-05-01T10:00:00.120Z','ecs':{'version':'8.17.0'},'event':{'module':'crowdstrike','id':'id-2','kind':'event','category':['network'],'type':['protocol']},
        'host':{'id':'h-1'},'process':{'pid':4712},'network':{'protocol':'dns'},
        'dns':{'question':{'name':'a.example.com','type':'A'},'answers':[{'data':'b.example.com'}],'resolved_ip':['198.51.100.7']}}\
        """);
  }

  static Stream<Event> everyKind() {
    return Stream.of(
        start(),
        new Event(
            EventKind.PROCESS_END, "endpoint", "e", TIME, HOST, PROCESS, PARENT, USER, null, null),
        connection(Direction.OUTBOUND, false),
        connection(Direction.INBOUND, true),
        connection(Direction.UNKNOWN, false),
        connection(Direction.LISTEN, false),
        dns());
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void whatIsWrittenCanBeReadAgain(Event event) {
    byte[] json = EventJson.toJson(event).getBytes(StandardCharsets.UTF_8);
    List<Event> events = new ArrayList<>();
    TelemetryDecoder.of("ecs").decode(json, 0, json.length, new Only(events));
    assertThat(events)
        .containsExactly(
            new Event(
                event.kind(),
                "ecs",
                event.id(),
                event.time(),
                event.host(),
                event.process(),
                event.parent(),
                event.user(),
                event.connection(),
                event.dns()));
  }

  private record Only(List<Event> events) implements DecodeOutput {
    @Override
    public void event(Event event) {
      events.add(event);
    }

    @Override
    public void skipped(String source, String why) {
      throw new AssertionError(source + ": " + why);
    }

    @Override
    public void rejected(RejectReason reason, @Nullable String detail) {
      throw new AssertionError(reason + ": " + detail);
    }
  }
}
