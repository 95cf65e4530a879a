package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.alert.AlertFormat;
import exfilwatch.alert.AlertRenderer;
import exfilwatch.alert.RiskWeights;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.Stage;
import exfilwatch.detection.Detections;
import exfilwatch.detection.UsesDetections;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
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
  private transient Map<Stage, Tally.Count> alerts;

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
    Tally tally = new Tally(getRuntimeContext());
    alerts = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      alerts.put(stage, tally.of("alerts", stage.label()));
    }
  }

  @Override
  public Alert map(Incident incident) {
    Tally.Count count = alerts.get(incident.stage());
    if (count != null) {
      count.increment();
    }
    return renderer.render(incident);
  }
}
