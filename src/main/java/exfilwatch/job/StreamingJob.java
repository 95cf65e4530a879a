package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.config.TimeConfig;
import exfilwatch.job.kafka.KafkaEnds;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The unbounded job: Kafka in, Kafka out. */
public final class StreamingJob {

  private final JobConfig config;
  private final DetectionContent content;

  public StreamingJob(JobConfig config, DetectionContent content) {
    this.config = config;
    this.content = content;
  }

  /** Adds the job to {@code env}, which says where it will run. */
  public void define(StreamExecutionEnvironment env) {
    KafkaConfig kafka = config.requireKafka();
    define(env, KafkaEnds.telemetry(kafka, decode(kafka), TypeInformation.of(Decoded.class)));
  }

  /** As {@link #define(StreamExecutionEnvironment)}, with another source of decoded telemetry. */
  void define(StreamExecutionEnvironment env, Source<Decoded, ?, ?> source) {
    KafkaConfig kafka = config.requireKafka();
    env.configure(config.runtime().toFlink());
    DataStream<Decoded> telemetry =
        env.fromSource(source, eventTime(config.time()), "telemetry").uid("telemetry");
    DetectionGraph.Outputs outputs =
        DetectionGraph.build(telemetry, content, GraphSettings.streaming(config));
    outputs
        .alerts()
        .sinkTo(KafkaEnds.alerts(kafka, Alert::incidentId, Alert::json))
        .uid("alerts")
        .name("alerts");
    outputs
        .deadLetters()
        .sinkTo(KafkaEnds.deadLetters(kafka))
        .uid("dead-letters")
        .name("dead letters");
    outputs.late().sinkTo(KafkaEnds.late(kafka)).uid("late").name("late");
  }

  static Decode decode(KafkaConfig kafka) {
    KafkaConfig.Telemetry telemetry = kafka.telemetry();
    telemetry.topics().forEach(topic -> Decode.requireKnown(topic.source()));
    Decode.requireKnown(telemetry.patternSource());
    return Decode.by(origin -> telemetry.sourceOf(origin.substring(0, origin.lastIndexOf('-'))));
  }

  /** Watermarks of each partition; the decoder has seen to clocks that are ahead. */
  private static WatermarkStrategy<Decoded> eventTime(TimeConfig time) {
    return WatermarkStrategy.<Decoded>forBoundedOutOfOrderness(time.outOfOrderness())
        .withTimestampAssigner((decoded, arrival) -> EventTime.timeOf(decoded))
        .withIdleness(time.idleness());
  }
}
