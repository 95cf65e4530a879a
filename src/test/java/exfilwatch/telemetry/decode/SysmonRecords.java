package exfilwatch.telemetry.decode;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sysmon's events as their documentation has them, and the ways in which they reach us. */
final class SysmonRecords {

  static final String GUID = "{a1b2c3d4-0001-6632-0100-000000001a00}";
  static final String PARENT_GUID = "{a1b2c3d4-0002-6632-0200-000000001a00}";

  static Map<String, String> start() {
    return data(
        """
        RuleName=-
        UtcTime=2024-05-01 10:00:00.120
        ProcessGuid={A1B2C3D4-0001-6632-0100-000000001A00}
        ProcessId=4712
        Image=C:\\Users\\bob\\svc host.exe
        FileVersion=1.66.0
        Description=Rsync for cloud storage
        Product=Rclone
        Company=https://rclone.org
        OriginalFileName=rclone.exe
        CommandLine="C:\\Users\\bob\\svc host.exe" copy D:\\data mega:x --config=C:\\t\\c.conf
        CurrentDirectory=C:\\Users\\bob\\
        User=CORP\\bob
        LogonId=0x2c9e7
        IntegrityLevel=Medium
        Hashes=SHA1=B6D237154F2E528F0B503B58B025862D66B02B73,MD5=0CC175B9C0F1B6A831C399E269772661,\
        SHA256=CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB,\
        IMPHASH=00000000000000000000000000000000
        ParentProcessGuid={A1B2C3D4-0002-6632-0200-000000001A00}
        ParentProcessId=812
        ParentImage=C:\\Windows\\System32\\cmd.exe
        ParentCommandLine=cmd.exe /c run.bat
        ParentUser=CORP\\bob
        """);
  }

  static Map<String, String> connection() {
    return data(
        """
        UtcTime=2024-04-30 03:00:00.000
        ProcessGuid={a1b2c3d4-0001-6632-0100-000000001a00}
        ProcessId=4712
        Image=C:\\Users\\bob\\svc host.exe
        User=CORP\\bob
        Protocol=tcp
        Initiated=true
        SourceIsIpv6=false
        SourceIp=192.0.2.10
        SourceHostname=WS1.corp.example.com
        SourcePort=50123
        DestinationIsIpv6=false
        DestinationIp=198.51.100.7
        DestinationHostname=g.api.mega.co.nz.
        DestinationPort=443
        DestinationPortName=https
        """);
  }

  static Map<String, String> dns() {
    return data(
        """
        UtcTime=2024-05-01 10:00:00.120
        ProcessGuid={A1B2C3D4-0001-6632-0100-000000001A00}
        ProcessId=4712
        QueryName=g.api.mega.co.nz
        QueryStatus=0
        QueryResults=type:  5 lu.api.mega.co.nz;::ffff:198.51.100.7;198.51.100.8;198.51.100.7;type:  33 ;
        Image=C:\\Users\\bob\\svc host.exe
        User=CORP\\bob
        """);
  }

