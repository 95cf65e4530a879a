package exfilwatch.correlation;

import exfilwatch.correlation.CaseEvent.Step;
import exfilwatch.detection.Suspicion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.PatternStream;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The Sigma correlation as a CEP pattern: a start that one of its rules matched, followed by an
 * outbound connection of the same incident, within its timespan.
 */
public final class CorrelationPattern {

  private static final String START = "start";
  private static final String CONNECTION = "connection";

  private static final OutputTag<CaseEvent> LATE = new OutputTag<>("late-for-pattern") {};

  private CorrelationPattern() {}

  /** What the pattern finds among {@code cases}, and what came too late for it. */
  public static DataStream<PatternOutcome> match(
      KeyedStream<CaseEvent, String> cases, Duration timespan) {
    PatternStream<CaseEvent> matches =
        CEP.pattern(cases, pattern(timespan), new StartFirst()).sideOutputLateData(LATE);
    SingleOutputStreamOperator<PatternOutcome> complete =
        matches.process(new Complete()).uid("correlate").name("CEP: start, then connection");
    DataStream<PatternOutcome> late =
        complete
            .getSideOutput(LATE)
            .map(event -> new PatternOutcome(event.incidentKey(), event.event(), true))
            .returns(PatternOutcome.class)
            .uid("late-for-pattern")
            .name("late for the pattern");
    return complete.union(late);
  }

  private static Pattern<CaseEvent, CaseEvent> pattern(Duration timespan) {
    return Pattern.<CaseEvent>begin(START, AfterMatchSkipStrategy.skipPastLastEvent())
        .where(SimpleCondition.of(CorrelationPattern::isStart))
        .followedBy(CONNECTION)
        .where(SimpleCondition.of(event -> event.step() == Step.CONNECTION))
        .within(timespan);
  }

  /** Rules may change while the job runs, so the start brings what they said of it. */
  private static boolean isStart(CaseEvent event) {
    Suspicion suspicion = event.suspicion();
    return suspicion != null && suspicion.correlates();
  }

  private static final class Complete extends PatternProcessFunction<CaseEvent, PatternOutcome> {

    private static final long serialVersionUID = 1;

    @Override
    public void processMatch(
        Map<String, List<CaseEvent>> match, Context context, Collector<PatternOutcome> out) {
      for (CaseEvent connection : match.getOrDefault(CONNECTION, List.of())) {
        out.collect(new PatternOutcome(connection.incidentKey(), connection.event(), false));
      }
    }
  }
}
