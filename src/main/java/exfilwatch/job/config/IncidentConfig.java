package exfilwatch.job.config;

import java.time.Duration;

/**
 * When an incident ends by itself.
 *
 * @param quiet without activity for so long
 * @param maxAge so long after its start in any case
 */
public record IncidentConfig(Duration quiet, Duration maxAge) {

  static final IncidentConfig DEFAULT = new IncidentConfig(Duration.ofHours(1), Duration.ofDays(7));
}
