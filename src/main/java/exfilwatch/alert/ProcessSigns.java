package exfilwatch.alert;

import exfilwatch.detection.ToolEvidence;
import exfilwatch.rclone.Explanation;
import exfilwatch.rclone.Rclone;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the process, apart from its arguments, tells about the risk. */
final class ProcessSigns {

  /** Sources that report a program's version data wherever it has any. */
  private static final Set<String> READ_VERSION_DATA =
      Set.of("sysmon", "endpoint", "endgame", "m365_defender");

  /** Places where any user, or a service account, can leave a program. */
  private static final List<String> WRITABLE =
      List.of(
          "/users/",
          "/programdata/",
          "/temp/",
          "/tmp/",
          "/perflogs/",
          "/$recycle.bin/",
          "/intel/",
          "/windows/tasks/",
          "/windows/debug/",
          "/dev/shm/",
          "/home/",
          "/run/user/");

  /** Programs that start what somebody far away wants; each also with more behind its name. */
  private static final List<String> REMOTE_TOOLS =
      List.of(
          "psexe",
          "paexec",
          "remcom",
          "csexec",
          "wmiprvse",
          "winrshost",
          "wsmprovhost",
          "sshd",
          "ssh",
          "anydesk",
          "teamviewer",
          "screenconnect",
          "connectwisecontrol",
          "ateraagent",
          "splashtop",
          "srserver",
          "rustdesk",
          "ultraviewer",
          "dwagent",
          "meshagent",
          "logmein",
          "gotoassist",
          "ninjarmm",
          "tacticalrmm",
          "action1",
          "simplehelp",
          "remote access",
          "zaservice",
          "client32",
          "tailscaled");

  private final Event start;
  private final ProcessInfo process;
  private final Explanation explanation;

  ProcessSigns(Event start, Explanation explanation) {
    this.start = start;
    this.process = start.process();
    this.explanation = explanation;
  }

  /**
   * Tells every factor that is found.
   *
   * @param found takes a factor and why
   * @param unknown takes names of factors that the event doesn't tell about
   */
  void forEach(BiConsumer<RiskFactor, String> found, Consumer<String> unknown) {
    List<String> evidence = ToolEvidence.ofProgram(process);
    String name = fileName(process);
    boolean isRclone =
        !evidence.isEmpty() || explanation.confidence() >= Rclone.CONFIDENCE_THRESHOLD;
    boolean itself = explanation.wrapper() == null;
    if (itself && isRclone && name != null && !name.contains("rclone")) {
      found.accept(RiskFactor.RENAMED, "it is rclone but called " + name);
    }
    if (itself && isWindows()) {
      versionData(found, unknown);
    }
    String path = process.executable();
    if (path != null) {
      String slashed = path.toLowerCase(Locale.ROOT).replace('\\', '/');
      WRITABLE.stream()
          .filter(slashed::contains)
          .findFirst()
          .ifPresent(
              place ->
                  found.accept(
                      RiskFactor.USER_WRITABLE_PATH,
                      "the program lies in " + place + ", where users can write"));
    }
    parent(found);
  }

  private void versionData(BiConsumer<RiskFactor, String> found, Consumer<String> unknown) {
    PeFile pe = process.pe();
    boolean named = pe != null && (pe.originalFileName() != null || pe.product() != null);
    if (named) {
      return;
    }
    boolean read =
        start.kind() == EventKind.PROCESS_START && READ_VERSION_DATA.contains(start.source());
    if (pe != null || read) {
      found.accept(
          RiskFactor.PE_MISSING, "the program has no version data, which rclone has since 1.53");
    } else {
      unknown.accept(RiskFactor.PE_MISSING.toString());
    }
  }

  private void parent(BiConsumer<RiskFactor, String> found) {
    ProcessInfo parent = start.parent();
    String name = parent == null ? null : fileName(parent);
    if (name == null) {
      return;
    }
    if (REMOTE_TOOLS.stream().anyMatch(name::startsWith)) {
      found.accept(RiskFactor.REMOTE_TOOL_PARENT, "it was started through " + name);
    } else if (name.equals("services.exe")) {
      found.accept(RiskFactor.SERVICE_PARENT, "it was started as a service");
    }
  }

  private boolean isWindows() {
    String path = process.executable();
    return "windows".equals(start.host().os())
        || (start.host().os() == null && path != null && path.indexOf('\\') >= 0);
  }

  /** In lower case; null when absent. */
  private static @Nullable String fileName(ProcessInfo process) {
    String name = process.name() != null ? process.name() : process.executable();
    if (name == null) {
      return null;
    }
    int end = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    return name.substring(end + 1).toLowerCase(Locale.ROOT);
  }
}
