package exfilwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import exfilwatch.destination.DestinationContent;
import exfilwatch.sigma.Correlation;
import exfilwatch.sigma.InvalidRulesException;
import exfilwatch.sigma.Rule;
import exfilwatch.sigma.RuleSet;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.PeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of our own, the correlation, and what all rules carry. */
class ShippedRulesTest {
  private static final Events COPY = Events.windows("rclone.exe copy C:\\Data mega:x");
  private static final Events RENAMED =
      COPY.name("svchost.exe").executable("C:\\Users\\Public\\svchost.exe");

  private static Events pe(String original, String product, String company, String description) {
    return RENAMED.pe(
        new PeFile(
            original.isEmpty() ? null : original,
            product.isEmpty() ? null : product,
            company.isEmpty() ? null : company,
            description.isEmpty() ? null : description,
            null));
  }

  @Test
  void everyFileLoads() throws IOException, InvalidRulesException {
    try (Stream<Path> files = Files.list(ShippedRules.FOLDER)) {
      assertThat(RuleSet.read(List.of(ShippedRules.FOLDER))).hasSize((int) files.count());
    }
    assertThat(ShippedRules.RULES.rules()).hasSize(9);
  }

  @Test
  void theSeedsKeepTheirIdsTitlesAndScores() {
    Rule elastic = ShippedRules.RULES.rule("3f4c2b18-9d2e-4b7a-a3c1-8e6d9f2b5c7e").orElseThrow();
    assertThat(elastic.title()).isEqualTo("Potential Data Exfiltration via Rclone");
    Rule kql = ShippedRules.RULES.rule("c7b51d1e-54a9-4a3e-8d0f-6f0a0a2d9e04").orElseThrow();
    assertThat(kql.title()).isEqualTo("Rclone Copy Process Args");
    for (Rule rule : List.of(elastic, kql)) {
      assertThat(rule.custom().get("exfilwatch"))
          .asInstanceOf(
              org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
          .containsEntry("risk_score", 47L)
          .containsEntry("severity", "medium");
      assertThat(rule.level().name()).isEqualTo("MEDIUM");
    }
  }

  @Test
  void everyStartRuleTellsScoreTechniquesAndQuestions() {
    Set<String> startRules = ShippedRules.RULES.correlations().get(0).startRuleIds();
    assertThat(startRules).hasSize(6);
    for (String id : startRules) {
      Rule rule = ShippedRules.RULES.rule(id).orElseThrow();
      assertThat(rule.references()).isNotEmpty();
      assertThat(rule.falsePositives()).isNotEmpty();
      assertThat(rule.custom().get("exfilwatch"))
          .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
          .containsKeys("risk_score", "severity", "attack", "questions");
    }
  }

  /** ATT&CK 19 made two tactics of Defense Evasion; T1036.003 is in the one that kept the id. */
  @Test
  void tacticsHaveTheNamesOfTheirVersion() {
    for (String id : ShippedRules.RULES.correlations().get(0).startRuleIds()) {
      Rule rule = ShippedRules.RULES.rule(id).orElseThrow();
      RuleInfo.Attack attack = Objects.requireNonNull(RuleMetadata.info(rule).attack());
      boolean old = "18".equals(attack.version());
      assertThat(old).as(rule.title()).isEqualTo("rclone_elastic_seed".equals(rule.name()));
      assertThat(attack.version()).isIn("18", "19.2");
      assertThat(attack.tactics())
          .extracting(RuleInfo.Reference::id, RuleInfo.Reference::name)
          .isSubsetOf(
              tuple("TA0010", "Exfiltration"),
              tuple("TA0005", old ? "Defense Evasion" : "Stealth"));
    }
  }

  @Test
  void anyStartRuleThenAnOutboundConnectionWithinTenMinutes() {
    assertThat(ShippedRules.RULES.correlations()).hasSize(1);
    Correlation correlation = ShippedRules.RULES.correlations().get(0);
    assertThat(correlation.timespan()).isEqualTo(Duration.ofMinutes(10));
    assertThat(ShippedRules.RULES.rule(correlation.networkRuleId()).orElseThrow().name())
        .isEqualTo("outbound_connection");
  }

  static Stream<Arguments> exfiltration() {
    Events inProgramFiles = COPY.executable("C:\\Program Files X\\rclone.exe");
    String config = " \"--config=C:\\Program Files\\rclone\\config\\rclone\\rclone.conf\"";
    return Stream.of(
        // What is rclone
        arguments("by name", COPY, true),
        arguments("by name in capitals", COPY.name("RCLONE.EXE"), true),
        arguments("by a name with a version", COPY.name("rclone-v1.71.exe"), true),
        arguments("original name", pe("rclone.exe", "", "", ""), true),
        arguments("original name in another case", pe("Rclone.EXE", "", "", ""), true),
        arguments("product", pe("x.exe", "Rclone", "", ""), true),
        arguments("company", pe("x.exe", "", "https://rclone.org", ""), true),
        arguments("description since 1.63", pe("", "", "", "Rclone"), true),
        arguments("description up to 1.62", pe("", "", "", "Rsync for cloud storage"), true),
        arguments("all edited", pe("svchost.exe", "Windows", "Microsoft", "Host"), false),
        arguments("renamed without version data", RENAMED, false),
        arguments("Linux", Events.linux("rclone copy /srv r:x"), true),
        arguments("macOS", Events.linux("rclone copy /srv r:x").os("macos"), true),
        arguments(
            "container",
            Events.linux("docker run --rm -v /srv:/d rclone/rclone:1.71 copy /d r:x")
                .name("docker"),
            true),
        arguments(
            "container of another registry",
            Events.linux("podman run ghcr.io/rclone/rclone:1 sync /d r:x").name("podman"),
            true),
        arguments(
            "copy into a container", Events.linux("docker cp a b:/copy").name("docker"), false),
        arguments(
            "Linux subsystem", COPY.name("wsl.exe").commandLine("wsl rclone sync a b:"), true),
        // What moves data
        arguments("config only", COPY.commandLine("rclone config"), false),
        arguments("listing", COPY.commandLine("rclone lsd mega:"), false),
        arguments("version", COPY.commandLine("rclone version"), false),
        arguments("verb in a path only", COPY.commandLine("rclone ls r:copy"), false),
        // What the seeds exclude, and an intruder can imitate
        arguments("a folder like Program Files", inProgramFiles, true),
        arguments(
            "an approved configuration", COPY.commandLine("rclone copy a b:" + config), true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("exfiltration")
  void rcloneMovesData(String what, Events event, boolean expected) {
    assertThat(ShippedRules.names(event.start()).contains("rclone_exfiltration"))
        .as(what)
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "copy",
    "copyto",
    "move",
    "moveto",
    "sync",
    "bisync",
    "rcat",
    "copyurl",
    "archive create",
    "backend copyid",
    "rc sync/copy",
    "rc sync/move",
    "rc sync/sync",
    "rc sync/bisync",
    "rc operations/copyfile",
    "rc operations/movefile",
    "rc operations/uploadfile",
    "rc operations/copyurl",
    "rc job/batch",
    "rc core/command",
  })
  void everyCommandThatMovesData(String command) {
    Events windows = COPY.commandLine("rclone.exe -v " + command + " a b:");
    assertThat(ShippedRules.names(windows.start())).contains("rclone_exfiltration");
    Events linux = Events.linux("rclone " + command + " a b:");
    assertThat(ShippedRules.names(linux.start())).contains("rclone_exfiltration");
  }

  @ParameterizedTest
  @CsvSource({
    "rclone.exe, '', '', '', true",
    "RCLONE.EXE, '', '', '', true",
    "'', rclone, '', '', true",
    "'', '', https://rclone.org, '', true",
    "'', '', '', Rsync for cloud storage, true",
    "svchost.exe, Windows, Microsoft, Host, false",
    "rclonebrowser.exe, RcloneBrowser, x, y, false",
  })
  void renamedRcloneIsToldByAnyVersionData(
      String original, String product, String company, String description, boolean expected) {
    Events event = pe(original, product, company, description).commandLine("svchost.exe lsd x:");
    assertThat(ShippedRules.names(event.start()).contains("rclone_renamed")).isEqualTo(expected);
    Events underItsName = event.name("Rclone.exe");
    assertThat(ShippedRules.names(underItsName.start())).doesNotContain("rclone_renamed");
    Events unnamed = event.name(null).executable(null);
    assertThat(ShippedRules.names(unnamed.start())).doesNotContain("rclone_renamed");
  }

  @ParameterizedTest
  @CsvSource({
    "mount r: X:, true",
    "serve webdav C:\\Data, true",
    "rcd --rc-addr :5572, true",
    "gui, true",
    "nfsmount r: /mnt, true",
    "ls r:mount, false",
    "version, false",
  })
  void waysForDataToMoveLater(String command, boolean expected) {
    assertThat(
            ShippedRules.names(Events.linux("rclone " + command).start())
                .contains("rclone_remote_access"))
        .isEqualTo(expected);
    Events renamed = pe("rclone.exe", "", "", "").commandLine("svchost.exe " + command);
    assertThat(ShippedRules.names(renamed.start()).contains("rclone_remote_access"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "OUTBOUND, 203.0.113.5, true",
    "OUTBOUND, 2001:db8::5, true",
    "OUTBOUND, 10.1.2.3, true",
    "OUTBOUND, 192.168.1.9, true",
    "OUTBOUND, fd00::1, true",
    "OUTBOUND, 100.64.0.1, true",
    "OUTBOUND, , true",
    "INBOUND, 203.0.113.5, false",
    "LISTEN, , false",
    "UNKNOWN, 203.0.113.5, false",
    "OUTBOUND, 127.0.0.1, false",
    "OUTBOUND, 127.255.0.9, false",
    "OUTBOUND, ::1, false",
    "OUTBOUND, 0.0.0.0, false",
    "OUTBOUND, ::, false",
    "OUTBOUND, 169.254.169.254, false",
    "OUTBOUND, fe80::1, false",
    "OUTBOUND, 224.0.0.251, false",
    "OUTBOUND, 239.255.255.250, false",
    "OUTBOUND, ff02::fb, false",
    "OUTBOUND, 255.255.255.255, false",
  })
  void outboundIsToAnotherMachineBeyondTheLink(Direction direction, String ip, boolean expected) {
    assertThat(ShippedRules.names(COPY.connection(direction, ip)).contains("outbound_connection"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x.exe copy C:\\Data mega:x --transfers 16 --ignore-existing --no-check-certificate; true",
        "x.exe copy \\\\fs1\\share :s3,provider=AWS,env_auth=false:bucket/x --max-age 3y; true",
        "x.exe --config C:\\ProgramData\\r.conf sync D:\\ remote:x --multi-thread-streams 12; true",
        "x.exe copy a.txt b.txt; false",
        "x.exe sync; false",
        "x.exe; false",
      })
  void aRenamedCopyWithoutVersionDataIsKnownByItsGrammar(String commandLine, boolean expected) {
    Events event = COPY.name("x.exe").executable("C:\\Temp\\x.exe").commandLine(commandLine);
    assertThat(ShippedRules.names(event.start()).contains("rclone_grammar")).isEqualTo(expected);
    assertThat(ShippedRules.names(event.name("rclone.exe").start()))
        .doesNotContain("rclone_grammar");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "robocopy C:\\Data \\\\srv\\share /e; robocopy.exe",
        "cmd.exe /c copy a b; cmd.exe",
        "aws s3 sync C:\\Data s3://bucket; aws.exe",
        "aws s3 cp C:\\Data s3://bucket --recursive --exclude *.tmp; aws.exe",
        "rsync -a --include *.doc --exclude * /srv host:/srv; rsync",
        "azcopy copy C:\\Data https://x.example.com/c --recursive; azcopy.exe",
        "gsutil -m rsync -r C:\\Data gs://bucket; gsutil.cmd",
        "restic -r s3:s3.example.com/b backup C:\\Data; restic.exe",
        "kopia snapshot create C:\\Data; kopia.exe",
        "mc mirror --overwrite C:\\Data alias/bucket; mc.exe",
        "mc cp C:\\Data alias/bucket; mc.exe",
        "s5cmd sync C:\\Data/ s3://bucket; s5cmd.exe",
        "b2 sync C:\\Data b2://bucket; b2.exe",
        "mega-put C:\\Data /x; mega-put.bat",
        "docker cp box:/srv /tmp; docker.exe",
        "docker run --rm alpine sync; docker.exe",
        "kubectl cp ns/pod:/srv /tmp; kubectl.exe",
        "scp -r /srv user@host:/srv; scp",
        "git clone https://github.com/rclone/rclone; git.exe",
        "git commit -m \"rclone copy a b:\"; git.exe",
        "notepad C:\\docs\\rclone copy.txt; notepad.exe",
        "powershell -c \"Copy-Item rclone.conf x\"; powershell.exe",
        "code.exe --folder-uri C:\\src\\rclone; code.exe",
        "msiexec /i C:\\dl\\rclone.msi; msiexec.exe",
      })
  void otherProgramsStayQuiet(String commandLine, String name) {
    Events event = COPY.name(name).executable("C:\\Tools\\" + name).commandLine(commandLine);
    assertThat(ShippedRules.names(event.start())).isEmpty();
  }

  @Test
  void aMatchShowsTheValuesThatMadeIt() {
    Map<String, String> matched =
        ShippedRules.matches(pe("rclone.exe", "", "", "").start()).stream()
            .filter(m -> "rclone_elastic_seed".equals(m.rule().name()))
            .findFirst()
            .orElseThrow()
            .matched();
    assertThat(matched)
        .isEqualTo(Map.of("process.pe.original_file_name", "rclone.exe", "process.args", "copy"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 3128, OUTBOUND, true",
    "127.0.0.1, 5572, OUTBOUND, false",
    "127.0.0.1, 3128, INBOUND, false",
    "203.0.113.5, 443, OUTBOUND, true",
  })
  void aConnectionToTheProxyIsOutboundWhereverItIs(
      String ip, int port, Direction direction, boolean expected) throws ContentException {
    Detections detections =
        DetectionContent.load(
                List.of(Path.of("conf", "rules")),
                List.of(),
                DestinationContent.of(null, List.of(), List.of("127.0.0.1:3128")))
            .compile();
    Event event = COPY.connection(direction, ip);
    Connection there =
        new Connection(direction, "tcp", "127.0.0.1", 50000, ip, port, null, -1, -1, false);
    assertThat(detections.isOutbound(event.withConnection(there))).isEqualTo(expected);
  }
}
