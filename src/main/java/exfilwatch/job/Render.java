package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.alert.AlertFormat;
import exfilwatch.alert.AlertRenderer;
import exfilwatch.alert.RiskWeights;
import exfilwatch.correlation.Incident;
import exfilwatch.detection.Detections;
import exfilwatch.detection.UsesDetections;
import java.time.Clock;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Incidents to alerts. */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
final class Render extends RichMapFunction<Incident, Alert> implements UsesDetections {

  private static final long serialVersionUID = 1;

  private final Detections.Source content;
  private final RiskWeights weights;
  private final AlertFormat format;

  private transient AlertRenderer renderer;
  private transient AlertMetrics metrics;

  Render(Detections.Source content, RiskWeights weights, AlertFormat format) {
    this.content = content;
    this.weights = weights;
    this.format = format;
  }

  @Override
  public void use(Detections detections) {
    renderer = format.renderer(detections, weights, Clock.systemUTC());
  }

  @Override
  public void open(OpenContext context) {
    use(content.compile());
    metrics = new AlertMetrics(getRuntimeContext());
  }

  @Override
  public Alert map(Incident incident) {
    Alert alert = renderer.render(incident);
    metrics.count(alert);
    return alert;
  }
}
