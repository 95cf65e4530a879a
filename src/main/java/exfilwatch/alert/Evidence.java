package exfilwatch.alert;

import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.Incident;
import exfilwatch.destination.Destinations;
import exfilwatch.detection.CommandLines;
import exfilwatch.detection.RuleInfo;
import exfilwatch.rclone.Explanation;
import exfilwatch.rclone.Os;
import exfilwatch.rclone.Redactor;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.ProcessInfo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of an alert are written from: the incident, and what is worked out from it once.
 * Apart from the incident's own events nothing in here has a secret any more.
 *
 * @param explanation of the command line of the process that the incident is about
 * @param commandLine redacted; null when the source gave none
 * @param args redacted; empty when there is no command line
 * @param parentCommandLine redacted; null when absent
 * @param destinations what it connected to, beside what the command line declares
 */
record Evidence(
    Incident incident,
    Risk risk,
    Explanation explanation,
    @Nullable String commandLine,
    List<String> args,
    @Nullable String parentCommandLine,
    DestinationView destinations) {

  /**
   * Works it out.
   *
   * @param rule of the rule with the highest risk; null when it is not known any more
   */
  static Evidence of(
      Incident incident, RiskWeights weights, @Nullable RuleInfo rule, Destinations destinations) {
    Event start = incident.start();
    ProcessInfo process = start.process();
    ProcessInfo parent = start.parent();
    Os os = CommandLines.os(start);
    Explanation explanation = CommandLines.explain(start);
    DestinationView view =
        DestinationView.of(destinations, incident.totals(), explanation.invocation());
    return new Evidence(
        incident,
        RiskScoring.score(weights, incident, explanation, rule, view.match()),
        explanation,
        redact(process.commandLine(), os),
        Redactor.redact(CommandLines.arguments(start), os),
        parent == null ? null : redact(parent.commandLine(), os),
        view);
  }

  private static @Nullable String redact(@Nullable String commandLine, @Nullable Os os) {
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
