package exfilwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What may be in the jar that is submitted, and what the cluster has already. */
class PackagedJarIT {

  private static final Path JAR = Path.of("target", "exfilwatch.jar");

  @Test
  void leavesFlinkAndLoggingToTheCluster() throws IOException {
    Set<String> provided = new HashSet<>();
    try (DirectoryStream<Path> flink =
        Files.newDirectoryStream(Path.of("target", "flink"), "flink-*.jar")) {
      for (Path jar : flink) {
        provided.addAll(entries(jar));
      }
    }
    assertThat(provided).contains("org/apache/flink/cep/CEP.class");
    assertThat(entries(JAR))
        .filteredOn(name -> name.endsWith(".class"))
        .doesNotContainAnyElementsOf(provided);
    assertThat(entries(JAR))
        .noneMatch(name -> name.matches("org/(slf4j|apache/(log4j|logging|commons/logging))/.*"))
        .noneMatch(name -> name.startsWith("ch/qos/logback/"))
        .noneMatch(name -> name.startsWith("scala/"));
  }

  @Test
  void carriesWhatTheJobNeedsBesides() throws IOException {
    assertThat(entries(JAR))
        .contains(
            "exfilwatch/cli/Main.class",
            "org/apache/kafka/clients/producer/KafkaProducer.class",
            "com/fasterxml/jackson/core/JsonParser.class",
            "com/google/re2j/Pattern.class",
            "org/snakeyaml/engine/v2/api/Load.class",
            "META-INF/services/org.apache.kafka.common.config.provider.ConfigProvider",
            "META-INF/LICENSE",
            "META-INF/NOTICE");
  }

  @Test
  void hasNoSignaturesOfItsParts() throws IOException {
    assertThat(entries(JAR)).noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA|EC)"));
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
          .isEqualTo("exfilwatch.cli.Main");
    }
  }

  private static List<String> entries(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile());
        Stream<String> names = jar.stream().map(ZipEntry::getName)) {
      return names.toList();
    }
  }
}
