package exfilwatch.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.alert.AlertFormat;
import exfilwatch.job.GraphSettings;
import exfilwatch.job.config.KafkaConfig.Delivery;
import exfilwatch.job.config.KafkaConfig.Telemetry;
import exfilwatch.job.config.KafkaConfig.Topic;
import exfilwatch.job.config.RuntimeConfig.StateBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobConfigTest {

  private static final Path SHIPPED = Path.of("conf", "exfilwatch.yaml");

  private static final String KAFKA = "kafka: {bootstrap_servers: 'a:1', telemetry: {topics: t}";

  private Path folder;
  private Path file;

  @BeforeEach
  void folder(@TempDir Path temp) {
    folder = temp;
    file = temp.resolve("exfilwatch.yaml");
  }

  @Test
  void theShippedFileShowsTheDefaults() throws IOException {
    JobConfig shipped = JobConfig.loadWithSecrets(SHIPPED);
    JobConfig empty =
        read(
            "kafka: {bootstrap_servers: 'localhost:9092', telemetry: {topics:"
                + " endpoint-telemetry}}");
    assertThat(shipped.rules()).containsExactly(SHIPPED.toAbsolutePath().resolveSibling("rules"));
    assertThat(shipped.destinations())
        .isEqualTo(SHIPPED.toAbsolutePath().resolveSibling("destinations.yaml"));
    assertThat(shipped.network()).isEqualTo(empty.network());
    assertThat(shipped.time()).isEqualTo(empty.time());
    assertThat(shipped.incident()).isEqualTo(empty.incident());
    assertThat(shipped.suppression()).isEqualTo(empty.suppression());
    assertThat(shipped.risk()).isEqualTo(empty.risk());
    assertThat(shipped.exceptions())
        .containsExactly(SHIPPED.toAbsolutePath().resolveSibling("exceptions"));
    assertThat(empty.exceptions()).isEmpty();
    assertThat(shipped.runtime()).isEqualTo(empty.runtime());
    assertThat(shipped.kafka()).isEqualTo(empty.kafka());
  }

  @Test
  void readsTheNetworksAndTheCatalogueBesideTheFile() throws IOException {
    JobConfig config =
        read("network: {internal: [198.51.100.0/24], proxies: [10.1.2.3, '127.0.0.1:3128']}");
    assertThat(config.network())
        .isEqualTo(
            new NetworkConfig(List.of("198.51.100.0/24"), List.of("10.1.2.3", "127.0.0.1:3128")));
    assertThat(config.destinations()).isNull();
    assertThat(config.destinationContent().compile().isProxy("127.0.0.1", 3128)).isTrue();
    Files.writeString(
        folder.resolve("mine.yaml"),
        "destinations: [{provider: Ours, kind: file_sharing, hosts: [files.example.com]}]");
    assertThat(
            read("destinations: mine.yaml")
                .destinationContent()
                .compile()
                .observed(List.of(), "files.example.com", null, 443)
                .provider())
        .isEqualTo("Ours");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network: {internal: [10.0/8]} | isn't a network",
        "network: {proxies: [127.0.0.1]} | write its port",
        "network: {proxy: [10.1.2.3]} | proxies",
        "destinations: missing.yaml | no such file",
      })
  void networksAndCataloguesThatAreNoneAreErrors(String yaml, String complaint) {
    assertThatThrownBy(() -> read(yaml).destinationContent())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void readsEveryKey() throws IOException {
    JobConfig config =
        read(
            """
            rules: [rules, ../more]
            exceptions: [approved]
            risk: {points: {renamed: 20}, at_most: {download: 5}}
            time: {out_of_orderness: 5s, idleness: 2m}
            incident: {quiet: 10m, max_age: 2h}
            suppression: {window: 2d, storm: 7, storm_span: 1m}
            runtime:
              parallelism: 3
              max_parallelism: 12
              state_backend: rocksdb
              checkpoint_interval: 500ms
              checkpoint_directory: s3://b/c
            kafka:
              bootstrap_servers: [a:1, 'b.example.com:2,[::1]:3']
              group: g
              delivery: at_least_once
              telemetry: {topics: [t, {name: u, source: sysmon}]}
              alerts: out
              dead_letters: dead
              late: late
              properties: {security.protocol: SSL, producer.batch.size: 1}
            """);
    assertThat(config.rules())
        .containsExactly(folder.resolve("rules"), folder.resolveSibling("more"));
    assertThat(config.exceptions()).containsExactly(folder.resolve("approved"));
    assertThat(config.risk().toString()).contains("renamed=20", "upload=6", "download=5");
    assertThat(config.time())
        .isEqualTo(new TimeConfig(Duration.ofSeconds(5), Duration.ofMinutes(2)));
    assertThat(config.incident())
        .isEqualTo(new IncidentConfig(Duration.ofMinutes(10), Duration.ofHours(2)));
    assertThat(config.suppression())
        .isEqualTo(
            new SuppressionConfig(
                Duration.ofDays(2), Duration.ofDays(2), 7, Duration.ofMinutes(1)));
    assertThat(config.runtime())
        .isEqualTo(
            new RuntimeConfig(3, 12, StateBackend.ROCKSDB, Duration.ofMillis(500), "s3://b/c"));
    assertThat(config.requireKafka())
        .isEqualTo(
            new KafkaConfig(
                "a:1,b.example.com:2,[::1]:3",
                Map.of("security.protocol", "SSL", "producer.batch.size", "1"),
                Telemetry.of(List.of(new Topic("t", "auto"), new Topic("u", "sysmon"))),
                "out",
                "dead",
                "late",
                "g",
                Delivery.AT_LEAST_ONCE));
  }

  @Test
  void alertsOfTheTopicAreEcsUnlessAnotherFormatIsAskedFor() throws IOException {
    String kafka = "kafka: {bootstrap_servers: 'a:1', telemetry: {topics: [t]}%s}";
    assertThat(read(kafka.formatted("")).alertsFormat()).isEqualTo(AlertFormat.ECS);
    JobConfig ocsf = read(kafka.formatted(", alerts_format: ocsf"));
    assertThat(GraphSettings.streaming(ocsf).format()).isEqualTo(AlertFormat.OCSF);
    assertThatThrownBy(() -> read(kafka.formatted(", alerts_format: cef")))
        .hasMessageContaining("alerts_format");
  }

  @Test
  void aTopicsSourceIsItsOwnOrThePatterns() throws IOException {
    Telemetry byPattern =
        read("kafka: {bootstrap_servers: 'a:1', telemetry: {pattern: 't\\..*', source: sysmon}}")
            .requireKafka()
            .telemetry();
    assertThat(byPattern.sourceOf("t.x")).isEqualTo("sysmon");
    Telemetry byName =
        Telemetry.of(List.of(new Topic("t", "sysmon"), new Topic("u", KafkaConfig.AUTO)));
    assertThat(byName.sourceOf("t")).isEqualTo("sysmon");
    assertThat(byName.sourceOf("u")).isEqualTo("auto");
  }

  @Test
  void becomesFlinksOptions() {
    Configuration flink =
        new RuntimeConfig(2, 8, StateBackend.ROCKSDB, Duration.ofSeconds(1), "file:///c").toFlink();
    assertThat(flink.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(2);
    assertThat(flink.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
    assertThat(flink.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(flink.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).isEqualTo("file:///c");
    assertThat(RuntimeConfig.DEFAULT.toFlink().getOptional(CoreOptions.DEFAULT_PARALLELISM))
        .isEmpty();
  }

  @Test
  void resolvesReferences() throws IOException {
    Files.writeString(folder.resolve("secret"), "line 1\nline 2\n");
    Files.writeString(
        file,
        KAFKA + ", properties: {a: 'x ${env:A} y ${env:B}', b: '${file:secret}', c: '$${env:A}'}}");
    assertThat(withEnvironment(Map.of("A", "$1", "B", "")).requireKafka().properties())
        .isEqualTo(Map.of("a", "x $1 y ", "b", "line 1\nline 2", "c", "${env:A}"));
    assertThat(JobConfig.load(file).requireKafka().properties())
        .containsEntry("a", "x ${env:A} y ${env:B}");
    assertThatThrownBy(() -> withEnvironment(Map.of("A", "")))
        .hasMessage(file + ":1: kafka.properties.a: the environment variable B is not set; set it");
    Files.delete(folder.resolve("secret"));
    assertThatThrownBy(() -> withEnvironment(Map.of("A", "", "B", "")))
        .hasMessageStartingWith(file + ":1: kafka.properties.b: the file " + folder);
  }

  private JobConfig withEnvironment(Map<String, String> environment) {
    return JobConfig.read(file, References.resolved(file, environment));
  }

  @Test
  void doesNotShowSecrets() throws IOException {
    assertThat(read(KAFKA + ", properties: {sasl.jaas.config: geheim}}").toString())
        .contains("sasl.jaas.config")
        .doesNotContain("geheim");
  }

  @Test
  void huntingNeedsNoKafka() throws IOException {
    JobConfig config = read("rules: [r]");
    assertThat(config.kafka()).isNull();
    assertThatThrownBy(config::requireKafka).hasMessageStartingWith(file + ": kafka: is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rulez: [r]                                  | :1: rulez: unknown key; did you mean"
            + " 'rules'?",
        "time: {idlenes: 1s}                         | :1: time.idlenes: unknown key; did you mean"
            + " 'idleness'?",
        "time: 5                                     | :1: time: must be a map of keys and values,"
            + " but is '5'",
        "'incident:\n"
            + "  quiet: soon'                  | :2: incident.quiet: 'soon' isn't a time span;"
            + " write a number and a unit, as 90s, 10m or 2d",
        "'incident: {quiet: 2h, max_age: 1h}'        | :1: incident.max_age: 1h is too short; write"
            + " at least 7200s",
        "risk: {points: {renamd: 1}}                 | :1: risk.points.renamd: there is no such"
            + " factor; did you mean 'renamed'?",
        "risk: {points: {renamed: 101}}              | :1: risk.points.renamed: is 101; write a"
            + " number from -100 to 100",
        "risk: {at_most: {uplod: 1}}                 | :1: risk.at_most.uplod: there is no such"
            + " factor; known are download, dry_run, help, local_only",
        "'risk: {working_hours: [{zone: Berlin, from: ''7:00'', to: ''9:00''}]}' | :1:"
            + " risk.working_hours[0].zone: 'Berlin' isn't a time zone; write it as Europe/Berlin",
        "time: {idleness: 0s}                        | :1: time.idleness: 0s is too short; write at"
            + " least 1ms",
        "runtime: {parallelism: many}                | :1: runtime.parallelism: must be a whole"
            + " number, but is 'many'",
        "'runtime: {parallelism: 4, max_parallelism: 2}' | :1: runtime.parallelism: is 4; write a"
            + " number from 1 to 2",
        "runtime: {state_backend: rocks}             | :1: runtime.state_backend: 'rocks' isn't"
            + " known; did you mean 'rocksdb'?",
        "'K}\n"
            + "runtime: {checkpoint_interval: 11m}'   | :2: runtime.checkpoint_interval: is too"
            + " long for exactly_once, since brokers end transactions after 15m; write at most 10m",
        "'kafka: {bootstrap_servers: x, telemetry: {topics: t}}' | :1: kafka.bootstrap_servers: 'x'"
            + " is no address; write HOST:PORT",
        "'kafka: {telemetry: {topics: t}}'           | :1: kafka: the key 'bootstrap_servers' is"
            + " missing; add 'bootstrap_servers:'",
        "'kafka: {bootstrap_servers: \"a:1\"}'       | :1: kafka: the key 'telemetry' is missing;"
            + " add 'telemetry:'",
        "'kafka: {bootstrap_servers: \"a:1\", telemetry: {source: auto}}' | :1: kafka.telemetry:"
            + " needs either topics or pattern; write one of them",
        "'kafka: {bootstrap_servers: \"a:1\", telemetry: {topics: []}}' | :1:"
            + " kafka.telemetry.topics: names no topic; write at least one",
        "'kafka: {bootstrap_servers: \"a:1\", telemetry: {topics: [a b]}}' | :1:"
            + " kafka.telemetry.topics[0]: 'a b' is no topic; write letters, digits, '.', '_' and"
            + " '-', at most 249",
        "'kafka: {bootstrap_servers: \"a:1\", telemetry: {pattern: \"(\"}}' | :1:"
            + " kafka.telemetry.pattern: is no regular expression: Unclosed group",
        "'kafka: {bootstrap_servers: \"a:1\", telemetry: {topics: t, source: sysmom}}' | :1:"
            + " kafka.telemetry.source: 'sysmom' is no source; did you mean 'sysmon'?",
        "'K, alerts: t}'                             | :1: kafka.alerts: the job would read the"
            + " topic t that it writes; give it another name",
        "'kafka: {bootstrap_servers: \"a:1\", telemetry: {pattern: \"exfil.*\"}}' | :1:"
            + " kafka.telemetry: the job would read the topic exfilwatch.alerts that it writes;"
            + " give it another name",
        "'K, content: t}'                            | :1: kafka.content: the job would read the"
            + " topic t that it writes; give it another name",
        "'K, content_status: s}'                     | :1: kafka.content_status: tells of changes,"
            + " but none are read; write content, too",
        "'K, delivery: never}'                       | :1: kafka.delivery: 'never' isn't known;"
            + " known are at_least_once, exactly_once",
        "'K, properties: {group.id: x}}'             | :1: kafka.properties.group.id: is set by the"
            + " job; set kafka.group instead",
        "'K, properties: {producer.transactional.id: x}}' | :1:"
            + " kafka.properties.producer.transactional.id: is set by the job; set kafka.group"
            + " instead",
        "'K, properties: {a: \"${nope}\"}}'          | :1: kafka.properties.a: has '${' but no"
            + " reference; write ${env:NAME}, ${file:PATH}, or $${",
        "'K, properties: {a: \"${env:X\"}}'          | :1: kafka.properties.a: has '${' but no"
            + " reference; write ${env:NAME}, ${file:PATH}, or $${",
      })
  void namesFileLineAndKey(String text, String expected) {
    assertThatThrownBy(() -> read(text.replaceFirst("^K", KAFKA)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + expected);
  }

  @Test
  void contentChangesOnlyWhereATopicIsNamed() throws IOException {
    assertThat(read(KAFKA + "}").requireKafka().content()).isNull();
    assertThat(read(KAFKA + ", content: c}").requireKafka().content())
        .isEqualTo(new KafkaConfig.Content("c", "c.status"));
    assertThat(read(KAFKA + ", content: c, content_status: s}").requireKafka().content())
        .isEqualTo(new KafkaConfig.Content("c", "s"));
  }

  @Test
  void aMissingFileIsAnError() {
    assertThatThrownBy(() -> JobConfig.load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": no such file");
  }

  private JobConfig read(String text) throws IOException {
    Files.writeString(file, text);
    return JobConfig.load(file);
  }
}
