package exfilwatch.job;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The streaming job as Flink would run it. It refuses graphs with an operator without uid or a type
 * that falls to Kryo.
 */
class StreamingGraphTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "  content: changes\n"})
  void detectionIsChainedToTheSourceAlsoWhereContentChanges(String content) throws Exception {
    List<String> tasks = tasks(content);
    assertThat(tasks).filteredOn(task -> task.startsWith("Source: telemetry -> detect")).hasSize(1);
    assertThat(tasks)
        .filteredOn(task -> task.startsWith("content: what is in force -> content status"))
        .hasSize(content.isEmpty() ? 0 : 1);
  }

  private List<String> tasks(String content) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("exfilwatch.yaml"),
            """
            rules: ['%s']
            kafka:
              bootstrap_servers: localhost:9
              telemetry: {topics: [telemetry]}
            %s
            """
                .formatted(Path.of("conf/rules").toAbsolutePath(), content));
    JobConfig config = JobConfig.load(file);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
    new StreamingJob(config, DetectionContent.load(config.rules())).define(env);
    List<String> names = new ArrayList<>();
    for (JobVertex vertex : env.getStreamGraph().getJobGraph().getVertices()) {
      names.add(vertex.getName());
    }
    return names;
  }
}
