package exfilwatch.alert;

import exfilwatch.correlation.Caveats;
import exfilwatch.correlation.ConnectionTotals;
import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.Stage;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was seen on the host, one thing a line. */
final class GuideSeen {

  private static final int DESTINATIONS = 5;

  private final Facts facts;
  private final List<String> seen = new ArrayList<>();

  GuideSeen(Facts facts) {
    this.facts = facts;
  }

  List<String> write() {
    start();
    program();
    if (facts.evidence().commandLine() != null) {
      seen.add("Command line: " + Md.code(facts.evidence().commandLine()));
    }
    connections();
    end();
    risk();
    if (facts.incident().suppressed() > 0) {
      seen.add(
          "This alert stands for " + facts.incident().suppressed() + " more incidents like it.");
    }
    return seen;
  }

  private void start() {
    Caveats caveats = facts.incident().caveats();
    String account = facts.account();
    ProcessInfo parent = facts.start().parent();
    String parentName = parent == null ? null : parent.name();
    seen.add(
        Facts.withId(facts.program(), facts.process())
            + (caveats.startUnseen() ? " was running on " : " was started on ")
            + facts.host()
            + (account == null ? "" : " as " + account)
            + " at "
            + Ecs.iso(facts.start().time())
            + (parentName == null || parent == null
                ? ""
                : " by " + Facts.withId(Md.code(parentName), parent))
            + "."
            + (caveats.startUnseen() ? " Its start was not seen." : "")
            + (caveats.clockAhead() ? " The clock of a record was ahead." : ""));
  }

  private void program() {
    ProcessInfo process = facts.process();
    if (process.executable() != null) {
      seen.add(
          "Program: "
              + Md.code(process.executable())
              + (facts.sha256() == null ? "" : ", SHA-256 " + Md.code(facts.sha256())));
    }
    PeFile pe = process.pe();
    if (pe != null && pe.originalFileName() != null) {
      seen.add(
          "Its version data says "
              + Md.code(pe.originalFileName())
              + (pe.fileVersion() == null ? "" : ", version " + Md.code(pe.fileVersion()))
              + ".");
    }
  }

  private void connections() {
    ConnectionTotals totals = facts.totals();
    if (totals.count() == 0) {
      return;
    }
    List<String> where =
        totals.destinations().stream().limit(DESTINATIONS).map(GuideSeen::destination).toList();
    int more = totals.destinations().size() - where.size();
    seen.add(
        String.format(
            Locale.ROOT,
            "%,d outbound %s from %s to %s: %s%s%s.",
            totals.count(),
            totals.count() == 1 ? "connection" : "connections",
            Ecs.iso(totals.firstSeen()),
            Ecs.iso(totals.lastSeen()),
            String.join(", ", where),
            more > 0 ? " and " + more + " more destinations" : "",
            totals.bytesSent() < 0
                ? "; the source counts no bytes"
                : String.format(Locale.ROOT, "; %,d bytes sent", totals.bytesSent())));
  }

  static String destination(DestinationTotal total) {
    String port = total.port() == 0 ? "" : " port " + total.port();
    if (total.domain() == null) {
      return (total.ip() == null ? "an unknown address" : Md.code(total.ip())) + port;
    }
    return Md.code(total.domain())
        + (total.ip() == null ? "" : " (" + Md.code(total.ip()) + ")")
        + port;
  }

  private void risk() {
    Risk risk = facts.evidence().risk();
    seen.add(
        String.format(
            Locale.ROOT,
            "Risk %d of 100, %s: %s.",
            risk.score(),
            Severity.of(risk.score()).label(),
            risk.factors().stream()
                .map(factor -> String.format(Locale.ROOT, "%s %+d", factor.name(), factor.points()))
                .collect(Collectors.joining(", "))));
  }

  private void end() {
    Incident incident = facts.incident();
    if (incident.stage() != Stage.CLOSED) {
      return;
    }
    seen.add(
        incident.ended() == 0
            ? "Nothing more was heard of it until " + Ecs.iso(incident.time()) + "."
            : "It ended at " + Ecs.iso(incident.ended()) + ".");
    if (facts.totals().count() == 0) {
      seen.add(
          incident.networkTelemetry()
              ? "No outbound connection of it was seen, though the host sends network telemetry."
              : "No outbound connection was seen, but the host sends no network telemetry.");
    }
  }
}
