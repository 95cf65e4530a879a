package exfilwatch.detection;

import exfilwatch.rclone.ArgvSplitter;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which rules of quoting a process's command line follows. */
final class Shell {
  private static final String WINDOWS = "windows";
  private static final Pattern WINDOWS_PATH =
      Pattern.compile("\"?([A-Za-z]:[\\\\/]|\\\\\\\\|\\\\Device\\\\|\\\\SystemRoot\\\\)");

  private Shell() {}

  /** The operating system; null when neither the source nor a path tells. */
  static @Nullable String os(Event event) {
    if (event.host().os() != null) {
      return event.host().os();
    }
    return looksWindows(event.process()) ? WINDOWS : null;
  }

  /**
   * The arguments, the program's name first. The command line is split anew where quoting matters,
   * because vendors keep the quotes; a POSIX process has no command line but what a source joined
   * of its arguments, so there they come first. Null when there are none.
   */
  static @Nullable List<String> args(Host host, ProcessInfo p) {
    boolean windows = host.os() == null ? looksWindows(p) : host.os().equals(WINDOWS);
    String line = p.commandLine();
    if (p.args() != null && (line == null || !windows)) {
      return p.args();
    }
    if (line == null) {
      return null;
    }
    return windows ? ArgvSplitter.windows(line) : ArgvSplitter.posix(line);
  }

  private static boolean looksWindows(ProcessInfo p) {
    return matches(p.executable()) || matches(p.commandLine()) || isExe(p.name());
  }

  private static boolean matches(@Nullable String path) {
    return path != null && WINDOWS_PATH.matcher(path).lookingAt();
  }

  private static boolean isExe(@Nullable String name) {
    return name != null && name.regionMatches(true, name.length() - 4, ".exe", 0, 4);
  }
}
