package exfilwatch.job;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sensor tells of one machine on which something happens; times are seconds after {@link
 * #T0}. Connections and ends are those of the process that was started last.
 */
final class Scene {

  static final long T0 = 1_767_225_600_000L;

  static final PeFile RCLONE =
      new PeFile("rclone.exe", "Rclone", "https://rclone.org", "Rclone", "1.74.0");
  static final PeFile NONE = new PeFile(null, null, null, null, null);

  private final List<Event> events = new ArrayList<>();
  private final boolean windows;
  private String source = "sysmon";
  private @Nullable PeFile pe;
  private @Nullable ProcessInfo parent;
  private ProcessInfo process = process("", 0, null, null);
  private double now;

  private Scene(boolean windows) {
    this.windows = windows;
  }

  static Scene windows() {
    return new Scene(true);
  }

  static Scene linux() {
    return new Scene(false);
  }

  /** The Windows Security log: no version data, no ids of processes but the pid. */
  static Scene securityLog() {
    Scene scene = windows();
    scene.source = "windows_security";
    return scene;
  }

  /** Version data of which only two parts are left. */
  static PeFile edited(String originalFileName, String product) {
    return new PeFile(originalFileName, product, "Example Ltd", "Host process", "10.0");
  }

  /** The version data of the programs that are started from now on. */
  Scene pe(PeFile value) {
    pe = value;
    return this;
  }

  /** The process started last is the parent of those that are started from now on. */
  Scene within() {
    parent = process;
    return this;
  }

  Scene startedBy(String program) {
    parent = process(program, 4, null, null);
    return this;
  }

  Scene run(String program, String commandLine) {
    return run(program, commandLine, 100 + events.size());
  }

  Scene run(String program, String commandLine, long pid) {
    now += 1;
    process = process(program, pid, commandLine, pe);
    events.add(event(EventKind.PROCESS_START, null));
    return this;
  }

  Scene connects(String ip, @Nullable String domain) {
    return connects(3, ip, domain);
  }

  Scene connects(double secondsLater, String ip, @Nullable String domain) {
    now += secondsLater;
    events.add(event(EventKind.CONNECTION, connection(Direction.OUTBOUND, ip, domain)));
    return this;
  }

  Scene isConnectedTo(String ip) {
    now += 3;
    events.add(event(EventKind.CONNECTION, connection(Direction.INBOUND, ip, null)));
    return this;
  }

  /** From now on its records name no program, because the file is gone. */
  Scene deletesItself() {
    process =
        new ProcessInfo(
            process.entityId(), process.pid(), 0, null, null, null, null, null, null, null, null);
    return this;
  }

  Scene ends() {
    now += 10;
    events.add(event(EventKind.PROCESS_END, null));
    return this;
  }

  List<Event> events(String host) {
    return events.stream()
        .map(
            e ->
                new Event(
                    e.kind(),
                    e.source(),
                    e.id(),
                    e.time(),
                    new Host(host, null, windows ? "windows" : "linux"),
                    e.process(),
                    e.parent(),
                    e.user(),
                    e.connection(),
                    e.dns()))
        .toList();
  }

  private ProcessInfo process(
      String program, long pid, @Nullable String commandLine, @Nullable PeFile versionData) {
    int slash = Math.max(program.lastIndexOf('\\'), program.lastIndexOf('/'));
    return new ProcessInfo(
        source.equals("windows_security") ? null : "p" + events.size(),
        pid,
        0,
        program.substring(slash + 1),
        program,
        commandLine,
        null,
        null,
        null,
        versionData,
        null);
  }

  private static Connection connection(Direction direction, String ip, @Nullable String domain) {
    return new Connection(direction, "tcp", "192.0.2.7", 50_000, ip, 443, domain, -1, -1, false);
  }

  private Event event(EventKind kind, @Nullable Connection connection) {
    return new Event(
        kind,
        source,
        source + events.size(),
        T0 + (long) (now * 1000),
        new Host(null, null, null),
        process,
        kind == EventKind.PROCESS_START ? parent : null,
        new User("ann", "CORP", null),
        connection,
        null);
  }
}
