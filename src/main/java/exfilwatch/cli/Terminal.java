package exfilwatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * What this process' outputs are.
 *
 * @param out whether standard output is a terminal that understands control sequences
 * @param err the same of standard error
 * @param colours whether the user wants colours there
 */
record Terminal(boolean out, boolean err, boolean colours) {

  /** Files or pipes. */
  static final Terminal NONE = new Terminal(false, false, false);

  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  static Terminal ofProcess() {
    return of(isTerminal(STDOUT), isTerminal(STDERR), System.getenv());
  }

  /** Heeds {@code NO_COLOR} (https://no-color.org) and {@code TERM=dumb}. */
  static Terminal of(boolean out, boolean err, Map<String, String> environment) {
    String kind = environment.getOrDefault("TERM", "dumb");
    if (kind.isEmpty() || kind.equals("dumb")) {
      return NONE;
    }
    return new Terminal(out, err, environment.getOrDefault("NO_COLOR", "").isEmpty());
  }

  Ansi ansiOut() {
    return Ansi.valueOf(out && colours);
  }

  Ansi ansiErr() {
    return Ansi.valueOf(err && colours);
  }

  /** The JVM only tells of both together; Linux tells of each. */
  @SuppressWarnings("SystemConsoleNull") // from Java 22 on it takes everything for a terminal
  private static boolean isTerminal(int descriptor) {
    String device = device(descriptor);
    return device == null
        ? System.console() != null
        : device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
  }

  private static @Nullable String device(int descriptor) {
    Path link = Path.of("/proc/self/fd", String.valueOf(descriptor));
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }
}
