package exfilwatch.telemetry.decode;

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

class SentinelOneSourceTest {
  private static final String SHA256 =
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
  private static final long TIME = 1714557600466L;
  private static final String COMMON =
      """
      'event.time':1714557600466,'timestamp':'13:00:00.466','sca:ingestTime':1714557602,'dataSource.name':'SentinelOne','agent.uuid':'u-1',
      'agent.version':'23.1','endpoint.name':'WS1','endpoint.os':'windows','os.name':'Windows 10','event.id':'01GE_77','site.id':'9',
      'osSrc.process.name':'svchost.exe','osSrc.process.uid':'BROKER','osSrc.process.pid':900,\
      """;
  static final String START =
      """
      {%s'event.type':'Process Creation','event.category':'process','meta.event.name':'PROCESSCREATION',
      'tgt.process.uid':'D0046CBAF5BC03DA','tgt.process.pid':4712,'tgt.process.startTime':1714557600464,'tgt.process.name':'svc.exe',
      'tgt.process.image.path':'C:\\\\Users\\\\bob\\\\svc.exe','tgt.process.displayName':'Rsync for cloud storage',
      'tgt.process.cmdline':'\\"C:\\\\Users\\\\bob\\\\svc.exe\\" copy D:\\\\d \\"mega:x\\"','tgt.process.user':'CORP\\\\bob','tgt.process.integrityLevel':'HIGH',
      'tgt.process.image.sha256':'%s','tgt.process.image.sha1':'86F7E437FAA5A7FCE15D1DDCB9EAEAEA377667B8','tgt.process.image.md5':'0cc175b9c0f1b6a831c399e269772661',
      'src.process.uid':'F59445BAF5BC03DA','src.process.pid':812,'src.process.name':'cmd.exe','src.process.cmdline':'cmd.exe /c run.bat',
      'src.process.image.path':'C:\\\\Windows\\\\System32\\\\cmd.exe','src.process.startTime':1714557500000,'src.process.user':'CORP\\\\alice'}\
      """
          .formatted(COMMON, SHA256);
  private static final String ACTOR_FIELDS =
      """
      'src.process.uid':'D0046CBAF5BC03DA','src.process.pid':4712,'src.process.startTime':1714557600464,'src.process.name':'svc.exe',
      'src.process.image.path':'C:\\\\Users\\\\bob\\\\svc.exe','src.process.cmdline':'svc.exe copy','src.process.user':'CORP\\\\bob',
      'src.process.parent.uid':'F59445BAF5BC03DA','src.process.parent.pid':812,'src.process.parent.name':'cmd.exe','src.process.netConnOutCount':38\
      """;
  static final String CONNECTION =
      """
      {%s'event.type':'IPConnect','event.category':'ip','meta.event.name':'TCPV4','event.network.direction':'OUTGOING','event.network.connectionStatus':'SUCCESS',
      'event.network.protocolName':'https','src.ip.address':'192.0.2.10','src.port.number':50123,'dst.ip.address':'198.51.100.7','dst.port.number':443,
      'event.repetitionCount':2,%s}\
      """
          .formatted(COMMON, ACTOR_FIELDS);
  static final String DNS =
      """
      {%s'event.type':'DNS Resolved','event.category':'dns','meta.event.name':'DNS','event.dns.request':'type:  28 g.api.mega.co.nz',
      'event.dns.response':'type:  5 lu.api.mega.co.nz;2001:db8::7;198.51.100.7;',%s}\
      """
          .formatted(COMMON, ACTOR_FIELDS);

  private static final Host HOST = new Host("WS1", "u-1", "windows");
  private static final User USER = new User("bob", "CORP", null);
  private static final ProcessInfo ACTOR =
      new ProcessInfo(
          "D0046CBAF5BC03DA",
          4712,
          1714557600464L,
          "svc.exe",
          "C:\\Users\\bob\\svc.exe",
          "svc.exe copy",
          null,
          null,
          null,
          null,
          null);
  private static final ProcessInfo ACTOR_PARENT =
      new ProcessInfo(
          "F59445BAF5BC03DA", 812, 0, "cmd.exe", null, null, null, null, null, null, null);

