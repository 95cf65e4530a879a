package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.alert.EcsAlert;
import exfilwatch.alert.RiskWeights;
import exfilwatch.correlation.Incident;
import exfilwatch.detection.Detections;
import java.time.Clock;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Incidents to alerts. */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
final class Render extends RichMapFunction<Incident, Alert> {

  private static final long serialVersionUID = 1;

  private final Detections.Source content;
  private final RiskWeights weights;

  private transient EcsAlert format;
  private transient AlertMetrics metrics;

  Render(Detections.Source content, RiskWeights weights) {
    this.content = content;
    this.weights = weights;
  }

  @Override
  public void open(OpenContext context) {
    format = new EcsAlert(content.compile(), weights, Clock.systemUTC());
    metrics = new AlertMetrics(getRuntimeContext());
  }

  @Override
  public Alert map(Incident incident) {
    Alert alert = format.render(incident);
    metrics.count(alert);
    return alert;
  }
}
