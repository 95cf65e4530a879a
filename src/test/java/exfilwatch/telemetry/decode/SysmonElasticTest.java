package exfilwatch.telemetry.decode;

import static exfilwatch.telemetry.decode.Decoded.millis;
import static exfilwatch.telemetry.decode.SysmonRecords.GUID;
import static exfilwatch.telemetry.decode.SysmonRecords.PARENT_GUID;
import static exfilwatch.telemetry.decode.SysmonRecords.dns;
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

/** Sysmon as Elastic's integration writes it, in ECS fields beside the raw ones. */
class SysmonElasticTest {

  private static final long RECORDED = millis("2024-05-01T10:00:00.456Z");
  private static final User USER = new User("bob", "CORP", null);

  @Test
  void elasticOverwritesTheTimestampWithUtcTime() {
    String record =
        """
        {'@timestamp':'2024-04-30T03:00:00.000Z','event':{'created':'2024-05-01T10:00:00.456Z','code':'3',
        'category':['network'],'type':['start','connection','protocol'],'module':'sysmon','provider':'Microsoft-Windows-Sysmon'},
        'host':{'name':'ws1','id':'h-1'},'user':{'name':'bob','domain':'CORP','id':'S-1-5-18'},
        'process':{'entity_id':'{A1B2C3D4-0001-6632-0100-000000001A00}','pid':4712,'executable':'C:\\\\x\\\\r.exe','name':'r.exe'},
        'network':{'direction':'egress','transport':'tcp','protocol':'https'},
        'source':{'ip':'192.0.2.10','port':50123},'destination':{'ip':'198.51.100.7','port':443,'domain':'a.example.com'},
        'winlog':{'channel':'Microsoft-Windows-Sysmon/Operational','computer_name':'ws1','event_id':'3','record_id':'8'}}\
        """;
    Event event = Decoded.event(record);
    assertThat(event.time()).isEqualTo(RECORDED);
    assertThat(event.kind()).isEqualTo(EventKind.CONNECTION);
    assertThat(event.host()).isEqualTo(new Host("ws1", "h-1", "windows"));
    assertThat(event.user()).isEqualTo(USER);
    assertThat(event.process().entityId()).isEqualTo(GUID);
    assertThat(event.process().pid()).isEqualTo(4712);
    assertThat(event.connection())
        .isEqualTo(
            new Connection(
                Direction.OUTBOUND,
                "tcp",
                "192.0.2.10",
                50123,
                "198.51.100.7",
                443,
                "a.example.com",
                -1,
                -1,
                false));
  }

  @Test
  void elasticStartAndNameQuery() {
    String start =
        """
        {'@timestamp':'2024-05-01T10:00:00.120Z','event':{'code':'1','category':['process'],'type':['start'],'provider':'Microsoft-Windows-Sysmon'},
        'host':{'name':'ws1'},'user':{'name':'bob','domain':'CORP','id':'S-1-5-18'},
        'process':{'entity_id':'{a1b2c3d4-0001-6632-0100-000000001a00}','pid':4712,'executable':'C:\\\\x\\\\r.exe','name':'r.exe',
        'args':['r.exe','copy'],'command_line':'r.exe copy a b:','working_directory':'C:\\\\x\\\\','pe':{'original_file_name':'rclone.exe','product':'Rclone'},
        'hash':{'sha256':'CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB'},
        'parent':{'entity_id':'{a1b2c3d4-0002-6632-0200-000000001a00}','pid':812,'executable':'C:\\\\w\\\\cmd.exe','name':'cmd.exe','command_line':'cmd'}},
        'winlog':{'channel':'Microsoft-Windows-Sysmon/Operational','computer_name':'ws1','event_id':'1','record_id':'8'}}\
        """;
    Event event = Decoded.event(start);
    assertThat(event.source()).isEqualTo("sysmon");
    assertThat(event.process())
        .isEqualTo(
            new ProcessInfo(
                GUID,
                4712,
                millis("2024-05-01T10:00:00.120Z"),
                "r.exe",
                "C:\\x\\r.exe",
                "r.exe copy a b:",
                null,
                "C:\\x\\",
                null,
                new PeFile("rclone.exe", "Rclone", null, null, null),
                new Hashes(
                    null,
                    null,
                    "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
                    null)));
    assertThat(event.parent())
        .isEqualTo(
            new ProcessInfo(
                PARENT_GUID,
                812,
                0,
                "cmd.exe",
                "C:\\w\\cmd.exe",
                "cmd",
                null,
                null,
                null,
                null,
                null));
    String dns =
        """
        {'event':{'code':'22','created':'2024-05-01T10:00:00.456Z','provider':'Microsoft-Windows-Sysmon'},'host':{'name':'ws1'},
        'dns':{'question':{'name':'g.api.mega.co.nz'},'answers':[{'type':'CNAME','data':'lu.api.mega.co.nz'},{'type':'A','data':'198.51.100.7'}],
        'resolved_ip':['198.51.100.7','198.51.100.8']},'process':{'pid':4712,'name':'svchost.exe'},
        'winlog':{'channel':'Microsoft-Windows-Sysmon/Operational','computer_name':'ws1','event_id':'22'}}\
        """;
    Event query = Decoded.event(dns);
    assertThat(query.time()).isEqualTo(RECORDED);
    assertThat(query.process().entityId()).isNull();
    assertThat(query.dns())
        .isEqualTo(
            new Dns(
                "g.api.mega.co.nz",
                null,
                List.of("lu.api.mega.co.nz"),
                List.of("198.51.100.7", "198.51.100.8")));
  }
}
