package exfilwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real signals to a real process that hunts in a pipe which does not end. */
@Timeout(120)
@Execution(ExecutionMode.SAME_THREAD)
class InterruptTest {

  private static final Path SAMPLE = Path.of("jobs/sample/elastic-defend.ndjson");

  /** More than a pipe holds: once it is written, what came before has been read. Blank lines. */
  private static final byte[] PADDING = "\n".repeat(1 << 18).getBytes(UTF_8);

  @TempDir private Path folder;

  private Process process;

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void theFirstEndsWithWhatWasFoundSoFar() throws Exception {
    Path alerts = folder.resolve("alerts.ndjson");
    hunt("--alerts", alerts.toString(), "-");
    signal("INT");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(err())
        .contains("exfilwatch: interrupted", "interrupted  after reading", "incidents    1")
        .doesNotContain("Exception", "\tat ");
    assertThat(Files.readAllLines(alerts))
        .satisfiesExactly(
            line -> assertThat(line).contains("\"stage\":\"started\""),
            line -> assertThat(line).contains("\"stage\":\"correlated\""),
            line -> assertThat(line).contains("\"stage\":\"closed\""));
  }

  @Test
  void theSecondEndsAtOnce() throws Exception {
    hunt("--alerts", folder.resolve("alerts.ndjson").toString(), "-");
    signal("TERM");
    while (!err().contains("interrupted") && process.isAlive()) {
      Thread.sleep(10);
    }
    signal("TERM");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(err()).doesNotContain("incidents", "Exception");
  }

  private void hunt(String... arguments) throws IOException {
    // A shell that runs tests in the background has them ignore SIGINT, and their children, too
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    for (String opened : List.of("lang", "util", "time", "net", "io", "nio")) {
      command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    command.add("-Dlog4j2.configurationFile=conf/log4j2-cli.properties");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "hunt"));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
    OutputStream stdin = process.getOutputStream();
    Files.copy(SAMPLE, stdin);
    stdin.write(PADDING);
    stdin.flush();
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = String.valueOf(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }
}
