package exfilwatch.telemetry.decode;

import static exfilwatch.telemetry.decode.Decoded.millis;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsSecuritySourceTest {
  static final String START_DATA =
      """
      'SubjectUserSid':'S-1-5-21-1-2-3-1001','SubjectUserName':'bob','SubjectDomainName':'CORP','SubjectLogonId':'0x274a2',
      'NewProcessId':'0x11cc','NewProcessName':'C:\\\\Users\\\\bob\\\\svc.exe','TokenElevationType':'%%1937','ProcessId':'0x122c',
      'CommandLine':'\\"C:\\\\Users\\\\bob\\\\svc.exe\\" copy D:\\\\d mega:x','TargetUserSid':'S-1-0-0','TargetUserName':'-',
      'TargetDomainName':'-','TargetLogonId':'0x0','ParentProcessName':'C:\\\\Windows\\\\System32\\\\cmd.exe','MandatoryLabel':'S-1-16-12288'\
      """;
  static final String END_DATA =
      """
      'SubjectUserSid':'S-1-5-21-1-2-3-1001','SubjectUserName':'bob','SubjectDomainName':'CORP','Status':'0x0',
      'ProcessId':'0x11cc','ProcessName':'C:\\\\Users\\\\bob\\\\svc.exe'\
      """;
  static final String CONNECTION_DATA =
      """
      'ProcessID':'4556','Application':'\\\\device\\\\harddiskvolume3\\\\users\\\\bob\\\\svc.exe','Direction':'%%14593',
      'SourceAddress':'192.0.2.10','SourcePort':'50123','DestAddress':'198.51.100.7','DestPort':'443','Protocol':'6',
      'LayerName':'%%14611','RemoteUserID':'S-1-0-0'\
      """;

  static String agent(int id, String data) {
    return """
    {'@timestamp':'2024-06-01T00:00:00Z','event':{'code':'%1$d','provider':'Microsoft-Windows-Security-Auditing','outcome':'success'},
    'host':{'name':'WS1.corp.example.com','id':'h-1'},'agent':{'type':'filebeat'},'winlog':{'channel':'Security',
    'computer_name':'ws1.corp.example.com','event_id':%1$d,'provider_name':'Microsoft-Windows-Security-Auditing','record_id':5010,
    'process':{'pid':4,'thread':{'id':5076}},'time_created':'2024-05-01T10:00:00.1512345Z','event_data':{%2$s}}}\
    """
        .formatted(id, data);
  }

  static String evtx(int id, String data) {
    return """
    {'Event':{'System':{'Provider':{'#attributes':{'Name':'Microsoft-Windows-Security-Auditing'}},'EventID':%d,
    'TimeCreated':{'#attributes':{'SystemTime':'2024-05-01T10:00:00.151234Z'}},'EventRecordID':5010,
    'Execution':{'#attributes':{'ProcessID':4,'ThreadID':1}},'Channel':'Security','Computer':'ws1.corp.example.com'},
    'EventData':{%s}}}\
    """
        .formatted(id, data);
  }

  private static final Host AGENT_HOST = new Host("ws1.corp.example.com", "h-1", "windows");
  private static final long TIME = millis("2024-05-01T10:00:00.151Z");
  private static final String ID = "ws1.corp.example.com/Security/5010";
  private static final User USER = new User("bob", "CORP", "S-1-5-21-1-2-3-1001");

  private static final Event START =
      new Event(
          EventKind.PROCESS_START,
          "windows_security",
          ID,
          TIME,
          AGENT_HOST,
          new ProcessInfo(
              null,
              0x11cc,
              TIME,
              "svc.exe",
              "C:\\Users\\bob\\svc.exe",
              "\"C:\\Users\\bob\\svc.exe\" copy D:\\d mega:x",
              null,
              null,
              "high",
              null,
              null),
          new ProcessInfo(
              null,
              0x122c,
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
          null);

  private static Event withoutHostId(Event e) {
    return new Event(
        e.kind(),
        e.source(),
        e.id(),
        e.time(),
        new Host(e.host().name(), null, "windows"),
        e.process(),
        e.parent(),
        e.user(),
        e.connection(),
        e.dns());
  }

  @Test
  void start() {
    assertThat(Decoded.event(agent(4688, START_DATA))).isEqualTo(START);
    assertThat(Decoded.event(evtx(4688, START_DATA))).isEqualTo(withoutHostId(START));
  }

  @Test
  void endWithAHexadecimalPid() {
    Event expected =
        new Event(
            EventKind.PROCESS_END,
            "windows_security",
            ID,
            TIME,
            AGENT_HOST,
            new ProcessInfo(
                null,
                0x11cc,
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
            USER,
            null,
            null);
    assertThat(Decoded.event(agent(4689, END_DATA))).isEqualTo(expected);
    assertThat(Decoded.event(evtx(4689, END_DATA))).isEqualTo(withoutHostId(expected));
  }

  @Test
  void connectionWithADecimalPid() {
    Event expected =
        new Event(
            EventKind.CONNECTION,
            "windows_security",
            ID,
            TIME,
            AGENT_HOST,
            new ProcessInfo(
                null,
                0x11cc,
                0,
                "svc.exe",
                "\\device\\harddiskvolume3\\users\\bob\\svc.exe",
                null,
                null,
                null,
                null,
                null,
                null),
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
            null);
    assertThat(Decoded.event(agent(5156, CONNECTION_DATA))).isEqualTo(expected);
    assertThat(Decoded.event(evtx(5156, CONNECTION_DATA))).isEqualTo(withoutHostId(expected));
  }

  @Test
  void azureXml() {
    String record =
        """
        {'time':'2024-05-01T11:00:00Z','category':'WindowsEventLogsTable','properties':{'EventId':5156,'Pid':4,'Channel':'Security',
        'ProviderName':'Microsoft-Windows-Security-Auditing','RawXml':'<Event xmlns=\\"http://schemas.microsoft.com/win/2004/08/events/event\\">\
        <System><Provider Name=\\"Microsoft-Windows-Security-Auditing\\"/><EventID>5156</EventID><TimeCreated SystemTime=\\"2024-05-01T10:00:00.151234500Z\\"/>\
        <EventRecordID>5010</EventRecordID><Execution ProcessID=\\"4\\" ThreadID=\\"1\\"/><Channel>Security</Channel><Computer>ws1.corp.example.com</Computer></System>\
        <EventData><Data Name=\\"ProcessID\\">4556</Data><Data Name=\\"Application\\">\\\\device\\\\harddiskvolume3\\\\r&amp;d\\\\svc.exe</Data>\
        <Data Name=\\"Direction\\">%%14592</Data><Data Name=\\"SourceAddress\\">198.51.100.7</Data><Data Name=\\"SourcePort\\">58499</Data>\
        <Data Name=\\"DestAddress\\">192.0.2.10</Data><Data Name=\\"DestPort\\">445</Data><Data Name=\\"Protocol\\">17</Data></EventData></Event>'}}\
        """;
    Event event = Decoded.event(record);
    assertThat(event.id()).isEqualTo(ID);
    assertThat(event.time()).isEqualTo(TIME);
    assertThat(event.process().pid()).isEqualTo(4556);
    assertThat(event.process().executable()).isEqualTo("\\device\\harddiskvolume3\\r&d\\svc.exe");
    assertThat(event.connection())
        .isEqualTo(
            new Connection(
                Direction.INBOUND,
                "udp",
                "198.51.100.7",
                58499,
                "192.0.2.10",
                445,
                null,
                -1,
                -1,
                false));
  }

  @Test
  void nxlogFlat() {
    String flat =
        """
        {'EventTime':'2024-05-01 10:00:00','Hostname':'WS1','Keywords':-9214364837600035000,'EventID':%d,'SourceName':'Microsoft-Windows-Security-Auditing',
        'RecordNumber':5010,'ProcessID':4,'ThreadID':1,'Channel':'Security',%s,'EventReceivedTime':'2024-05-01 10:00:02','SourceModuleType':'im_msvistalog'}\
        """;
    Event start =
        Decoded.event(flat.formatted(4688, START_DATA.replace("'ProcessId':'0x122c',", "")));
    assertThat(start.process())
        .isEqualTo(
            new ProcessInfo(
                null,
                0x11cc,
                millis("2024-05-01T10:00:00Z"),
                "svc.exe",
                "C:\\Users\\bob\\svc.exe",
                "\"C:\\Users\\bob\\svc.exe\" copy D:\\d mega:x",
                null,
                null,
                "high",
                null,
                null));
    // the creator's pid is lost: the logger's took its place
    assertThat(requireNonNull(start.parent()).pid()).isZero();
    assertThat(start.host().name()).isEqualTo("WS1");
    Event connection =
        Decoded.event(flat.formatted(5156, CONNECTION_DATA.replace("'ProcessID':'4556',", "")));
    assertThat(connection.process().pid()).isZero();
    assertThat(connection.process().name()).isEqualTo("svc.exe");
    assertThat(
            Decoded.event(flat.formatted(4689, END_DATA.replace("'ProcessId':'0x11cc',", "")))
                .process()
                .pid())
        .isZero();
    // newer versions keep both
    String newer =
        flat.formatted(5156, CONNECTION_DATA).replace("'ProcessID':4,", "'ExecutionProcessID':4,");
    assertThat(Decoded.event(newer).process().pid()).isEqualTo(4556);
  }

  @Test
  void elasticDocuments() {
    String start =
        """
        {'@timestamp':'2024-05-01T10:00:00.151Z','event':{'code':'4688','category':['process'],'type':['start'],'action':'created-process',
        'provider':'Microsoft-Windows-Security-Auditing','module':'security'},'host':{'name':'ws1.corp.example.com','id':'h-1','os':{'type':'windows'}},
        'process':{'pid':4556,'executable':'C:\\\\Users\\\\bob\\\\svc.exe','name':'svc.exe','command_line':'\\"C:\\\\Users\\\\bob\\\\svc.exe\\" copy D:\\\\d mega:x',
        'args':['\\"C:\\\\Users\\\\bob\\\\svc.exe\\"','copy','','D:\\\\d'],'parent':{'pid':4652,'executable':'C:\\\\Windows\\\\System32\\\\cmd.exe','name':'C:\\\\Windows\\\\System32\\\\cmd.exe'}},
        'user':{'name':'bob','domain':'CORP','id':'S-1-5-21-1-2-3-1001'},
        'winlog':{'channel':'Security','computer_name':'ws1.corp.example.com','event_id':'4688','record_id':'5010','event_data':{'MandatoryLabel':'S-1-16-12288'}}}\
        """;
    assertThat(Decoded.event(start)).isEqualTo(START);
    // no process object in a stored 5156: pid and application are only in the event's data
    String connection =
        agent(5156, CONNECTION_DATA)
            .replace(
                "'outcome':'success'",
                "'category':['network'],'type':['connection','info','allowed'],'outcome':'success'")
            .replace(
                "'agent':",
                "'network':{'direction':['outbound'],'transport':'tcp','iana_number':'6'},'destination':{'ip':'198.51.100.7','port':443},'agent':");
    assertThat(Decoded.event(connection)).isEqualTo(Decoded.event(agent(5156, CONNECTION_DATA)));
    // winlogbeat 7: the command line is only in the event's data
    String old =
        start
            .replaceAll("'command_line':'[^']*',", "")
            .replace("'MandatoryLabel'", "'CommandLine':'svc.exe copy a b:','MandatoryLabel'");
    assertThat(Decoded.event(old).process().commandLine()).isEqualTo("svc.exe copy a b:");
    assertThat(Decoded.event(old).process().args()).isNull();
    // no command line at all: the split is better than nothing
    String none = start.replaceAll("'command_line':'[^']*',", "");
    assertThat(Decoded.event(none).process().args()).hasSize(4);
  }

  @Test
  void runAs() {
    String data =
        START_DATA
            .replace("'TargetUserSid':'S-1-0-0'", "'TargetUserSid':'S-1-5-21-9'")
            .replace("'TargetUserName':'-'", "'TargetUserName':'svc'")
            .replace("'TargetDomainName':'-'", "'TargetDomainName':'LAB'");
    assertThat(Decoded.event(agent(4688, data)).user())
        .isEqualTo(new User("svc", "LAB", "S-1-5-21-9"));
  }

  @Test
  void firstVersionsOfTheEvent() {
    String data =
        "'NewProcessId':'0x11cc','NewProcessName':'C:\\\\x\\\\svc.exe','ProcessId':'0x4','SubjectUserName':'bob'";
    Event event = Decoded.event(agent(4688, data));
    assertThat(event.process().commandLine()).isNull();
    assertThat(event.process().integrity()).isNull();
    assertThat(event.parent())
        .isEqualTo(new ProcessInfo(null, 4, 0, null, null, null, null, null, null, null, null));
  }

  @Test
  void forwardedEventsBelongToTheirOwnHost() {
    String record =
        agent(4688, START_DATA).replace("'name':'WS1.corp.example.com'", "'name':'collector'");
    assertThat(Decoded.event(record).host())
        .isEqualTo(new Host("ws1.corp.example.com", null, "windows"));
    String netbios =
        agent(4688, START_DATA).replace("'name':'WS1.corp.example.com'", "'name':'WS1'");
    assertThat(Decoded.event(netbios).host()).isEqualTo(AGENT_HOST);
  }

  @Test
  void doubledBackslashes() {
    Event event = Decoded.event(agent(4688, START_DATA.replace("\\\\", "\\\\\\\\")));
    assertThat(event.process()).isEqualTo(START.process());
    assertThat(requireNonNull(event.parent()).executable())
        .isEqualTo("C:\\Windows\\System32\\cmd.exe");
  }

  @Test
  void localisedTextIsNotRead() {
    String record =
        agent(4689, END_DATA)
            .replace(
                "'event':{",
                "'message':'Un processus est termin\u00e9. 0x1','event':{'original':'Un processus"
                    + " 0x2',");
    assertThat(Decoded.event(record).process().pid()).isEqualTo(0x11cc);
  }

  @ParameterizedTest
  @CsvSource({
    "%%14593, OUTBOUND",
    "%%14592, INBOUND",
    "Outbound, OUTBOUND",
    "Inbound, INBOUND",
    "?, UNKNOWN"
  })
  void direction(String text, Direction expected) {
    Event event = Decoded.event(agent(5156, CONNECTION_DATA.replace("%%14593", text)));
    assertThat(requireNonNull(event.connection()).direction()).isEqualTo(expected);
  }

  @Test
  void whatIsMissingOrOther() {
    assertThat(Decoded.skipped(agent(4624, END_DATA)))
        .isEqualTo("windows_security: " + Emit.OTHER_KIND);
    assertThat(Decoded.rejected(agent(4688, "'NewProcessId':'0x1'")))
        .isEqualTo("missing_field: NewProcessName is missing");
    assertThat(Decoded.rejected(agent(4689, "'Status':'0x0'")))
        .isEqualTo("missing_field: ProcessId is missing");
    assertThat(Decoded.rejected(agent(5156, "'DestAddress':'198.51.100.7','Direction':'%%14593'")))
        .isEqualTo("missing_field: ProcessID is missing");
    assertThat(Decoded.rejected(agent(4688, START_DATA.replace("0x11cc", "0xzz"))))
        .isEqualTo("wrong_type: winlog.event_data.NewProcessId is not a whole number: '0xzz'");
  }
}
