package exfilwatch.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.job.DeadLetter;
import exfilwatch.job.RawRecord;
import exfilwatch.job.RecordDecoder;
import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.config.KafkaConfig.Delivery;
import exfilwatch.job.config.KafkaConfig.Telemetry;
import exfilwatch.job.config.KafkaConfig.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ends against a real broker. */
class KafkaEndsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final TypeInformation<RawRecord> RECORD = TypeInformation.of(RawRecord.class);

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final KafkaBroker BROKER = KafkaBroker.start();

  @AfterAll
  static void stopBroker() {
    BROKER.close();
  }

  @Test
  void carriesEveryRecordOnceThoughAPartitionIsIdleAndTheBrokerDies() throws Exception {
    KafkaConfig kafka =
        config("once", Telemetry.of(List.of(new Topic("once-in", "auto"))), Delivery.EXACTLY_ONCE);
    BROKER.createTopic("once-in", 3);
    BROKER.createTopic("once-alerts", 2);
    BROKER.createTopic("once-dead", 1);
    BROKER.produce("once-in", 0, "{1}", "{2}", "{3}");
    BROKER.produce("once-in", 1, "{4}", "no json", "!");
    BROKER.produce("once-in", 1, (byte[]) null);
    JobClient job = submit(kafka, KafkaEnds.telemetry(kafka, new Fragile(), RECORD));
    assertThat(BROKER.readText("once-alerts", 4, PATIENCE))
        .containsExactlyInAnyOrder("{1}", "{2}", "{3}", "{4}");

    BROKER.kill();
    BROKER.restart();
    BROKER.produce("once-in", 1, "{5}");
    List<ConsumerRecord<byte[], byte[]>> alerts = BROKER.read("once-alerts", 5, PATIENCE);
    job.cancel().get();
    assertThat(alerts)
        .extracting(r -> new String(r.key(), UTF_8) + "=" + new String(r.value(), UTF_8))
        .containsExactlyInAnyOrder(
            "once-in-0=" + "{1}",
            "once-in-0=" + "{2}", "once-in-0=" + "{3}", "once-in-1=" + "{4}", "once-in-1=" + "{5}");
    assertThat(BROKER.read("once-dead", 3, PATIENCE).stream().map(KafkaEndsIT::show))
        .containsExactlyInAnyOrder(
            "no json [reason=not_json, detail=no brace, topic=once-in, partition=1, offset=1]",
            "! [reason=decoder_failed, detail=IllegalStateException, topic=once-in, partition=1,"
                + " offset=2]",
            " [reason=no_value, detail=, topic=once-in, partition=1, offset=3]");
  }

  @Test
  void readsTopicsByPatternAndEndsWhenBounded() throws Exception {
    KafkaConfig kafka =
        config(
            "some",
            Telemetry.matching(Pattern.compile("some-in\\..*"), "sysmon"),
            Delivery.AT_LEAST_ONCE);
    Stream.of("some-in.a", "some-in.b", "some-alerts", "some-dead", "some-late")
        .forEach(topic -> BROKER.createTopic(topic, 1));
    BROKER.produce("some-in.a", 0, "{1}");
    BROKER.produce("some-in.b", 0, "{2}");
    BrokerCheck.run(kafka);
    submit(kafka, KafkaEnds.boundedTelemetry(kafka, new Fragile(), RECORD))
        .getJobExecutionResult()
        .get();
    assertThat(BROKER.readText("some-alerts", 2, PATIENCE)).containsExactlyInAnyOrder("{1}", "{2}");
  }

  @Test
  void saysWhichTopicIsMissing() {
    BROKER.createTopic("check-in", 1);
    Telemetry there = Telemetry.of(List.of(new Topic("check-in", "auto")));
    assertThatThrownBy(
            () ->
                BrokerCheck.run(config("check", Telemetry.of(List.of(new Topic("none", "auto"))))))
        .isInstanceOf(BrokerException.class)
        .hasMessage(
            "kafka.telemetry: topic none does not exist at %s; create it or correct the name",
            BROKER.address());
    assertThatThrownBy(() -> BrokerCheck.run(config("check", there)))
        .hasMessageStartingWith("kafka.alerts: topic check-alerts does not exist");
    BROKER.createTopic("check-alerts", 1);
    assertThatThrownBy(() -> BrokerCheck.run(config("check", there)))
        .hasMessageStartingWith("kafka.dead_letters: topic check-dead does not exist");
    assertThatThrownBy(
            () ->
                BrokerCheck.run(
                    config("check", Telemetry.matching(Pattern.compile("nothing.*"), "auto"))))
        .hasMessageStartingWith("kafka.telemetry.pattern: no topic at");
  }

  private static KafkaConfig config(String name, Telemetry telemetry) {
    return config(name, telemetry, Delivery.EXACTLY_ONCE);
  }

  private static KafkaConfig config(String name, Telemetry telemetry, Delivery delivery) {
    return new KafkaConfig(
        BROKER.address(),
        Map.of("producer.linger.ms", "0"),
        telemetry,
        name + "-alerts",
        name + "-dead",
        name + "-late",
        name,
        delivery);
  }

  private static JobClient submit(KafkaConfig kafka, KafkaSource<RawRecord> source)
      throws Exception {
    Configuration config = new Configuration();
    config.set(PipelineOptions.GENERIC_TYPES, false);
    config.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(config).setParallelism(2);
    SingleOutputStreamOperator<RawRecord> records =
        env.fromSource(
                source,
                WatermarkStrategy.<RawRecord>forMonotonousTimestamps()
                    .withTimestampAssigner((record, time) -> record.position() + 1)
                    .withIdleness(Duration.ofMillis(500)),
                "telemetry")
            .uid("telemetry");
    records
        .filter(KafkaEndsIT::isAlive)
        .uid("alive")
        .keyBy(RawRecord::origin, Types.STRING)
        .process(new UntilTimeMoves())
        .uid("until-time-moves")
        .sinkTo(KafkaEnds.alerts(kafka, RawRecord::origin, RawRecord::bytes))
        .uid("alerts");
    records
        .filter(record -> !isAlive(record))
        .uid("dead")
        .map(KafkaEndsIT::bury)
        .uid("bury")
        .sinkTo(KafkaEnds.deadLetters(kafka))
        .uid("dead-letters");
    return env.executeAsync();
  }

  /** Passes everything on, but breaks on an exclamation mark. */
  private static final class Fragile implements RecordDecoder<RawRecord> {
    private static final long serialVersionUID = 1;

    @Override
    public void decode(RawRecord record, Collector<RawRecord> out) {
      if (record.problem() == null && new String(record.bytes(), UTF_8).startsWith("!")) {
        throw new IllegalStateException("a bug");
      }
      out.collect(record);
    }
  }

  /**
   * Holds records back until event time has begun: an idle partition must not keep it from that.
   */
  private static final class UntilTimeMoves
      extends KeyedProcessFunction<String, RawRecord, RawRecord> {
    private static final long serialVersionUID = 1;

    private ListState<RawRecord> held() {
      return getRuntimeContext().getListState(new ListStateDescriptor<>("held", RECORD));
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<RawRecord> out)
        throws Exception {
      held().add(record);
      context.timerService().registerEventTimeTimer(0);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<RawRecord> out)
        throws Exception {
      held().get().forEach(out::collect);
      held().clear();
    }
  }

  private static boolean isAlive(RawRecord record) {
    return record.problem() == null && new String(record.bytes(), UTF_8).startsWith("{");
  }

  private static DeadLetter bury(RawRecord record) {
    String problem = record.problem() == null ? "not_json: no brace" : record.problem();
    return new DeadLetter(
        record.origin(),
        record.position(),
        problem.replaceFirst(":.*", ""),
        problem.replaceFirst("^[a-z_]+:? ?", ""),
        record.bytes());
  }

  private static String show(ConsumerRecord<byte[], byte[]> letter) {
    return new String(letter.value(), UTF_8)
        + " "
        + StreamSupport.stream(letter.headers().spliterator(), false)
            .filter(header -> !header.key().equals("time"))
            .map(header -> header.key() + "=" + new String(header.value(), UTF_8))
            .toList();
  }
}
