package exfilwatch.job;

import com.fasterxml.jackson.databind.JsonNode;
import exfilwatch.alert.Alert;
import exfilwatch.alert.AlertFormat;
import exfilwatch.alert.AlertRenderer;
import exfilwatch.alert.AlertSchemas;
import exfilwatch.alert.RiskWeights;
import exfilwatch.correlation.Incident;
import exfilwatch.detection.DetectionContent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.CloseableIterator;

/** Runs a graph that writes its alerts in every format, and holds all to their schemas. */
public final class EveryFormat {

  private EveryFormat() {}

  /** The ECS alerts of the graph. */
  public static List<JsonNode> collect(DetectionGraph.Outputs outputs, DetectionContent content)
      throws Exception {
    DataStream<Alert> ocsf =
        outputs.incidents().map(new Ocsf(content)).returns(Alert.class).uid("render-ocsf");
    List<JsonNode> collected = new ArrayList<>();
    try (CloseableIterator<Alert> results = outputs.alerts().union(ocsf).executeAndCollect()) {
      while (results.hasNext()) {
        JsonNode alert = AlertSchemas.requireValid(results.next().json());
        if (!alert.has("class_uid")) {
          collected.add(alert);
        }
      }
    }
    return collected;
  }

  /** Counts nothing, unlike the graph's own. */
  private static final class Ocsf extends RichMapFunction<Incident, Alert> {

    private static final long serialVersionUID = 1;

    private final DetectionContent content;
    private transient AlertRenderer renderer;

    Ocsf(DetectionContent content) {
      this.content = content;
    }

    @Override
    public void open(OpenContext context) {
      renderer =
          AlertFormat.OCSF.renderer(content.compile(), RiskWeights.DEFAULT, Clock.systemUTC());
    }

    @Override
    public Alert map(Incident incident) {
      return renderer.render(incident);
    }
  }
}
