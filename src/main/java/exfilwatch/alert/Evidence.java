package exfilwatch.alert;

import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.Incident;
import exfilwatch.rclone.ArgvSplitter;
import exfilwatch.rclone.Os;
import exfilwatch.rclone.Redactor;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.ProcessInfo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of an alert are written from: the incident, and what is worked out from it once. Nothing
 * in here has a secret any more.
 *
 * @param commandLine redacted; null when the source gave none
 * @param args redacted; empty when there is no command line
 * @param parentCommandLine redacted; null when absent
 */
record Evidence(
    Incident incident,
    Risk risk,
    @Nullable String commandLine,
    List<String> args,
    @Nullable String parentCommandLine) {

  static Evidence of(Incident incident) {
    Event start = incident.start();
    ProcessInfo process = start.process();
    ProcessInfo parent = start.parent();
    Os os = os(start);
    return new Evidence(
        incident,
        Risk.of(incident),
        redact(process.commandLine(), os),
        Redactor.redact(args(process, os), os),
        parent == null ? null : redact(parent.commandLine(), os));
  }

  private static List<String> args(ProcessInfo process, Os os) {
    String commandLine = process.commandLine();
    if (commandLine != null) {
      return os == Os.WINDOWS ? ArgvSplitter.windows(commandLine) : ArgvSplitter.posix(commandLine);
    }
    List<String> args = process.args();
    return args == null ? List.of() : args;
  }

  private static Os os(Event start) {
    Os os = Os.of(start.host().os());
    return os == null ? Os.WINDOWS : os;
  }

  private static @Nullable String redact(@Nullable String commandLine, Os os) {
    return commandLine == null ? null : Redactor.redact(commandLine, os);
  }

  /** The addresses that the incident connected to, first come first. */
  List<String> destinationIps() {
    return incident.totals().destinations().stream()
        .map(DestinationTotal::ip)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
