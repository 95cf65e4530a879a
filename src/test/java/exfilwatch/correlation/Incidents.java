package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;

import exfilwatch.detection.RuleHit;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Incidents to write tests of what comes after them with; times in seconds. */
final class Incidents {

  private Incidents() {}

  static Incident started(String id, double seconds) {
    return of(id, Stage.STARTED, seconds, 47, "ws-7", null);
  }

  static Incident correlated(String id, double seconds, String ip) {
    return of(id, Stage.CORRELATED, seconds, 47, "ws-7", ip);
  }

  static Incident closed(String id, double seconds, @Nullable String ip) {
    return of(id, Stage.CLOSED, seconds, 47, "ws-7", ip);
  }

  /** {@code seconds} is when it was opened, whatever its stage. */
  static Incident of(
      String id, Stage stage, double seconds, int risk, String host, @Nullable String ip) {
    Event start = Cases.start(seconds, id, 10);
    Event onHost =
        new Event(
            start.kind(),
            start.source(),
            id,
            start.time(),
            new Host(host, null, "windows"),
            start.process(),
            null,
            null,
            null,
            null);
    Event connection = ip == null ? null : Cases.connection(seconds + 1, id, 10, ip, -1, false);
    ConnectionTotals totals =
        connection == null || connection.connection() == null
            ? ConnectionTotals.NONE
            : ConnectionTotals.NONE.plus(connection, connection.connection());
    return new Incident(
        id,
        stage,
        at(seconds),
        onHost,
        List.of(new RuleHit("rule", "Rule", "medium", risk, Map.of())),
        List.of("sysmon"),
        connection,
        totals,
        true,
        0,
        at(seconds),
        "alike",
        Caveats.NONE,
        0,
        false);
  }
}
