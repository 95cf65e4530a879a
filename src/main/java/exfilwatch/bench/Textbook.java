package exfilwatch.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * The job as a tutorial would write it: a tree of every record, everything keyed into CEP, and
 * there a process called rclone followed by its connection within ten minutes.
 */
final class Textbook implements Contender {

  private static final long serialVersionUID = 1;

  private final Duration outOfOrderness;

  Textbook(Duration outOfOrderness) {
    this.outOfOrderness = outOfOrderness;
  }

  @Override
  public String name() {
    return "textbook";
  }

  @Override
  public void define(StreamExecutionEnvironment env, Input input) {
    KeyedStream<TextbookEvent, String> byProcess =
        input
            .read(
                env,
                new TextbookDecoder(),
                TypeInformation.of(TextbookEvent.class),
                WatermarkStrategy.<TextbookEvent>forBoundedOutOfOrderness(outOfOrderness)
                    .withTimestampAssigner((event, arrival) -> event.time()))
            .keyBy(TextbookEvent::process);
    CEP.pattern(byProcess, pattern()).process(new Matched()).sinkTo(new Discard<>());
  }

  private static Pattern<TextbookEvent, TextbookEvent> pattern() {
    return Pattern.<TextbookEvent>begin("start")
        .where(SimpleCondition.of(Textbook::isRclone))
        .followedBy("connection")
        .where(SimpleCondition.of(event -> event.category().equals("network")))
        .within(Duration.ofMinutes(10));
  }

  private static boolean isRclone(TextbookEvent event) {
    return event.category().equals("process")
        && event.name().toLowerCase(Locale.ROOT).startsWith("rclone");
  }

  private static final class Matched extends PatternProcessFunction<TextbookEvent, String> {

    private static final long serialVersionUID = 1;

    @Override
    public void processMatch(
        Map<String, List<TextbookEvent>> match, Context context, Collector<String> out) {
      match.getOrDefault("start", List.of()).forEach(start -> out.collect(start.commandLine()));
    }
  }
}
