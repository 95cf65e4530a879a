package exfilwatch.alert;

import exfilwatch.detection.Detections;
import java.time.Clock;
import java.util.Locale;

/** What alerts can be written as. */
public enum AlertFormat {
  /** The Elastic Common Schema. */
  ECS,
  /** Detection Findings of the Open Cybersecurity Schema Framework. */
  OCSF;

  /**
   * Renders in this format.
   *
   * @param clock tells when an alert is made
   */
  public AlertRenderer renderer(Detections detections, RiskWeights weights, Clock clock) {
    return switch (this) {
      case ECS -> new EcsAlert(detections, weights, clock);
      case OCSF -> new OcsfAlert(detections, weights, clock);
    };
  }

  /** As options and the configuration spell it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
