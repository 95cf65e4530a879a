package exfilwatch.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.content.ContentStatus;
import exfilwatch.job.kafka.BrokerCheck;
import exfilwatch.job.kafka.ContentTopic;
import exfilwatch.job.kafka.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the content against a real broker, while the whole job runs. */
class ContentReloadIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXCEPTION = "7f3c0c52-6f0e-4f5b-93c7-0a2b6d6f5a11";
  private static final String RULE = "2b1f6a5e-8a1d-4a7c-8f7b-64a1a3a9c0de";

  @TempDir private Path folder;

  private final List<String> problems = new ArrayList<>();
  private int starts;
  private int alerts;

  @Test
  void rulesAndExceptionsChangeWhileTheJobRunsAndOutliveIt() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopic("telemetry", 2);
      broker.createTopic("alerts", 1);
      broker.createTopic("dead", 1);
      broker.createTopic("late", 1);
      broker.createTopic("content", 1, Map.of("cleanup.policy", "compact"));
      broker.createTopic("status", 1);
      JobConfig config = config(broker);
      KafkaConfig kafka = config.requireKafka();
      BrokerCheck.run(kafka);
      DetectionContent submitted = DetectionContent.load(config.rules());

      JobClient first = run(kafka, config, submitted, null);
      String before = alertOf(broker, "approved");
      publish(kafka, change(EXCEPTION, exception()), true);
      String silenced = alertOf(broker, "other");
      assertThat(silenced).isNotEqualTo(before);
      assertSilent(broker, "approved");

      ContentStatus refused = publish(kafka, change(EXCEPTION, "title: [broken"), false);
      assertThat(refused.message()).startsWith(EXCEPTION + ":1: ");
      assertThat(refused.version()).isEqualTo(silenced);
      assertSilent(broker, "approved");
      assertThat(alertOf(broker, "other")).isEqualTo(silenced);

      publish(kafka, change(RULE, rule()), true);
      String path = stop(first);
      JobClient second = run(kafka, config, submitted, path);
      assertThat(problems).hasSize(1);
      assertThat(problems.get(0)).startsWith("content: " + EXCEPTION + " is left out: ");
      assertSilent(broker, "approved");
      String restored = alertOf(broker, "backup-tool");
      assertThat(restored).isNotEqualTo(silenced);

      publish(kafka, change(EXCEPTION, null), true);
      publish(kafka, change(RULE, null), true);
      assertThat(alertOf(broker, "approved")).isEqualTo(before);
      assertSilent(broker, "backup-tool");
      second.cancel().get();

      publishWithoutJob(kafka);
      ContentStart next = ContentStart.of(kafka, submitted, problems::add);
      assertThat(next.content().version().hash()).isEqualTo(silenced);
    }
  }

  private JobClient run(
      KafkaConfig kafka, JobConfig config, DetectionContent submitted, @Nullable String savepoint)
      throws Exception {
    Configuration flink = new Configuration();
    if (savepoint != null) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    problems.clear();
    new StreamingJob(config, ContentStart.of(kafka, submitted, problems::add)).define(env);
    return env.executeAsync("exfilwatch");
  }

  private String stop(JobClient job) throws Exception {
    return job.stopWithSavepoint(
            false, folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
        .get();
  }

  private static Map<String, @Nullable String> change(String id, @Nullable String text) {
    Map<String, @Nullable String> change = new HashMap<>();
    change.put(id, text);
    return change;
  }

  /** The status of the only change. */
  private static ContentStatus publish(
      KafkaConfig kafka, Map<String, @Nullable String> changes, boolean good) {
    KafkaConfig.Content topics = kafka.content();
    assertThat(topics).isNotNull();
    List<ContentStatus> statuses =
        ContentTopic.publish(kafka, topics, changes, List.of(), PATIENCE);
    assertThat(statuses).hasSize(2).allMatch(status -> status.accepted() == good);
    return statuses.get(0);
  }

  private static void publishWithoutJob(KafkaConfig kafka) {
    KafkaConfig.Content topics = kafka.content();
    assertThat(topics).isNotNull();
    ContentTopic.publish(kafka, topics, change(EXCEPTION, exception()), List.of(), Duration.ZERO);
  }

  /** Both partitions get a start of that user; returns the one version that both alerts name. */
  private String alertOf(KafkaBroker broker, String user) throws Exception {
    Set<String> hosts = new HashSet<>(starts(broker, user));
    Set<String> versions = new HashSet<>();
    for (JsonNode alert : newAlerts(broker, hosts.size())) {
      if (alert.at("/exfil/stage").asText().equals("started")) {
        assertThat(hosts.remove(alert.at("/host/name").asText())).isTrue();
        versions.add(alert.at("/exfil/content/version").asText());
      }
    }
    assertThat(hosts).isEmpty();
    assertThat(versions).hasSize(1);
    return versions.iterator().next();
  }

  /** Somebody else's alerts, which come after, are the only ones. */
  private void assertSilent(KafkaBroker broker, String user) throws Exception {
    starts(broker, user);
    alertOf(broker, "other");
  }

  private List<JsonNode> newAlerts(KafkaBroker broker, int count) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    List<String> all = broker.readText("alerts", alerts + count, PATIENCE);
    for (String alert : all.subList(alerts, all.size())) {
      found.add(JSON.readTree(alert));
    }
    alerts = all.size();
    return found;
  }

  private List<String> starts(KafkaBroker broker, String user) {
    List<String> hosts = new ArrayList<>();
    for (int partition = 0; partition < 2; partition++) {
      String host = "h" + starts++;
      boolean renamed = user.equals("backup-tool");
      broker.produce(
          "telemetry",
          partition,
          """
          {"@timestamp":"%s","event":{"module":"endpoint","action":"start","category":["process"],"type":["start"]},\
          "host":{"name":"%s","os":{"type":"windows"}},"user":{"name":"%s"},"process":{"entity_id":"e-%s","pid":4711,\
          "name":"%s","executable":"C:\\\\t\\\\%s","command_line":"%s"}}\
          """
              .formatted(
                  Instant.now(),
                  host,
                  user,
                  host,
                  renamed ? "tool.exe" : "rclone.exe",
                  renamed ? "tool.exe" : "rclone.exe",
                  renamed ? "tool.exe --now" : "rclone.exe copy C:\\\\data mega:x"));
      hosts.add(host);
    }
    return hosts;
  }

  private static String exception() {
    return """
    title: Approved
    id: %s
    expiry: 2099-12-31
    owner: it@example.com
    logsource: {category: process_creation}
    filter:
      rules: any
      approved: {user.name: approved}
      condition: not approved
    """
        .formatted(EXCEPTION);
  }

  private static String rule() {
    return """
    title: The backup tool
    id: %s
    logsource: {category: process_creation}
    detection:
      selection: {process.name: tool.exe}
      condition: selection
    level: high
    """
        .formatted(RULE);
  }

  private JobConfig config(KafkaBroker broker) throws Exception {
    Path file = folder.resolve("exfilwatch.yaml");
    Files.writeString(
        file,
        """
        rules: ['%s']
        time: {idleness: 1s}
        runtime: {checkpoint_interval: 500ms, checkpoint_directory: '%s'}
        kafka:
          bootstrap_servers: %s
          group: reload
          telemetry: {topics: [telemetry]}
          alerts: alerts
          dead_letters: dead
          late: late
          content: content
          content_status: status
        """
            .formatted(
                Path.of("conf/rules").toAbsolutePath(),
                folder.resolve("checkpoints").toUri(),
                broker.address()),
        UTF_8);
    return JobConfig.loadWithSecrets(file);
  }
}
