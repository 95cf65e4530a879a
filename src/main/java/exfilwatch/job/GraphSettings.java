package exfilwatch.job;

import exfilwatch.alert.AlertFormat;
import exfilwatch.alert.RiskWeights;
import exfilwatch.correlation.GateSettings;
import exfilwatch.correlation.IncidentSettings;
import exfilwatch.correlation.SuppressionSettings;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.config.SuppressionConfig;
import java.io.Serializable;
import java.time.Duration;

/**
 * What shapes the graph besides the detection content.
 *
 * @param sorted true in batch execution, where keyed input arrives in the order of its time
 * @param lookBack how far before a start (and after an end) events of its process may be recorded;
 *     while streaming also how far out of order telemetry may arrive
 * @param quiet an incident without activity for so long is closed
 * @param maxAge an incident is closed at this age in any case
 * @param suppression when incidents are counted instead of told
 * @param format of the alerts
 */
public record GraphSettings(
    boolean sorted,
    Duration lookBack,
    Duration quiet,
    Duration maxAge,
    SuppressionConfig suppression,
    RiskWeights risk,
    AlertFormat format)
    implements Serializable {

  /** With alerts in ECS. */
  public GraphSettings(
      boolean sorted,
      Duration lookBack,
      Duration quiet,
      Duration maxAge,
      SuppressionConfig suppression,
      RiskWeights risk) {
    this(sorted, lookBack, quiet, maxAge, suppression, risk, AlertFormat.ECS);
  }

  /** For input that arrives as it happens. */
  public static GraphSettings streaming(JobConfig config) {
    return of(config, false, config.alertsFormat());
  }

  /** For files; alerts are ECS unless {@link #with} says otherwise. */
  public static GraphSettings bounded(JobConfig config) {
    return of(config, true, AlertFormat.ECS);
  }

  /** These with alerts of another format. */
  public GraphSettings with(AlertFormat other) {
    return new GraphSettings(sorted, lookBack, quiet, maxAge, suppression, risk, other);
  }

  private static GraphSettings of(JobConfig config, boolean sorted, AlertFormat format) {
    return new GraphSettings(
        sorted,
        config.time().outOfOrderness(),
        config.incident().quiet(),
        config.incident().maxAge(),
        config.suppression(),
        config.risk(),
        format);
  }

  GateSettings gate() {
    return GateSettings.of(sorted, lookBack.toMillis(), maxAge.toMillis());
  }

  SuppressionSettings suppress() {
    return new SuppressionSettings(
        sorted,
        suppression.window().toMillis(),
        suppression.longest().toMillis(),
        maxAge.toMillis(),
        suppression.storm(),
        suppression.stormSpan().toMillis());
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
