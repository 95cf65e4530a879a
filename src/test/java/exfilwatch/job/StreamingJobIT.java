package exfilwatch.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import exfilwatch.alert.AlertSchemas;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.kafka.BrokerCheck;
import exfilwatch.job.kafka.KafkaBroker;
import exfilwatch.simulate.PlantedIncident;
import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import exfilwatch.simulate.SimulationSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole streaming job against a real broker. */
class StreamingJobIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void findsThePlantedIncidentsOutOfOrderOverPartitionsOfWhichOneIsIdle() throws Exception {
    Simulation simulation =
        Simulation.of(
            7,
            SimulationSettings.builder()
                .events(3_000)
                .duration(Duration.ofHours(3))
                .hosts(8)
                .incidents(6)
                .maxDelay(Duration.ofSeconds(20))
                .duplicatePercent(0)
                .build());
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopic("telemetry", 4);
      broker.createTopic("alerts", 2);
      broker.createTopic("dead", 1);
      broker.createTopic("late", 1);
      int dead = produce(broker, simulation);
      JobConfig config = config(broker);
      BrokerCheck.run(config.requireKafka());
      StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
      new StreamingJob(config, DetectionContent.load(config.rules())).define(env);
      JobClient job = env.executeAsync("exfilwatch");
      try {
        Map<String, TreeSet<String>> expected = expected(simulation.planted());
        int count = expected.values().stream().mapToInt(TreeSet::size).sum();
        assertThat(stages(broker.read("alerts", count, PATIENCE))).isEqualTo(expected);
        assertThat(broker.read("dead", dead, PATIENCE)).hasSize(dead);
      } finally {
        job.cancel().get();
      }
    }
  }

  /** Three of four partitions get records in the order of their delivery; some are garbage. */
  private static int produce(KafkaBroker broker, Simulation simulation) {
    int n = 0;
    int dead = 0;
    long last = 0;
    for (Iterator<SimulatedRecord> records = simulation.iterator(); records.hasNext(); n++) {
      SimulatedRecord record = records.next();
      broker.produce("telemetry", n % 3, record.json());
      last = Math.max(last, record.time());
      if (n % 100 == 7) {
        broker.produce("telemetry", n % 3, "{\"broken\": ");
        dead++;
      }
    }
    for (int partition = 0; partition < 3; partition++) {
      broker.produce("telemetry", partition, tick(last + Duration.ofDays(1).toMillis()));
    }
    broker.flush();
    return dead;
  }

  /** An ordinary event so much later that every incident before it is over. */
  private static String tick(long time) {
    return """
    {"@timestamp":"%s","event":{"module":"endpoint","action":"start","category":["process"],"type":["start"]},\
    "host":{"name":"tick"},"process":{"entity_id":"t","pid":4,"name":"tick"}}\
    """
        .formatted(Instant.ofEpochMilli(time));
  }

  private static Map<String, TreeSet<String>> expected(List<PlantedIncident> planted) {
    Map<String, TreeSet<String>> expected = new TreeMap<>();
    planted.forEach(
        incident -> expected.put(incident.commandLine(), new TreeSet<>(incident.expects())));
    return expected;
  }

  private static Map<String, TreeSet<String>> stages(List<ConsumerRecord<byte[], byte[]>> records)
      throws Exception {
    Map<String, TreeSet<String>> stages = new TreeMap<>();
    List<String> ids = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      JsonNode alert = AlertSchemas.requireValid(record.value());
      assertThat(new String(record.key(), UTF_8))
          .isEqualTo(alert.at("/exfil/incident/id").asText());
      ids.add(alert.at("/event/id").asText());
      stages
          .computeIfAbsent(alert.at("/process/command_line").asText(), line -> new TreeSet<>())
          .add(alert.at("/exfil/stage").asText());
    }
    assertThat(ids).doesNotHaveDuplicates();
    return stages;
  }

  private JobConfig config(KafkaBroker broker) throws Exception {
    Path file = folder.resolve("exfilwatch.yaml");
    Files.writeString(
        file,
        """
        rules: ['%s']
        time: {idleness: 1s}
        runtime: {checkpoint_interval: 1s}
        kafka:
          bootstrap_servers: %s
          group: it
          telemetry: {topics: [telemetry]}
          alerts: alerts
          dead_letters: dead
          late: late
        """
            .formatted(Path.of("conf/rules").toAbsolutePath(), broker.address()));
    return JobConfig.loadWithSecrets(file);
  }
}
