package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.config.TimeConfig;
import exfilwatch.job.kafka.ContentEnds;
import exfilwatch.job.kafka.KafkaEnds;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The unbounded job: Kafka in, Kafka out. */
public final class StreamingJob {

  private final JobConfig config;
  private final ContentStart start;

  /** Where content may change, all changes are read. */
  public StreamingJob(JobConfig config, DetectionContent content) {
    this(config, new ContentStart(content, 0));
  }

  public StreamingJob(JobConfig config, ContentStart start) {
    this.config = config;
    this.start = start;
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
    DetectionGraph.Outputs outputs = detect(telemetry, kafka);
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

  private DetectionGraph.Outputs detect(DataStream<Decoded> telemetry, KafkaConfig kafka) {
    GraphSettings settings = GraphSettings.streaming(config);
    KafkaConfig.Content topics = kafka.content();
    if (topics == null) {
      return DetectionGraph.build(telemetry, start.content(), settings);
    }
    ContentUse.Changing content = ContentUse.changing(start, ContentEnds.changes(kafka, topics));
    DetectionGraph.Outputs outputs = DetectionGraph.build(telemetry, content, settings);
    content
        .statuses()
        .sinkTo(ContentEnds.status(kafka, topics))
        .uid("content-status")
        .name("content status")
        .setParallelism(1);
    return outputs;
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
