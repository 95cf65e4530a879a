package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.correlation.Bundle;
import exfilwatch.correlation.Bundler;
import exfilwatch.correlation.CaseEvent;
import exfilwatch.correlation.CorrelationPattern;
import exfilwatch.correlation.Gate;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.IncidentLife;
import exfilwatch.correlation.PatternOutcome;
import exfilwatch.correlation.Signal;
import exfilwatch.correlation.StormGuard;
import exfilwatch.correlation.Suppress;
import exfilwatch.detection.DetectionContent;
import exfilwatch.telemetry.Event;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The product, as a data flow. Streaming and hunting build this same graph from different ends. */
public final class DetectionGraph {

  private DetectionGraph() {}

  /**
   * What comes out: alerts, and what they were rendered from; records that could not be decoded;
   * activity that came too late.
   */
  public record Outputs(
      DataStream<Alert> alerts,
      DataStream<Incident> incidents,
      DataStream<DeadLetter> deadLetters,
      DataStream<Event> late) {}

  /** Adds the flow from events to alerts, with content that stays as it is. */
  public static Outputs build(
      DataStream<Decoded> telemetry, DetectionContent content, GraphSettings settings) {
    return build(telemetry, ContentUse.fixed(content), settings);
  }

  /**
   * Adds the flow from events to alerts.
   *
   * @param telemetry with event time as its timestamps, and watermarks while streaming
   */
  static Outputs build(DataStream<Decoded> telemetry, ContentUse content, GraphSettings settings) {

    SingleOutputStreamOperator<Signal> judged =
        content.detect(telemetry).uid("detect").name("detect: rules on starts");

    SingleOutputStreamOperator<Bundle> bundles =
        judged
            .transform("bundle", TypeInformation.of(Bundle.class), new Bundler(settings.sorted()))
            .uid("bundle")
            .name("bundle: ordinary events together");

    SingleOutputStreamOperator<CaseEvent> cases =
        content
            .gate(bundles.keyBy(Bundle::key), settings.gate())
            .uid("gate")
            .name("gate: only suspects pass");

    DataStream<PatternOutcome> outcomes =
        CorrelationPattern.match(
            cases.filter(CaseEvent::forPattern).uid("for-pattern").keyBy(CaseEvent::incidentKey),
            content.timespan());

    SingleOutputStreamOperator<Incident> incidents =
        cases
            .keyBy(CaseEvent::incidentKey)
            .connect(outcomes.keyBy(PatternOutcome::incidentKey))
            .process(new IncidentLife(settings.incident(content.timespan())))
            .uid("incident")
            .name("incident: started, correlated, closed");

    SingleOutputStreamOperator<Incident> told =
        incidents
            .keyBy(Incident::likeness)
            .process(new Suppress(settings.suppress()))
            .uid("suppress")
            .name("suppress: one of those alike")
            .keyBy(incident -> "all")
            .process(new StormGuard(settings.suppress()))
            .uid("storm-guard")
            .name("storm guard: summaries by host");

    SingleOutputStreamOperator<Alert> alerts =
        content.render(told, settings).uid("render").name("render alerts");

    return new Outputs(
        alerts, told, judged.getSideOutput(Count.DEAD_LETTERS), cases.getSideOutput(Gate.LATE));
  }
}
