package exfilwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.job.config.JobConfig;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is shipped for a cluster says what Flink and the job understand. */
class DeploymentFilesTest {

  private static final Path KUBERNETES = Path.of("jobs", "kubernetes");

  @Test
  void flinkKnowsItsConfiguration() throws Exception {
    assertFlinkKnows(read(Path.of("conf", "flink", "config.yaml")));
  }

  @Test
  void flinkKnowsTheConfigurationOnKubernetes() throws Exception {
    assertFlinkKnows(map(spec().get("flinkConfiguration")));
  }

  /** The operator knows it better; what both have must not drift apart. */
  @Test
  void kubernetesHasTheSameDefaults() throws Exception {
    Map<String, Object> ours = read(Path.of("conf", "flink", "config.yaml"));
    map(spec().get("flinkConfiguration"))
        .forEach(
            (key, value) -> {
              if (ours.containsKey(key) && !key.matches(".*(dir|port)")) {
                assertThat(String.valueOf(value)).as(key).isEqualTo(String.valueOf(ours.get(key)));
              }
            });
  }

  @Test
  void kubernetesStartsTheJobWithTheMountedConfiguration() throws Exception {
    Map<String, Object> job = map(spec().get("job"));
    assertThat(job)
        .containsEntry("entryClass", Main.class.getName())
        .containsEntry("upgradeMode", "savepoint");
    String dockerfile = Files.readString(KUBERNETES.resolve("Dockerfile"));
    assertThat(dockerfile).contains(String.valueOf(job.get("jarURI")).replace("local://", " "));
    String conf = "/opt/exfilwatch/conf/exfilwatch.yaml";
    assertThat(job.get("args")).isEqualTo(List.of("detect", "--conf", conf));
    assertThat(Files.readString(KUBERNETES.resolve("exfilwatch.yaml"))).contains("Path: " + conf);
  }

  @Test
  void theJobAcceptsTheConfigMap(@TempDir Path folder) throws Exception {
    Map<String, Object> data = map(read(KUBERNETES.resolve("configmap.yaml")).get("data"));
    Path file =
        Files.writeString(
            folder.resolve("exfilwatch.yaml"), String.valueOf(data.get("exfilwatch.yaml")));
    assertThat(JobConfig.load(file).requireKafka().properties())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.jaas.config", "${file:/run/secrets/exfilwatch/jaas}");
  }

  private static void assertFlinkKnows(Map<String, Object> settings) {
    Map<String, ConfigOption<?>> known = options();
    Map<String, String> values = new HashMap<>();
    settings.forEach((key, value) -> values.put(key, String.valueOf(value)));
    Configuration configuration = Configuration.fromMap(values);
    for (String key : settings.keySet()) {
      if (!key.startsWith("kubernetes.operator.") && !key.startsWith("metrics.reporter.prom.")) {
        assertThat(known).containsKey(key);
        assertThat(configuration.getOptional(known.get(key))).as(key).isPresent();
      }
    }
  }

  private static Map<String, ConfigOption<?>> options() {
    return Stream.of(
            CheckpointingOptions.class,
            CoreOptions.class,
            HighAvailabilityOptions.class,
            JobManagerOptions.class,
            MetricOptions.class,
            RestartStrategyOptions.class,
            TaskManagerOptions.class)
        .flatMap(options -> Stream.of(options.getFields()))
        .filter(
            field ->
                Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class)
        .map(DeploymentFilesTest::option)
        .collect(Collectors.toMap(ConfigOption::key, option -> option, (one, same) -> one));
  }

  private static ConfigOption<?> option(Field field) {
    try {
      return (ConfigOption<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> spec() throws IOException {
    return map(read(KUBERNETES.resolve("exfilwatch.yaml")).get("spec"));
  }

  private static Map<String, Object> read(Path file) throws IOException {
    return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
