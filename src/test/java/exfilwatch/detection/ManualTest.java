package exfilwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the manual and the shipped examples say is true. */
class ManualTest {

  private static final Path MANUAL = Path.of("docs/rules-and-exceptions.md");
  private static final Path EXAMPLES = Path.of("conf/exceptions/approved-backup.yml.example");

  @TempDir private Path folder;

  /** The manual's fenced blocks of one language. */
  private static String yaml(String title) throws IOException {
    return blocks("yaml").stream()
        .filter(block -> block.startsWith("title: " + title))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> blocks(String language) throws IOException {
    Matcher matcher =
        Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(Files.readString(MANUAL));
    List<String> blocks = new ArrayList<>();
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  private DetectionContent content(String exception, String rule) throws Exception {
    Path exceptions = Files.createDirectories(folder.resolve("exceptions"));
    Files.writeString(exceptions.resolve("backup.yml"), exception);
    Path more = Files.writeString(folder.resolve("rule.yml"), rule);
    return DetectionContent.load(List.of(ShippedRules.FOLDER, more), List.of(exceptions));
  }

  private static Event start(String host, String user, String commandLine) {
    String name = commandLine.substring(0, commandLine.indexOf(' '));
    return new Event(
        EventKind.PROCESS_START,
        "endpoint",
        null,
        1_800_000_000_000L, // 2027-01-15
        new Host(host, null, "windows"),
        new ProcessInfo(
            "p", 1, 0, name, "C:\\x\\" + name, commandLine, null, null, null, null, null),
        null,
        new User(user, null, null),
        null,
        null);
  }

  @Test
  void theManualsExampleDoesWhatItSays() throws Exception {
    Detections detections =
        content(yaml("Nightly backup of FS01"), yaml("Rclone sends mail or databases")).compile();
    List<String> silenced = blocks("silenced").get(0).lines().toList();
    assertThat(silenced).hasSize(2);
    for (String line : silenced) {
      Judgement judgement = detections.judge(start("FS01", "svc-backup", line));
      assertThat(judgement.suspicion()).as(line).isNull();
      assertThat(judgement.exempted()).extracting(Exemption::reason).containsExactly("CHG-1042");
      assertThat(detections.judge(start("FS02", "svc-backup", line)).suspicion()).isNotNull();
    }
    List<String> alerted = blocks("alerted").get(0).lines().toList();
    assertThat(alerted).hasSize(4);
    for (String line : alerted) {
      assertThat(detections.judge(start("FS01", "svc-backup", line)).suspicion())
          .as(line)
          .isNotNull();
    }
    Judgement found =
        detections.judge(start("FS01", "x", blocks("found").get(0).lines().toList().get(0)));
    assertThat(Objects.requireNonNull(found.suspicion()).rules().get(0))
        .extracting(RuleHit::title, RuleHit::riskScore)
        .containsExactly("Rclone sends mail or databases", 73);
  }

  @ParameterizedTest
  @CsvSource({
    "svc-backup, s3.eu-central-1.wasabisys.com, true",
    "svc-backup, g.api.mega.co.nz, false",
    "ann, s3.eu-central-1.wasabisys.com, false",
  })
  void theManualsExceptionForConnectionsDoesWhatItSays(String user, String domain, boolean silent)
      throws Exception {
    Detections detections =
        ExceptionFiles.content(folder, yaml("Backup of FS01, where its start")).compile();
    Event connection =
        new Event(
            EventKind.CONNECTION,
            "endpoint",
            null,
            1_800_000_000_000L,
            new Host("FS01", null, "windows"),
            new ProcessInfo(
                "p",
                1,
                0,
                "rclone.exe",
                "C:\\Program Files\\rclone\\rclone.exe",
                null,
                null,
                null,
                null,
                null,
                null),
            null,
            new User(user, null, null),
            new Connection(
                Direction.OUTBOUND, "tcp", null, 0, "203.0.113.5", 443, domain, -1, -1, false),
            null);
    assertThat(detections.judgeActivity(connection).suspicion() == null).isEqualTo(silent);
  }

  @Test
  void theManualNamesEveryFieldOfTheCommandLine() throws Exception {
    String table = Files.readString(MANUAL);
    for (String field : EventFields.COMPUTED) {
      String last = field.substring(field.lastIndexOf('.') + 1);
      assertThat(table).as(field).matches("(?s).*[`.]" + last + "`.*");
    }
  }

  @Test
  void theShippedExamplesAreGoodAndDoNotApplyByThemselves() throws Exception {
    DetectionContent shipped =
        DetectionContent.load(List.of(ShippedRules.FOLDER), List.of(Path.of("conf/exceptions")));
    assertThat(shipped.exemptions()).isEmpty();
    Path copy = Files.copy(EXAMPLES, folder.resolve("copy.yml"));
    DetectionContent content = DetectionContent.load(List.of(ShippedRules.FOLDER), List.of(copy));
    Detections detections = content.compile();
    String photos =
        "rclone.exe sync D:\\Photos\\a agency:campaigns/a --config C:\\ProgramData\\photo-sync\\r"
            + "clone.conf";
    assertThat(detections.judge(start("MKT-07", "photo-sync", photos)).suspicion()).isNull();
    String backup =
        "rclone.exe sync D:\\ :s3,provider=Wasabi,endpoint=s3.eu-central-1.wasabisys.com,"
            + "access_key_id=EXAMPLEKEYID00000001:example-backup/x";
    assertThat(detections.judge(start("FS01", "svc-backup", backup)).suspicion()).isNull();
    assertThat(content.exemptions()).hasSize(2);
  }
}
