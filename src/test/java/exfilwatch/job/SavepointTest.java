package exfilwatch.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.alert.Alert;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.SavepointScene.Play;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * State of every released version is taken up by this one: in each folder of {@code savepoints}
 * lies a savepoint in the middle of {@link SavepointScene}, and what had been told until then.
 *
 * <p>A version whose state differs gets a folder of its own before its release:
 *
 * <pre>mvn -B test -Dtest=SavepointTest -Dexfilwatch.savepoint=v3</pre>
 */
class SavepointTest {

  private static final Path FIXTURES = Path.of("src/test/resources/savepoints");
  private static final String TOLD = "told.txt";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What an uninterrupted run tells. */
  private static Set<String> whole;

  @BeforeAll
  static void runWithoutInterruption() throws Exception {
    Configuration configuration = configuration();
    whole = told(run(configuration, 1));
    assertThat(whole).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @CsvSource({"v1, 1", "v1, 2", "v1, 4", "v2, 1", "v2, 2", "v2, 4"})
  void aSavepointIsTakenUp(String version, int parallelism) throws Exception {
    Path fixture = FIXTURES.resolve(version);
    Set<String> before = new TreeSet<>(Files.readAllLines(fixture.resolve(TOLD)));
    Configuration configuration = configuration();
    configuration.set(
        StateRecoveryOptions.SAVEPOINT_PATH, fixture.toAbsolutePath().toUri().toString());
    List<Alert> after = new ArrayList<>();
    assertThatCode(() -> after.addAll(run(configuration, parallelism)))
        .as(
            "the state of %s is not taken up any more: mend that, or whoever upgrades loses the"
                + " open incidents",
            version)
        .doesNotThrowAnyException();
    Set<String> rest = told(after);
    assertThat(rest).doesNotContainAnyElementsOf(before);
    Set<String> both = new TreeSet<>(before);
    both.addAll(rest);
    assertThat(without(whole, both)).as("lost").isEmpty();
    assertThat(without(both, whole)).as("told in addition").isEmpty();
    assertThat(incidents(rest, "correlated")).containsAnyElementsOf(incidents(before, "started"));
    assertThat(incidents(rest, "closed")).containsAll(incidents(before, "started"));
  }

  @Test
  void everyVersionIsTested() throws Exception {
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(FIXTURES)) {
      for (Path version : versions) {
        String tested =
            String.join(
                " ",
                SavepointTest.class
                    .getDeclaredMethod("aSavepointIsTakenUp", String.class, int.class)
                    .getAnnotation(CsvSource.class)
                    .value());
        assertThat(tested).contains(version.getFileName() + ", ");
      }
    }
  }

  /** Not a test: it writes what the tests read. */
  @Test
  @EnabledIfSystemProperty(named = "exfilwatch.savepoint", matches = "v\\d+")
  void write() throws Exception {
    Path fixture = FIXTURES.resolve(System.getProperty("exfilwatch.savepoint"));
    Files.createDirectories(FIXTURES);
    Configuration configuration = configuration();
    configuration.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
    Play.TOLD.clear();
    JobClient job = start(configuration, 1, SavepointScene.FIRST);
    while (Play.TOLD.stream().noneMatch(alert -> text(alert).contains(SavepointScene.LAST_HOST))) {
      Thread.sleep(50);
    }
    String savepoint =
        job.stopWithSavepoint(
                false, FIXTURES.toAbsolutePath().toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    deleteFiles(fixture);
    Files.move(Path.of(java.net.URI.create(savepoint)), fixture);
    Files.write(fixture.resolve(TOLD), told(List.copyOf(Play.TOLD)));
  }

  private static void deleteFiles(Path folder) throws Exception {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static List<Alert> run(Configuration configuration, int parallelism) throws Exception {
    Play.TOLD.clear();
    start(configuration, parallelism, SavepointScene.all()).getJobExecutionResult().get();
    return List.copyOf(Play.TOLD);
  }

  private static JobClient start(Configuration configuration, int parallelism, int atOnce)
      throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    env.setMaxParallelism(128);
    Play.define(env, DetectionContent.load(List.of(Path.of("conf/rules"))), atOnce);
    return env.executeAsync("savepoint");
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(20));
    return configuration;
  }

  /**
   * Incident, stage, alert and connections; how many alike it counts depends on the watermarks, and
   * of how many connections a correlated one tells on which of two channels is faster.
   */
  private static Set<String> told(List<Alert> alerts) throws Exception {
    Set<String> told = new TreeSet<>();
    for (Alert alert : alerts) {
      JsonNode json = JSON.readTree(alert.json());
      told.add(
          "%s %s %s connections=%s"
              .formatted(
                  alert.incidentId(),
                  alert.stage(),
                  alert.id(),
                  alert.stage().equals("correlated")
                      ? "some"
                      : json.at("/exfil/connections/count").asText("-")));
    }
    return told;
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static Set<String> incidents(Set<String> told, String stage) {
    return told.stream()
        .map(line -> line.split(" "))
        .filter(words -> words[1].equals(stage))
        .map(words -> words[0])
        .collect(Collectors.toSet());
  }

  private static String text(Alert alert) {
    return new String(alert.json(), UTF_8);
  }
}
