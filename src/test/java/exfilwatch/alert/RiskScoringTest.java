package exfilwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.alert.Risk.Factor;
import exfilwatch.correlation.Caveats;
import exfilwatch.correlation.ConnectionTotals;
import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.Stage;
import exfilwatch.destination.BackendMatch;
import exfilwatch.detection.CommandLines;
import exfilwatch.detection.RuleHit;
import exfilwatch.detection.RuleInfo;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.yaml.YamlFile;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RiskScoringTest {

  /** Tuesday, 22:13:20 UTC. */
  private static final long T0 = 1_700_000_000_000L;

  private static final PeFile PE =
      new PeFile("rclone.exe", "Rclone", "https://rclone.org", "Rclone", "1.71.0");

  private static final String UPLOAD = "rclone.exe copy D:\\Data nas:x";

  /** A start without anything that adds to its risk but what a test puts in. */
  private record Start(
      String source,
      String commandLine,
      String executable,
      String parent,
      @Nullable PeFile pe,
      String os) {

    static final Start PLAIN =
        new Start(
            "sysmon",
            UPLOAD,
            "C:\\Program Files\\rclone\\rclone.exe",
            "C:\\Windows\\explorer.exe",
            PE,
            "windows");

    Start line(String value) {
      return new Start(source, value, executable, parent, pe, os);
    }

    Start at(String value) {
      return new Start(source, commandLine, value, parent, pe, os);
    }

    Start from(String value) {
      return new Start(source, commandLine, executable, value, pe, os);
    }

    Start pe(String telemetry, @Nullable PeFile value) {
      return new Start(telemetry, commandLine, executable, parent, value, os);
    }

    Event event() {
      ProcessInfo process =
          new ProcessInfo(
              "p", 1, T0, name(executable), executable, commandLine, null, null, null, pe, null);
      ProcessInfo creator =
          new ProcessInfo("q", 2, 0, name(parent), parent, null, null, null, null, null, null);
      return new Event(
          EventKind.PROCESS_START,
          source,
          null,
          T0,
          new Host("BER-7", null, os),
          process,
          creator,
          null,
          null,
          null);
    }

    private static String name(String path) {
      return path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
    }
  }

  private static Incident incident(Stage stage, Start start, int ruleScore, int connections) {
    ConnectionTotals totals =
        new ConnectionTotals(
            connections,
            T0,
            T0,
            -1,
            connections == 0
                ? List.of()
                : List.of(new DestinationTotal("203.0.113.5", 443, null, connections)),
            0);
    return new Incident(
        "i",
        stage,
        T0,
        start.event(),
        List.of(new RuleHit("r", "Rule", "medium", ruleScore, Map.of())),
        List.of("sysmon"),
        null,
        totals,
        true,
        0,
        T0,
        "like",
        Caveats.NONE,
        0,
        false);
  }

  /** As when only a connection tells of the process. */
  private static Incident incident(Stage stage, Start start, EventKind kind) {
    Incident seen = incident(stage, start, 47, 0);
    Event e = seen.start();
    Event first =
        new Event(
            kind, e.source(), e.id(), e.time(), e.host(), e.process(), null, null, null, null);
    return new Incident(
        seen.id(),
        stage,
        seen.time(),
        first,
        seen.rules(),
        seen.sources(),
        null,
        seen.totals(),
        true,
        0,
        T0,
        "like",
        new Caveats(true, false, false, 0),
        0,
        false);
  }

  private static RuleInfo rule(boolean keeps) {
    return new RuleInfo("r", "Rule", null, null, List.of(), List.of(), null, List.of(), keeps);
  }

  private static Risk score(Incident incident, boolean keeps, @Nullable BackendMatch match) {
    return score(RiskWeights.DEFAULT, incident, keeps, match);
  }

  private static Risk score(
      RiskWeights weights, Incident incident, boolean keeps, @Nullable BackendMatch match) {
    return RiskScoring.score(
        weights, incident, CommandLines.explain(incident.start()), rule(keeps), match);
  }

  private static Risk started(Start start) {
    return score(incident(Stage.STARTED, start, 47, 0), false, null);
  }

  private static @Nullable Factor factor(Risk risk, String name) {
    return risk.factors().stream().filter(f -> f.name().equals(name)).findFirst().orElse(null);
  }

  private static RiskWeights weights(String yaml) {
    return RiskWeights.read(YamlFile.documents("t.yaml", yaml).get(0));
  }

  @Test
  void aPlainUploadHasTheRuleAndItsDirection() {
    Risk risk = started(Start.PLAIN);
    assertThat(risk.factors())
        .containsExactly(
            new Factor("rule", 47, "the rule \"Rule\" matched"),
            new Factor("upload", 6, "data of this host or its network goes to a remote"));
    assertThat(risk.score()).isEqualTo(53);
    assertThat(risk.notAssessed()).containsExactly("outside_working_hours");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "remote_to_remote     ~ rclone.exe copy nas:x mega:y           ~ goes from one remote",
        "on_the_fly_remote    ~ rclone.exe copy D:\\ :mega,user=u:x    ~ :mega: is made up",
        "unc_source           ~ rclone.exe copy \\\\fs1\\hr nas:x      ~ a share of fs1",
        "sensitive_categories ~ rclone.exe copy D:\\ nas:x --include *.docx ~ want documents",
        "hiding               ~ rclone.exe copy D:\\ nas:x --config NUL ~ config_null",
        "hiding               ~ rclone.exe copy D:\\ nas:x --user-agent Mozilla/5.0 ~ user_agent",
        "prompts_suppressed   ~ rclone.exe copy D:\\ nas:x --auto-confirm ~ asks nobody",
        "pace                 ~ rclone.exe copy D:\\ nas:x --transfers 32 ~ transfers 32",
        "pace                 ~ rclone.exe copy D:\\ nas:x --bwlimit 1M ~ bwlimit 1M",
        "no_transfer          ~ rclone.exe lsd nas:                    ~ moves no content",
        "rejected             ~ rclone.exe copy D:\\ nas:x --nosuch    ~ would refuse",
      })
  void theCommandLineTells(String name, String commandLine, String why) {
    assertFactor(name, Start.PLAIN.line(commandLine), why);
  }

  /** The factor is there with its points, and not where its cause is not. */
  private static void assertFactor(String name, Start start, String why) {
    assertThat(factor(started(Start.PLAIN), name)).isNull();
    Factor factor = Objects.requireNonNull(factor(started(start), name), name);
    assertThat(factor.why()).contains(why);
    assertThat(factor.points())
        .isEqualTo(RiskWeights.DEFAULT.points(RiskFactor.valueOf(name.toUpperCase(Locale.ROOT))))
        .isNotZero();
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\Program Files\\x\\svchost.exe, svchost.exe copy D:\\Data nas:x, renamed, svchost.exe",
    "C:\\Users\\Public\\rclone.exe, rclone.exe copy D:\\Data nas:x, user_writable_path, /users/",
    "C:\\ProgramData\\r"
        + "clone.exe, rclone.exe copy D:\\Data nas:x, user_writable_path, /programdata/",
    "/dev/shm/rclone, rclone copy /srv nas:x, user_writable_path, /dev/shm/",
    "/tmp/rclone, rclone copy /srv nas:x, user_writable_path, /tmp/",
  })
  void theProgramTells(String executable, String commandLine, String name, String why) {
    assertFactor(name, Start.PLAIN.at(executable).line(commandLine), why);
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\Windows\\PSEXESVC.exe, remote_tool_parent",
    "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe, remote_tool_parent",
    "C:\\Windows\\System32\\wsmprovhost.exe, remote_tool_parent",
    "C:\\Windows\\System32\\OpenSSH\\sshd.exe, remote_tool_parent",
    "C:\\Program Files (x86)\\AnyDesk\\AnyDesk.exe, remote_tool_parent",
    "C:\\x\\ScreenConnect.ClientService.exe, remote_tool_parent",
    "C:\\Windows\\System32\\services.exe, service_parent",
    "/usr/sbin/sshd, remote_tool_parent",
  })
  void theParentTells(String parent, String name) {
    assertFactor(name, Start.PLAIN.from(parent), "started");
  }

  @Test
  void missingVersionDataCountsOnlyWhereTheSourceWouldHaveTold() {
    PeFile empty = new PeFile(null, null, null, null, null);
    assertFactor("pe_missing", Start.PLAIN.pe("sysmon", null), "no version data");
    assertFactor("pe_missing", Start.PLAIN.pe("crowdstrike", empty), "no version data");
    Risk unknown = started(Start.PLAIN.pe("windows_security", null));
    assertThat(factor(unknown, "pe_missing")).isNull();
    assertThat(unknown.notAssessed()).contains("pe_missing");
    Incident unseen = incident(Stage.STARTED, Start.PLAIN.pe("sysmon", null), EventKind.CONNECTION);
    assertThat(factor(score(unseen, false, null), "pe_missing")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "DECLARED, declared_destination, 75",
    "KNOWN_STORAGE, known_storage, 75",
    "INTERNAL, internal_destination, 59",
    "PUBLIC, , 69",
  })
  void theConnectionTells(BackendMatch match, @Nullable String name, int expected) {
    Incident connected = incident(Stage.CORRELATED, Start.PLAIN, 47, 1);
    Risk risk = score(connected, false, match);
    assertThat(factor(risk, "outbound_connection")).isNotNull();
    assertThat(risk.score()).isEqualTo(expected);
    if (name != null) {
      assertThat(factor(risk, name)).isNotNull();
    }
    assertThat(score(connected, false, null).notAssessed()).contains("destination");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "download   ~ copy mega:x C:\\in",
        "local_only ~ copy \\\\fs\\hr C:\\out",
        "local_only ~ copy \\\\fs\\hr :local:C:\\out",
        "dry_run    ~ copy \\\\fs\\hr mega:x --dry-run",
        "help       ~ copy \\\\fs\\hr mega:x --help",
      })
  void whatTakesNothingAwayScoresLowAndSaysWhy(String name, String arguments) {
    Start worst =
        Start.PLAIN
            .at("C:\\Users\\Public\\svchost.exe")
            .from("C:\\Windows\\PSEXESVC.exe")
            .line("svchost.exe " + arguments + " --config NUL --transfers 99 --auto-confirm");
    for (boolean keeps : new boolean[] {true, false}) {
      Risk risk = score(incident(Stage.STARTED, worst, 73, 0), keeps, null);
      assertThat(Severity.of(risk.score())).isEqualTo(Severity.LOW);
      assertThat(Objects.requireNonNull(factor(risk, name)).why()).contains("at most");
      Risk closed = score(incident(Stage.CLOSED, worst, 73, 9), keeps, BackendMatch.DECLARED);
      assertThat(Severity.of(closed.score())).isEqualTo(Severity.LOW);
    }
  }

  /** The published rules' score is 47, medium, until there is more to tell. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "rclone.exe copy D:\\Data nas:x",
        "rclone.exe copy \\\\fs\\hr :mega,user=u:x --include *.docx --auto-confirm --transfers 32",
        "rclone.exe version",
      })
  void aRuleMayKeepItsScoreUntilItConnects(String commandLine) {
    Start start = Start.PLAIN.line(commandLine);
    Risk started = score(incident(Stage.STARTED, start, 47, 0), true, null);
    assertThat(started.score()).isEqualTo(47);
    assertThat(Severity.of(started.score())).isEqualTo(Severity.MEDIUM);
    Risk correlated = score(incident(Stage.CORRELATED, start, 47, 1), true, null);
    assertThat(factor(correlated, "rule_score_kept")).isNull();
    assertThat(correlated.score()).isGreaterThan(started.score());
  }

  @Test
  void workingHoursCountWhereTheyAreKnown() {
    String hours = "working_hours: [{hosts: %s, zone: %s, from: '07:00', to: '19:00'}]";
    Incident incident = incident(Stage.STARTED, Start.PLAIN, 47, 0);
    Risk late = score(weights(hours.formatted("'ber-*'", "Europe/Berlin")), incident, false, null);
    assertThat(Objects.requireNonNull(factor(late, "outside_working_hours")).why())
        .contains("07:00 to 19:00 in Europe/Berlin");
    Risk day = score(weights(hours.formatted("'*'", "America/Los_Angeles")), incident, false, null);
    assertThat(factor(day, "outside_working_hours")).isNull();
    assertThat(day.notAssessed()).isEmpty();
    Risk other = score(weights(hours.formatted("'muc-*'", "Europe/Berlin")), incident, false, null);
    assertThat(factor(other, "outside_working_hours")).isNull();
    assertThat(other.notAssessed()).containsExactly("outside_working_hours");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T18:59:59Z, '07:00', '19:00', true",
    "2026-11-20T19:00:00Z, '07:00', '19:00', false",
    "2026-11-21T12:00:00Z, '07:00', '19:00', false",
    "2026-11-21T05:00:00Z, '22:00', '06:00', true",
    "2026-11-22T05:00:00Z, '22:00', '06:00', false",
    "2026-11-20T23:00:00Z, '22:00', '06:00', true",
  })
  void shiftsMayEndOnTheNextDay(String time, String from, String to, boolean working) {
    WorkingHours hours =
        WorkingHours.read(
            YamlFile.documents("t.yaml", "{zone: UTC, from: '%s', to: '%s'}".formatted(from, to))
                .get(0));
    assertThat(hours.contain(Instant.parse(time).toEpochMilli())).isEqualTo(working);
  }

  @ParameterizedTest
  @CsvSource({
    "ber-*, BER-7, true",
    "ber-*, xber-7, false",
    "*-srv, ber-srv, true",
    "*-srv, ber-srv2, false",
    "*a*a, aa, true",
    "*a*a, a, false",
    "a*a, a, false",
    "ber-7, BER-7, true",
  })
  void hostsAreNamesWithStars(String pattern, String host, boolean expected) {
    WorkingHours hours =
        WorkingHours.read(
            YamlFile.documents(
                    "t.yaml", "{hosts: '" + pattern + "', zone: UTC, from: '07:00', to: '09:00'}")
                .get(0));
    assertThat(hours.areFor(host)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(RiskFactor.class)
  void eachWeightCanBeChanged(RiskFactor factor) {
    assertThat(weights("points: {" + factor + ": 33}").points(factor)).isEqualTo(33);
  }

  @Test
  void changedWeightsChangeTheScore() {
    Incident upload = incident(Stage.STARTED, Start.PLAIN, 47, 0);
    assertThat(score(weights("points: {upload: 30}"), upload, false, null).score()).isEqualTo(77);
    assertThat(score(weights("points: {upload: 0}"), upload, false, null).factors()).hasSize(1);
    Incident download =
        incident(Stage.STARTED, Start.PLAIN.line("rclone.exe copy nas:x D:\\in"), 47, 0);
    assertThat(score(weights("at_most: {download: 30}"), download, false, null).score())
        .isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource({
    "0, LOW",
    "21, LOW",
    "22, MEDIUM",
    "47, MEDIUM",
    "48, HIGH",
    "73, HIGH",
    "74, CRITICAL",
    "100, CRITICAL",
  })
  void severityGoesByElasticsBands(int score, Severity severity) {
    assertThat(Severity.of(score)).isEqualTo(severity);
  }

  @Property(tries = 500)
  void theScoreIsTheSumOfItsFactorsFrom0To100(
      @ForAll("starts") Start start,
      @ForAll Stage stage,
      @ForAll @IntRange(max = 100) int ruleScore,
      @ForAll @IntRange(max = 3) int connections,
      @ForAll boolean keeps,
      @ForAll("matches") @Nullable BackendMatch match,
      @ForAll @IntRange(min = -100, max = 100) int points) {
    RiskWeights weights =
        weights("points: {upload: %d, renamed: %d, hiding: %d}".formatted(points, -points, points));
    Risk risk = score(weights, incident(stage, start, ruleScore, connections), keeps, match);
    int sum = risk.factors().stream().mapToInt(Factor::points).sum();
    assertThat(risk.score()).isBetween(0, 100).isEqualTo(Math.max(0, Math.min(100, sum)));
    assertThat(risk.factors()).allSatisfy(f -> assertThat(f.why()).isNotBlank());
  }

  @Provide
  Arbitrary<BackendMatch> matches() {
    return Arbitraries.of(BackendMatch.class).injectNull(0.2);
  }

  @Provide
  Arbitrary<Start> starts() {
    Arbitrary<String> lines =
        Arbitraries.of(
            UPLOAD,
            "x copy \\\\fs\\hr :mega,user=u:x --include *.docx --auto-confirm --transfers 32",
            "x copy mega:x C:\\in --config NUL",
            "x copy C:\\a C:\\b --dry-run",
            "x mount nas: X:",
            "x lsd nas: --help",
            "x",
            "");
    Arbitrary<String> programs =
        Arbitraries.of(Start.PLAIN.executable(), "C:\\Users\\Public\\svchost.exe", "/tmp/x");
    Arbitrary<String> parents =
        Arbitraries.of(Start.PLAIN.parent(), "C:\\Windows\\PSEXESVC.exe", "services.exe");
    return Combinators.combine(lines, programs, parents)
        .as((line, program, parent) -> Start.PLAIN.line(line).at(program).from(parent));
  }
}