  static Map<String, String> data(String lines) {
    Map<String, String> data = new LinkedHashMap<>();
    lines
        .lines()
        .forEach(l -> data.put(l.substring(0, l.indexOf('=')), l.substring(l.indexOf('=') + 1)));
    return data;
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  static String members(Map<String, String> data) {
    StringBuilder text = new StringBuilder();
    data.forEach(
        (k, v) -> text.append(text.length() == 0 ? "" : ",").append(quoted(k) + ":" + quoted(v)));
    return text.toString();
  }

  /** The ways in which one Sysmon event reaches us. */
  enum Carrier {
    WINLOGBEAT {
      @Override
      String of(int id, Map<String, String> data) {
        return """
        {'@timestamp':'2024-05-01T10:00:00.4567891Z','event':{'code':'%1$d','provider':'Microsoft-Windows-Sysmon'},
        'host':{'name':'collector'},'winlog':{'channel':'Microsoft-Windows-Sysmon/Operational',
        'computer_name':'WS1.corp.example.com','event_id':'%1$d','provider_name':'Microsoft-Windows-Sysmon',
        'process':{'pid':7144,'thread':{'id':6876}},'record_id':20,
        'user':{'name':'SYSTEM','identifier':'S-1-5-18'},'event_data':{\
        """
                .formatted(id)
            + members(data)
            + "}}}";
      }
    },
    WINLOGBEAT_7 {
      @Override
      String of(int id, Map<String, String> data) {
        return WINLOGBEAT.of(id, data).replace("'event_id':'" + id + "'", "'event_id':" + id);
      }
    },
    AGENT {
      @Override
      String of(int id, Map<String, String> data) {
        return WINLOGBEAT
            .of(id, data)
            .replace(
                "'@timestamp':'2024-05-01T10:00:00.4567891Z'",
                "'@timestamp':'2024-06-01T10:00:00Z'")
            .replace(
                "'record_id':20", "'record_id':'20','time_created':'2024-05-01T10:00:00.4567891Z'");
      }
    },
    DOTTED {
      @Override
      String of(int id, Map<String, String> data) {
        Map<String, String> dotted = new LinkedHashMap<>();
        data.forEach((k, v) -> dotted.put("winlog.event_data." + k, v));
        return """
        {'@timestamp':'2024-05-01T10:00:00.456Z','winlog.event_id':%d,'winlog.provider_name':'Microsoft-Windows-Sysmon',
        'winlog.channel':'Microsoft-Windows-Sysmon/Operational','winlog':{'computer_name':'WS1.corp.example.com'},
        'winlog.record_id':20,\
        """
                .formatted(id)
            + members(dotted)
            + "}";
      }
    },
    EVTX_DUMP {
      @Override
      String of(int id, Map<String, String> data) {
        return """
        {'Event':{'#attributes':{'xmlns':'http://schemas.microsoft.com/win/2004/08/events/event'},'System':{
        'Provider':{'#attributes':{'Name':'Microsoft-Windows-Sysmon','Guid':'5770385F-C22A-43E0-BF4C-06F5698FFBD9'}},
        'EventID':%d,'TimeCreated':{'#attributes':{'SystemTime':'2024-05-01T10:00:00.456789Z'}},'EventRecordID':20,
        'Execution':{'#attributes':{'ProcessID':7144,'ThreadID':6876}},
        'Channel':'Microsoft-Windows-Sysmon/Operational','Computer':'WS1.corp.example.com'},'EventData':{\
        """
                .formatted(id)
            + members(data).replaceAll("\\{([0-9A-Fa-f-]{36})\\}", "$1")
            + "}}}";
      }
    },
    EVTX_DUMP_QUALIFIED {
      @Override
      String of(int id, Map<String, String> data) {
        return EVTX_DUMP
            .of(id, data)
            .replace(
                "'EventID':" + id,
                "'EventID':{'#attributes':{'Qualifiers':''},'#text':" + id + "}");
      }
    },
    PYTHON_EVTX {
      @Override
      String of(int id, Map<String, String> data) {
        StringBuilder pairs = new StringBuilder();
        data.forEach(
            (k, v) ->
                pairs
                    .append(pairs.length() == 0 ? "" : ",")
                    .append("{'@Name':'" + k + "','#text':" + quoted(v) + "}"));
        return """
        {'Event':{'System':{'Provider':{'@Name':'Microsoft-Windows-Sysmon'},'EventID':{'@Qualifiers':'','#text':'%d'},
        'TimeCreated':{'@SystemTime':'2024-05-01 10:00:00.456789'},'EventRecordID':'20',
        'Channel':'Microsoft-Windows-Sysmon/Operational','Computer':'WS1.corp.example.com'},'EventData':{'Data':[\
        """
                .formatted(id)
            + pairs
            + "]}}}";
      }
    },
    AZURE {
      @Override
      String of(int id, Map<String, String> data) {
        return "{'time':'2024-05-01T10:09:00Z','category':'WindowsEventLogsTable','properties':{'EventId':"
            + id
            + ",'Pid':7144,'ProviderName':'Microsoft-Windows-Sysmon','RawXml':"
            + quoted(XML.of(id, data))
            + "}}";
      }
    },
    XML {
      @Override
      String of(int id, Map<String, String> data) {
        StringBuilder xml =
            new StringBuilder(
                """
                <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>\
                <Provider Name="Microsoft-Windows-Sysmon" Guid="{5770385F-C22A-43E0-BF4C-06F5698FFBD9}"/><EventID>%d</EventID>\
                <TimeCreated SystemTime="2024-05-01T10:00:00.456789100Z"/><EventRecordID>20</EventRecordID>\
                <Execution ProcessID="7144" ThreadID="1"/><Channel>Microsoft-Windows-Sysmon/Operational</Channel>\
                <Computer>WS1.corp.example.com</Computer></System><EventData>\
                """
                    .formatted(id));
        data.forEach(
            (k, v) ->
                xml.append("<Data Name=\"" + k + "\">" + v.replace("&", "&amp;") + "</Data>"));
        return xml.append("</EventData></Event>").toString();
      }
    },
    FLAT {
      @Override
      String of(int id, Map<String, String> data) {
        return """
        {'@timestamp':'2024-05-01T10:00:09Z','TimeCreated':'2024-05-01T10:00:00.456Z','EventID':%d,
        'SourceName':'Microsoft-Windows-Sysmon','Channel':'Microsoft-Windows-Sysmon/Operational','RecordNumber':20,
        'ExecutionProcessID':7144,'Hostname':'WS1.corp.example.com','EventReceivedTime':'2024-05-01 12:00:02',\
        """
                .formatted(id)
            + members(data)
            + "}";
      }
    },
    EVENT_DATA_OF_WINLOGBEAT_6 {
      @Override
      String of(int id, Map<String, String> data) {
        return """
        {'@timestamp':'2024-05-01T10:00:00.456Z','event_id':%d,'source_name':'Microsoft-Windows-Sysmon',
        'log_name':'Microsoft-Windows-Sysmon/Operational','record_number':'20','computer_name':'WS1.corp.example.com',
        'event_data':{\
        """
                .formatted(id)
            + members(data)
            + "}}";
      }
    };

    abstract String of(int id, Map<String, String> data);

    Event event(int id, Map<String, String> data) {
      // an apostrophe stands for a quotation mark only outside of the data
      Decoded decoded = Decoded.json(of(id, data));
      assertThat(decoded.rejected).isEmpty();
      assertThat(decoded.skipped).isEmpty();
      assertThat(decoded.events).hasSize(1);
      return decoded.events.get(0);
    }
  }

  private SysmonRecords() {}
}
