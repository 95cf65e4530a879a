package exfilwatch.job.config;

import java.time.Duration;

/**
 * Event time while streaming.
 *
 * @param outOfOrderness telemetry may arrive so much later than newer telemetry of its partition
 * @param idleness a partition without records for so long does not hold event time back
 */
public record TimeConfig(Duration outOfOrderness, Duration idleness) {

  static final TimeConfig DEFAULT = new TimeConfig(Duration.ofSeconds(60), Duration.ofSeconds(30));
}
