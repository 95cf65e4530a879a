package exfilwatch.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code jobs/chaos}: the real script, real processes, three faults. */
class ChaosIT {

  @TempDir private Path folder;

  @Test
  void nothingIsLostOrDoubledWhenProcessesAreKilled() throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder chaos =
        new ProcessBuilder(
            Path.of("jobs", "chaos").toAbsolutePath().toString(),
            "--faults=3",
            "--seed=1",
            "--only=kill-taskmanager,kill-jobmanager,restart-broker");
    chaos
        .environment()
        .put("DEV_CLUSTER_DIR", Path.of("target", "chaos-it").toAbsolutePath().toString());
    int exit = chaos.redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
    assertThat(exit).as(said(output)).isZero();
    assertThat(said(output)).contains("3 faults", " 0 lost, 0 doubled, 0 unexpected");
  }

  private static String said(Path output) throws IOException {
    return Files.readString(output);
  }
}
