package exfilwatch.bench;

import exfilwatch.alert.Alert;
import exfilwatch.job.DetectionGraph;
import exfilwatch.job.RecordDecoder;
import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.kafka.KafkaEnds;
import exfilwatch.job.kafka.TelemetryWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** A topic of its own on a running broker, with a partition for each subtask. */
final class TopicInput implements Input {

  private static final long serialVersionUID = 1;

  private static final String TIMEOUT_MS = "20000";

  private final KafkaConfig kafka;
  private final String topic;

  private TopicInput(KafkaConfig kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  /**
   * Creates and fills the topic.
   *
   * @throws UncheckedIOException when the broker can't be reached or refuses
   */
  static TopicInput write(Workload workload, int parallelism, String bootstrap) throws IOException {
    TopicInput input = create(parallelism, bootstrap, Map.of());
    try (TelemetryWriter writer = new TelemetryWriter(input.kafka, input.topic)) {
      workload.write((number, record) -> writer.write(record));
    }
    return input;
  }

  /**
   * Creates the empty topic, and those that the alerts and the rest go to.
   *
   * @param properties of Kafka's clients, on top of the product's
   * @throws UncheckedIOException when the broker can't be reached or refuses
   */
  static TopicInput create(int parallelism, String bootstrap, Map<String, String> properties) {
    String topic = "exfilwatch-bench-" + System.currentTimeMillis();
    KafkaConfig kafka =
        new KafkaConfig(
            bootstrap,
            properties,
            KafkaConfig.Telemetry.of(List.of(new KafkaConfig.Topic(topic, KafkaConfig.AUTO))),
            topic + "-alerts",
            topic + "-dead-letters",
            topic + "-late",
            topic,
            KafkaConfig.Delivery.AT_LEAST_ONCE);
    TopicInput input = new TopicInput(kafka, topic);
    input.administer(
        admin ->
            admin
                .createTopics(
                    input.topics().stream()
                        .map(name -> new NewTopic(name, parallelism, (short) 1))
                        .toList())
                .all()
                .get());
    return input;
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public <T> DataStream<T> read(
      StreamExecutionEnvironment env,
      RecordDecoder<T> decoder,
      TypeInformation<T> type,
      WatermarkStrategy<T> time) {
    return env.fromSource(
        KafkaEnds.boundedTelemetry(kafka, new Timed<>(decoder), type), time, "topic");
  }

  @Override
  public void publish(DetectionGraph.Outputs outputs) {
    outputs.alerts().sinkTo(KafkaEnds.alerts(kafka, Alert::incidentId, Alert::json));
    outputs.deadLetters().sinkTo(KafkaEnds.deadLetters(kafka));
    outputs.late().sinkTo(KafkaEnds.late(kafka));
  }

  /** The topic with the telemetry. */
  String topic() {
    return topic;
  }

  KafkaConfig kafka() {
    return kafka;
  }

  private List<String> topics() {
    return List.of(topic, kafka.alerts(), kafka.deadLetters(), kafka.late());
  }

  @Override
  public void close() {
    administer(admin -> admin.deleteTopics(topics()).all().get());
  }

  private void administer(Action action) {
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS))) {
      action.on(admin);
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (org.apache.kafka.common.KafkaException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    }
  }

  private UncheckedIOException failed(Throwable cause) {
    return new UncheckedIOException(
        new IOException(
            "kafka: " + kafka.bootstrapServers() + ": topic " + topic + ": " + cause.getMessage()));
  }

  private interface Action {
    void on(Admin admin) throws ExecutionException, InterruptedException;
  }
}
