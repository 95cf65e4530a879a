package exfilwatch.detection;

import static exfilwatch.detection.ExceptionFiles.content;
import static exfilwatch.detection.ExceptionFiles.exception;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exceptions for what was running before the product: connections without a start. */
class ActivityExceptionsTest {

  private static final String WASABI = "s3.eu-central-1.wasabisys.com";
  private static final Events RUNNING = Events.windows(null);

  @TempDir private Path folder;

  private static Event connection(String ip, String domain) {
    return RUNNING
        .connection(Direction.OUTBOUND, ip)
        .withConnection(
            new Connection(
                Direction.OUTBOUND, "tcp", "192.0.2.7", 50_000, ip, 443, domain, -1, -1, false));
  }

  private static String forConnections(String title, String selection) {
    return exception(title, selection).replace("process_creation", "network_connection");
  }

  private boolean silences(Event activity, String... exceptions) throws Exception {
    Judgement judgement = content(folder, exceptions).compile().judgeActivity(activity);
    assertThat(judgement.exempted().isEmpty()).isEqualTo(judgement.suspicion() != null);
    return judgement.suspicion() == null;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "user.name: ann ~ true",
        "user.name: bob ~ false",
        "User: CORP\\ann ~ true",
        "host.name: WS1 ~ true",
        "Computer: WS1 ~ true",
        "process.executable: 'C:\\Users\\Public\\rclone.exe' ~ true",
        "Image|endswith: '\\rclone.exe' ~ true",
        "exfil.destination.provider: Wasabi ~ false",
        "exfil.config_path: 'C:\\a.conf' ~ false",
        "process.command_line|contains: copy ~ false",
        "process.parent.name: cmd.exe ~ false",
        "process.hash.sha256: cc ~ false",
      })
  void oneForStartsHoldsIfItAsksOnlyForWhatAConnectionTells(String selection, boolean silent)
      throws Exception {
    assertThat(silences(connection("203.0.113.5", WASABI), exception("E", selection)))
        .isEqualTo(silent);
    assertThat(silences(RUNNING.query(WASABI, List.of(), List.of()), exception("E", selection)))
        .isEqualTo(silent);
  }

  @Test
  void whatTheRecordLeavesOutIsNotApproved() throws Exception {
    String unlessTemp =
        exception("E", "user.name: ann")
            .replace("condition: not approved", "condition: not (approved and not temp)")
            .replace(
                "  condition:",
                "  temp:\n    process.executable|contains: '\\Temp\\'\n  condition:");
    Event bare = RUNNING.executable(null).connection(Direction.OUTBOUND, "203.0.113.5");
    assertThat(silences(bare, unlessTemp)).isFalse();
    assertThat(silences(connection("203.0.113.5", WASABI), unlessTemp)).isTrue();
  }

  @Test
  void oneThatListsRulesIsForTheseOnly() throws Exception {
    String listed = exception("E", "[rclone_exfiltration]", "2099-12-31", "user.name: ann");
    assertThat(silences(connection("203.0.113.5", WASABI), listed)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "user.name: ann ~ true ~ true",
        "destination.domain|endswith: .wasabisys.com ~ true ~ true",
        "destination.domain: mega.nz ~ false ~ false",
        "destination.ip|cidr: 203.0.113.0/24 ~ true ~ false",
        "DestinationPort: 443 ~ true ~ false",
        "exfil.destination.provider: Wasabi ~ true ~ true",
        "exfil.destination.provider: MEGA ~ false ~ false",
      })
  void oneForConnectionsMayNameTheirDestination(
      String selection, boolean ofConnection, boolean ofQuery) throws Exception {
    String exception = forConnections("E", selection);
    assertThat(silences(connection("203.0.113.5", WASABI), exception)).isEqualTo(ofConnection);
    assertThat(silences(RUNNING.query(WASABI, List.of(), List.of()), exception)).isEqualTo(ofQuery);
  }

  @Test
  void oneForConnectionsSilencesNoStart() throws Exception {
    DetectionContent content = content(folder, forConnections("E", "user.name: ann"));
    Event start = Events.windows("rclone.exe copy C:\\x mega:y").start();
    assertThat(content.compile().judge(start).suspicion()).isNotNull();
    assertThat(content.compile().isOutbound(connection("203.0.113.5", WASABI))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"2023-11-14, true", "2023-11-13, false"})
  void theyExpire(String expiry, boolean silent) throws Exception {
    String exception = exception("E", "any", expiry, "User: ann");
    assertThat(silences(connection("203.0.113.5", WASABI), exception)).isEqualTo(silent);
  }

  @Test
  void saysWhatEachIsFor() throws Exception {
    DetectionContent content =
        content(
            folder,
            exception("A", "user.name: ann"),
            exception("B", "exfil.destination.bucket: b\nuser.name: ann"),
            exception("C", "[rclone_renamed]", "2099-12-31", "user.name: ann"),
            forConnections("D", "user.name: ann"));
    assertThat(content.exemptions())
        .extracting(Exemption::scope)
        .containsExactly(
            "starts, and connections of what was running before",
            "starts only: a connection doesn't tell exfil.destination.bucket",
            "starts that the listed rules match",
            "connections of what was running before");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "exfil.destination.bucket: b ~ exfil.destination.bucket",
        "destination.ip|exists: true ~ silences every connection",
        "exfil.destination.provider|neq: MEGA ~ silences a connection of which nothing is known",
      })
  void oneForConnectionsThatCanNotBeIsRefused(String selection, String problem) {
    assertThatThrownBy(() -> content(folder, forConnections("E", selection)))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining(problem);
  }
}