  @ParameterizedTest
  @CsvSource({"Process Creation", "ProcessCreation"})
  void theTargetIsTheNewProcess(String type) {
    assertThat(Decoded.event(START.replace("Process Creation", type)))
        .isEqualTo(
            new Event(
                EventKind.PROCESS_START,
                "sentinel_one",
                "01GE_77",
                TIME,
                HOST,
                new ProcessInfo(
                    "D0046CBAF5BC03DA",
                    4712,
                    1714557600464L,
                    "svc.exe",
                    "C:\\Users\\bob\\svc.exe",
                    "\"C:\\Users\\bob\\svc.exe\" copy D:\\d \"mega:x\"",
                    null,
                    null,
                    "high",
                    new PeFile(null, null, null, "Rsync for cloud storage", null),
                    new Hashes(
                        "0cc175b9c0f1b6a831c399e269772661",
                        "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8",
                        SHA256,
                        null)),
                new ProcessInfo(
                    "F59445BAF5BC03DA",
                    812,
                    1714557500000L,
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

  @Test
  void parentMayBeUnknownAndMacIsOsx() {
    String mac =
        START
            .replaceAll("'src\\.process\\.[^,}]*,?", "")
            .replace("'CORP\\\\alice'", "'x':1")
            .replace("'endpoint.os':'windows'", "'endpoint.os':'osx'")
            .replaceAll(",\\s*}", "}");
    Event event = Decoded.event(mac);
    assertThat(event.parent()).isNull();
    assertThat(event.host().os()).isEqualTo("macos");
    // a display name is no PE data here
    assertThat(event.process().pe()).isNull();
  }

  @Test
  void linux() {
    String linux =
        START
            .replace("'endpoint.os':'windows'", "'endpoint.os':'linux'")
            .replace(
                "'tgt.process.user':'CORP\\\\bob'",
                "'tgt.process.eUserName':'root','tgt.process.eUserUid':0")
            .replace("\\\"C:\\\\Users\\\\bob\\\\svc.exe\\\" copy D:\\\\d", " rclone copy \\/srv")
            .replace("'HIGH'", "'INTEGRITY_LEVEL_UNKNOWN'");
    Event event = Decoded.event(linux);
    assertThat(event.process().commandLine()).isEqualTo("rclone copy /srv \"mega:x\"");
    assertThat(event.process().integrity()).isNull();
    assertThat(event.user()).isEqualTo(new User("root", null, "0"));
  }

  @ParameterizedTest
  @CsvSource({"Process Exit", "ProcessTermination"})
  void end(String type) {
    Event event = Decoded.event(START.replace("Process Creation", type));
    assertThat(event.kind()).isEqualTo(EventKind.PROCESS_END);
    assertThat(event.process().entityId()).isEqualTo("D0046CBAF5BC03DA");
    assertThat(event.process().pid()).isEqualTo(4712);
  }

  @ParameterizedTest
  @CsvSource({"IPConnect, TCPV4, tcp", "IP Connect, TCPV6, tcp", "IPConnect, UDPV4, udp"})
  void connection(String type, String meta, String transport) {
    assertThat(Decoded.event(CONNECTION.replace("IPConnect", type).replace("TCPV4", meta)))
        .isEqualTo(
            new Event(
                EventKind.CONNECTION,
                "sentinel_one",
                "01GE_77",
                TIME,
                HOST,
                ACTOR,
                ACTOR_PARENT,
                USER,
                new Connection(
                    Direction.OUTBOUND,
                    transport,
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

  @Test
  void incomingAndListen() {
    Connection incoming =
        requireNonNull(Decoded.event(CONNECTION.replace("OUTGOING", "INCOMING")).connection());
    assertThat(incoming.direction()).isEqualTo(Direction.INBOUND);
    assertThat(incoming.sourceIp()).isEqualTo("192.0.2.10");
    Connection listen =
        requireNonNull(Decoded.event(CONNECTION.replace("IPConnect", "IP Listen")).connection());
    assertThat(listen)
        .isEqualTo(
            new Connection(
                Direction.LISTEN, "tcp", null, 0, "192.0.2.10", 50123, null, -1, -1, false));
  }

  @ParameterizedTest
  @CsvSource({"DNS Resolved", "DNSUnresolved"})
  void nameQueryOfTheActorNotOfTheBroker(String type) {
    assertThat(Decoded.event(DNS.replace("DNS Resolved", type)))
        .isEqualTo(
            new Event(
                EventKind.DNS,
                "sentinel_one",
                "01GE_77",
                TIME,
                HOST,
                ACTOR,
                ACTOR_PARENT,
                USER,
                null,
                new Dns(
                    "g.api.mega.co.nz",
                    "AAAA",
                    List.of("lu.api.mega.co.nz"),
                    List.of("2001:db8::7", "198.51.100.7"))));
  }

  @Test
  void timeWithoutEventTime() {
    String iso =
        DNS.replace(
            "'event.time':1714557600466,'timestamp':'13:00:00.466'",
            "'timestamp':'2024-05-01T10:00:00.466Z'");
    assertThat(Decoded.event(iso).time()).isEqualTo(TIME);
    String localTimeOfDay = DNS.replace("'event.time':1714557600466,", "");
    assertThat(Decoded.rejected(localTimeOfDay)).isEqualTo("no_time: event.time is missing");
  }

  @Test
  void whatLooksLikeEcsIsNot() {
    String flattened =
        START.replace(
            "'event.type':'Process Creation'", "'event.type':'start','event.kind':'event'");
    assertThat(Decoded.skipped(flattened)).isEqualTo("sentinel_one: " + Emit.OTHER_KIND);
    assertThat(
            Decoded.skipped(
                "{'dataSource.name':'SentinelOne','event.type':'Registry Value"
                    + " Modified','event.category':'registry'}"))
        .isEqualTo("sentinel_one: " + Emit.OTHER_KIND);
  }

  @Test
  void whatIsMissing() {
    assertThat(
            Decoded.rejected(
                CONNECTION.replaceAll("'src\\.process\\.(uid|pid|name|image.path)':[^,]*,", "")))
        .isEqualTo("missing_field: src.process.uid is missing");
    assertThat(Decoded.rejected(DNS.replace("event.dns.request", "x")))
        .isEqualTo("missing_field: event.dns.request is missing");
    assertThat(
            Decoded.rejected(
                START.replace("'endpoint.name':'WS1',", "").replace("'agent.uuid':'u-1',", "")))
        .isEqualTo("no_host: endpoint.name and agent.uuid are missing");
  }

  // as Elastic stores it

  private static String stored(String event, String rest) {
    return """
    {'@timestamp':'2024-05-01T10:00:00.466Z','data_stream':{'dataset':'sentinel_one_cloud_funnel.event'},'event':{%s,'id':'01GE_77','action':['x']},
    'host':{'hostname':'WS1','id':'u-1','os':{'type':'windows'}},
    'process':{'entity_id':'D0046CBAF5BC03DA','pid':4712,'name':'svc.exe','executable':'C:\\\\Users\\\\bob\\\\svc.exe','start':'2024-05-01T10:00:00.464Z',
    'command_line':'svc.exe copy','args':['svc.exe','copy'],'user':{'name':'CORP\\\\bob'},'parent':{'entity_id':'F59445BAF5BC03DA','pid':812,'name':'cmd.exe'}},
    'sentinel_one_cloud_funnel':{%s}}\
    """
        .formatted(event, rest);
  }

  @Test
  void storedStart() {
    Event event =
        Decoded.event(
            stored(
                "'category':['process'],'type':['start']",
                "'event':{'tgt':{'process':{'uid':'D0046CBAF5BC03DA'}}}"));
    assertThat(event)
        .isEqualTo(
            new Event(
                EventKind.PROCESS_START,
                "sentinel_one",
                "01GE_77",
                TIME,
                HOST,
                ACTOR,
                ACTOR_PARENT,
                USER,
                null,
                null));
  }

  @Test
  void oldPackagesTookTheParentForTheProcess() {
    Event event =
        Decoded.event(
            stored(
                "'category':['process'],'type':['info']",
                """
                'event':{'tgt':{'process':{'uid':'CHILD','pid':5000,'name':'rc.exe','cmdline':'rc.exe sync a b:','image':{'path':'C:\\\\t\\\\rc.exe'},
                'start_time':'2024-05-01T10:00:00.465Z','user':'CORP\\\\eve'}}}\
                """));
    assertThat(event.process())
        .isEqualTo(
            new ProcessInfo(
                "CHILD",
                5000,
                1714557600465L,
                "rc.exe",
                "C:\\t\\rc.exe",
                "rc.exe sync a b:",
                null,
                null,
                null,
                null,
                null));
    assertThat(event.parent()).isEqualTo(ACTOR);
    assertThat(event.user()).isEqualTo(new User("eve", "CORP", null));
  }

  @Test
  void storedConnectionAndNameQuery() {
    String connection =
        stored(
                "'category':['network'],'type':['connection']",
                "'event':{'src':{'ip':{'address':'192.0.2.10'},'port':{'number':50123}}},'meta':{'event':{'name':'TCPV4'}}")
            .replace(
                "'host':{",
                "'network':{'direction':'egress','protocol':'https'},'destination':{'ip':'198.51.100.7','port':443},'host':{");
    assertThat(Decoded.event(connection).connection())
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
    assertThat(Decoded.event(connection).process()).isEqualTo(ACTOR);
    String dns =
        stored(
                "'category':['network'],'type':['info']",
                "'event':{'dns':{'response':'type:  5 lu.api.mega.co.nz;198.51.100.7;'}}")
            .replace("'host':{", "'dns':{'question':{'name':'g.api.mega.co.nz'}},'host':{");
    assertThat(Decoded.event(dns).dns())
        .isEqualTo(
            new Dns(
                "g.api.mega.co.nz", null, List.of("lu.api.mega.co.nz"), List.of("198.51.100.7")));
  }

  @Test
  void theOriginalKeepsTheQuotesThatElasticStrips() {
    String original =
        START.replace('\'', '"').replace("\n", "").replace("\\", "\\\\").replace("\"", "\\\"");
    String record =
        stored("'original':'" + original + "','category':['process'],'type':['start']", "'x':1");
    assertThat(Decoded.event(record)).isEqualTo(Decoded.event(START));
  }

  @Test
  void osxSurvivesInThePlatform() {
    String record =
        stored("'category':['process'],'type':['start']", "'x':1")
            .replace("'os':{'type':'windows'}", "'os':{'platform':'osx'}");
    assertThat(Decoded.event(record).host().os()).isEqualTo("macos");
  }
}
