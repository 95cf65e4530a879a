package exfilwatch.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;

/** Runs a graph that writes its alerts in every format, and holds all to their schemas. */
public final class EveryFormat {

  private static final ObjectMapper JSON = new ObjectMapper();

  private EveryFormat() {}

  /** The ECS alerts of the graph, without their guides, which make them large. */
  public static List<JsonNode> collect(DetectionGraph.Outputs outputs, DetectionContent content)
      throws Exception {
    DataStream<String> ecs =
        outputs.alerts().map(EveryFormat::valid).returns(String.class).uid("valid-ecs");
    DataStream<String> ocsf =
        outputs.incidents().flatMap(new Ocsf(content)).returns(String.class).uid("valid-ocsf");
    List<JsonNode> collected = new ArrayList<>();
    try (CloseableIterator<String> results = ecs.union(ocsf).executeAndCollect()) {
      while (results.hasNext()) {
        collected.add(JSON.readTree(results.next()));
      }
    }
    return collected;
  }

  private static String valid(Alert alert) {
    ObjectNode document = (ObjectNode) AlertSchemas.requireValid(alert.json());
    ((ObjectNode) document.get("exfil")).remove("guide");
    return document.toString();
  }

  /** Emits nothing. */
  private static final class Ocsf extends RichFlatMapFunction<Incident, String> {

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
    public void flatMap(Incident incident, Collector<String> none) {
      AlertSchemas.requireValid(renderer.render(incident).json());
    }
  }
}
