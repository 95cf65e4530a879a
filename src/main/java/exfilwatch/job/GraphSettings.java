package exfilwatch.job;

import exfilwatch.correlation.GateSettings;
import exfilwatch.correlation.IncidentSettings;
import java.time.Duration;

/**
 * What shapes the graph besides the detection content.
 *
 * @param sorted true in batch execution, where keyed input arrives in the order of its time
 * @param lookBack how far before a start (and after an end) events of its process may be recorded;
 *     while streaming also how far out of order telemetry may arrive
 * @param quiet an incident without activity for so long is closed
 * @param maxAge an incident is closed at this age in any case
 */
public record GraphSettings(boolean sorted, Duration lookBack, Duration quiet, Duration maxAge) {

  GateSettings gate() {
    return GateSettings.of(sorted, lookBack.toMillis(), maxAge.toMillis());
  }

  IncidentSettings incident(Duration timespan) {
    return new IncidentSettings(
        sorted,
        lookBack.toMillis(),
        timespan.toMillis(),
        lookBack.toMillis(),
        quiet.toMillis(),
        maxAge.toMillis());
  }
}
