package exfilwatch.alert;

import exfilwatch.correlation.ConnectionTotals;
import exfilwatch.correlation.Incident;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.User;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One sentence that a responder reads first. */
final class Reason {

  private Reason() {}

  static String of(Evidence evidence) {
    Incident incident = evidence.incident();
    String who = program(incident.start()) + by(incident.start().user()) + on(incident.start());
    return switch (incident.stage()) {
      case STARTED ->
          incident.caveats().startUnseen()
              ? who + " looks like rclone; its start was not seen."
              : who + " was started and looks like rclone moving data.";
      case CORRELATED -> who + " connected to " + destination(incident.connection()) + ".";
      case CLOSED -> who + closing(incident);
    };
  }

  private static String closing(Incident incident) {
    ConnectionTotals totals = incident.totals();
    String end =
        incident.ended() == 0
            ? " is quiet"
            : " ended after "
                + duration(Duration.ofMillis(incident.ended() - incident.start().time()));
    if (totals.count() == 0) {
      return end
          + " without an outbound connection seen; "
          + (incident.networkTelemetry()
              ? "the host does send network telemetry."
              : "the host sends no network telemetry, so this proves nothing.");
    }
    long destinations = totals.destinations().size();
    return String.format(
        Locale.ROOT,
        "%s with %,d outbound connections to %d %s%s.",
        end,
        totals.count(),
        destinations,
        destinations == 1 ? "destination" : "destinations",
        totals.bytesSent() < 0
            ? ""
            : String.format(Locale.ROOT, ", %,d bytes sent", totals.bytesSent()));
  }

  private static String program(Event start) {
    String name = start.process().name();
    return name != null ? name : "A process";
  }

  private static String by(@Nullable User user) {
    if (user == null || user.name() == null) {
      return "";
    }
    return " of " + (user.domain() == null ? "" : user.domain() + "\\") + user.name();
  }

  private static String on(Event start) {
    String name = start.host().name();
    return " on " + (name != null ? name : start.host().id());
  }

  static String destination(@Nullable Event event) {
    Connection connection = event == null ? null : event.connection();
    if (connection == null) {
      return "an unknown destination";
    }
    String ip = connection.destinationIp();
    String domain = connection.destinationDomain();
    String where = domain == null ? ip : ip == null ? domain : domain + " (" + ip + ")";
    return where
        + (connection.destinationPort() == 0 ? "" : " port " + connection.destinationPort());
  }

  private static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
