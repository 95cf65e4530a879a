package exfilwatch.bench;

import exfilwatch.alert.Alert;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.Decode;
import exfilwatch.job.Decoded;
import exfilwatch.job.DetectionGraph;
import exfilwatch.job.GraphSettings;
import exfilwatch.job.config.JobConfig;
import exfilwatch.simulate.PlantedIncident;
import exfilwatch.telemetry.Sighting;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The product: the graph of the streaming job between other ends. */
final class Detection implements Contender {

  private static final long serialVersionUID = 1;

  private final Duration outOfOrderness;
  private final GraphSettings graph;
  private final DetectionContent content;
  private final List<PlantedIncident> planted;

  Detection(JobConfig config, DetectionContent content, List<PlantedIncident> planted) {
    this.outOfOrderness = config.time().outOfOrderness();
    this.graph = GraphSettings.streaming(config);
    this.content = content;
    this.planted = planted;
  }

  @Override
  public String name() {
    return "detection";
  }

  @Override
  public void define(StreamExecutionEnvironment env, Input input) {
    FoundIncidents.clear();
    DetectionGraph.Outputs outputs =
        DetectionGraph.build(
            input.read(env, Decode.of("auto"), TypeInformation.of(Decoded.class), eventTime()),
            content,
            graph);
    outputs.alerts().sinkTo(new Found());
    input.publish(outputs);
  }

  private WatermarkStrategy<Decoded> eventTime() {
    return WatermarkStrategy.<Decoded>forBoundedOutOfOrderness(outOfOrderness)
        .withTimestampAssigner((decoded, arrival) -> timeOf(decoded));
  }

  private static long timeOf(Decoded decoded) {
    Sighting event = decoded.sighting();
    return event == null ? Long.MIN_VALUE : event.time();
  }

  @Override
  public void check() {
    FoundIncidents.requireExactly(planted);
  }

  private static final class Found extends Discard<Alert> {

    private static final long serialVersionUID = 1;

    @Override
    void take(Alert alert) {
      FoundIncidents.add(alert);
    }
  }
}
