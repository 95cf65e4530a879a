package exfilwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The logging that is shipped for a cluster: lines of JSON, whatever is logged, and not too many.
 */
class LoggingTest {

  private static final Path SHIPPED = Path.of("conf", "flink", "log4j-console.properties");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void everyEventIsOneLineOfJson() throws Exception {
    List<String> lines =
        logged(
            logger -> {
              logger.warn("host \"a\\b\"\nforged: {} \u001b[31m \u2028 \u00e4", "${env:HOME}");
              logger.error("failed", new IllegalStateException("two\nlines"));
              logger.warn("x".repeat(100_000));
            });
    assertThat(lines).hasSize(3);
    JsonNode first = JSON.readTree(lines.get(0));
    assertThat(first.at("/log.level").asText()).isEqualTo("WARN");
    assertThat(first.at("/message").asText())
        .isEqualTo("host \"a\\b\"\nforged: ${env:HOME} \u001b[31m \u2028 \u00e4");
    assertThat(first.at("/@timestamp").asText()).endsWith("Z");
    assertThat(JSON.readTree(lines.get(1)).at("/error.stack_trace").asText())
        .contains("IllegalStateException: two\nlines", "LoggingTest");
    assertThat(lines.get(2)).hasSizeLessThan(5_000);
  }

  @Test
  void aFloodIsLimited() throws Exception {
    List<String> lines =
        logged(
            logger -> {
              for (int i = 0; i < 20_000; i++) {
                logger.error("again and again");
              }
            });
    assertThat(lines).hasSizeBetween(400, 2_000);
  }

  @Test
  void theSameOnKubernetesAndOnTheDevCluster() throws Exception {
    Properties shipped = properties(Files.readString(SHIPPED));
    Object manifest =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(Path.of("jobs", "kubernetes", "exfilwatch.yaml")));
    String onKubernetes =
        JSON.valueToTree(manifest).at("/spec/logConfiguration/log4j-console.properties").asText();
    assertThat(properties(onKubernetes)).isEqualTo(shipped);
    Properties devCluster =
        properties(Files.readString(Path.of("jobs", "cluster", "log4j2.properties")));
    assertThat(devCluster.getProperty("appender.file.layout.pattern"))
        .isEqualTo(shipped.getProperty("appender.console.layout.pattern"));
  }

  private interface Action {
    void log(Logger logger);
  }

  private List<String> logged(Action action) throws Exception {
    Path log = folder.resolve("log");
    Path configuration =
        Files.writeString(
            folder.resolve("log4j2.properties"),
            Files.readString(SHIPPED)
                    .replace("appender.console.type = Console", "appender.console.type = File")
                + "\nappender.console.fileName = "
                + log
                + "\n");
    try (LoggerContext context =
        Configurator.initialize("shipped", null, configuration.toUri().toString())) {
      action.log(context.getLogger("exfilwatch"));
    }
    return Files.readAllLines(log);
  }

  private static Properties properties(String text) throws Exception {
    Properties properties = new Properties();
    properties.load(new java.io.StringReader(text));
    return properties;
  }
}
