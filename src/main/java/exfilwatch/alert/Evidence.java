package exfilwatch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.Incident;
import exfilwatch.destination.Destinations;
import exfilwatch.detection.CommandLines;
import exfilwatch.detection.Detections;
import exfilwatch.detection.RuleHit;
import exfilwatch.detection.RuleInfo;
import exfilwatch.rclone.Explanation;
import exfilwatch.rclone.Os;
import exfilwatch.rclone.Redactor;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.ProcessInfo;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of an alert are written from: the incident, and what is worked out from it once.
 * Apart from the incident's own events nothing in here has a secret any more.
 *
 * @param rule what the rule with the highest risk says of itself; null when it is not known any
 *     more
 * @param explanation of the command line of the process that the incident is about
 * @param commandLine redacted; null when the source gave none
 * @param args redacted; empty when there is no command line
 * @param parentCommandLine redacted; null when absent
 * @param destinations what it connected to, beside what the command line declares
 */
record Evidence(
    Incident incident,
    @Nullable RuleInfo rule,
    Risk risk,
    Explanation explanation,
    @Nullable String commandLine,
    List<String> args,
    @Nullable String parentCommandLine,
    DestinationView destinations) {

  /** Works it out. */
  static Evidence of(Incident incident, RiskWeights weights, Detections detections) {
    RuleInfo rule = detections.rule(incident.rules().get(0).id());
    Destinations destinations = detections.destinations();
    Event start = incident.start();
    ProcessInfo process = start.process();
    ProcessInfo parent = start.parent();
    Os os = CommandLines.os(start);
    Explanation explanation = CommandLines.explain(start);
    DestinationView view =
        DestinationView.of(destinations, incident.totals(), explanation.invocation());
    return new Evidence(
        incident,
        rule,
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

  /** Of the rule with the highest risk. */
  RuleHit topRule() {
    return incident.rules().get(0);
  }

  /** The same for one stage of an incident at every replay. */
  String alertId() {
    String name = incident.id() + "/" + incident.stage().label();
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
  }

  /** The names of what it connected to, in lower case, first come first. */
  List<String> destinationDomains() {
    return incident.totals().destinations().stream()
        .map(DestinationTotal::domain)
        .filter(Objects::nonNull)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
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
