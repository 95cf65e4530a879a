package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.correlation.CaseEvent;
import exfilwatch.correlation.CorrelationPattern;
import exfilwatch.correlation.Gate;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.IncidentLife;
import exfilwatch.correlation.PatternOutcome;
import exfilwatch.correlation.Signal;
import exfilwatch.detection.DetectionContent;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The product, as a data flow. Streaming and hunting build this same graph from different ends. */
public final class DetectionGraph {

  private DetectionGraph() {}

  /** What comes out: alerts, and the records that could not be decoded. */
  public record Outputs(DataStream<Alert> alerts, DataStream<DeadLetter> deadLetters) {}

  /**
   * Adds the flow from events to alerts.
   *
   * @param telemetry with event time as its timestamps, and watermarks while streaming
   */
  public static Outputs build(
      DataStream<Decoded> telemetry, DetectionContent content, GraphSettings settings) {

    SingleOutputStreamOperator<Signal> judged =
        telemetry.process(new Detect(content)).uid("detect").name("detect: rules on starts");

    SingleOutputStreamOperator<CaseEvent> cases =
        judged
            .keyBy(Signal::hostKey)
            .process(new Gate(content, settings.gate()))
            .uid("gate")
            .name("gate: only suspects pass");

    DataStream<PatternOutcome> outcomes =
        CorrelationPattern.match(
            cases.filter(CaseEvent::forPattern).uid("for-pattern").keyBy(CaseEvent::incidentKey),
            content.startRules(),
            content.timespan());

    SingleOutputStreamOperator<Incident> incidents =
        cases
            .keyBy(CaseEvent::incidentKey)
            .connect(outcomes.keyBy(PatternOutcome::incidentKey))
            .process(new IncidentLife(settings.incident(content.timespan())))
            .uid("incident")
            .name("incident: started, correlated, closed");

    SingleOutputStreamOperator<Alert> alerts =
        incidents.map(new Render(content, settings.risk())).uid("render").name("render alerts");

    return new Outputs(alerts, judged.getSideOutput(Count.DEAD_LETTERS));
  }
}
