package exfilwatch.detection;

import exfilwatch.rclone.Explanation;
import exfilwatch.rclone.GrammarPrecheck;
import exfilwatch.rclone.Invocation;
import exfilwatch.rclone.Os;
import exfilwatch.rclone.Purpose;
import exfilwatch.rclone.Rclone;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.ProcessInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line of a process start, read by rclone's grammar. */
public final class CommandLines {

  private CommandLines() {}

  /** What the command line says; whether the program is rclone is told by other evidence, too. */
  public static Explanation explain(Event start) {
    return explain(start, !ToolEvidence.ofProgram(start.process()).isEmpty());
  }

  private static Explanation explain(Event start, boolean known) {
    ProcessInfo process = start.process();
    String line = process.commandLine();
    return Rclone.explain(
        line == null ? "" : line,
        Os.of(Shell.os(start)),
        process.args(),
        Map.of(),
        known,
        Instant.ofEpochMilli(start.time()));
  }

  /**
   * How sure the grammar alone is, 0–100; nearly free for the command lines that can't be rclone's.
   */
  static int confidence(Event start) {
    return fitsGrammar(start) ? explain(start, false).confidence() : 0;
  }

  /** False only where {@link #explain} has nothing to tell; nearly free. */
  static boolean mayBeRclone(Event start) {
    return fitsGrammar(start) || !ToolEvidence.ofProgram(start.process()).isEmpty();
  }

  /** False only where the grammar alone has nothing to tell; nearly free. */
  static boolean fitsGrammar(Event start) {
    String line = start.process().commandLine();
    return line != null ? !GrammarPrecheck.cannotBeRclone(line) : start.process().args() != null;
  }

  /**
   * Whether the started program moves data only when somebody asks it to, perhaps hours later: a
   * mount, a server, a remote control.
   */
  public static boolean waitsForRequests(Event start) {
    Invocation invocation = explain(start).invocation();
    return invocation != null && invocation.purpose() == Purpose.CAPABILITY;
  }

  /** The event with its process' arguments as this product splits them. */
  public static Event withArguments(Event event) {
    ProcessInfo process = event.process();
    List<String> args = Shell.args(event.host(), process);
    return args == null ? event : event.withProcess(process.withArgs(args));
  }

  /** The arguments of a started process; empty when there are none. */
  public static List<String> arguments(Event start) {
    List<String> args = Shell.args(start.host(), start.process());
    return args == null ? List.of() : args;
  }

  /** The operating system whose rules a command line follows; null when nothing tells. */
  public static @Nullable Os os(Event start) {
    return Os.of(Shell.os(start));
  }
}
