package exfilwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs in a real shell what README and docs show with pipes and files, with the packaged jar. */
class DocumentedCommandsIT {

  private static final Pattern CONSOLE =
      Pattern.compile("(?ms)^```console\n\\$ ([^\n]*)\n(.*?)^```$");

  @TempDir static Path folder;

  private record Run(int exit, String out, String err) {}

  @BeforeAll
  static void files() throws IOException {
    Documents.provide(folder);
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(
        bin.resolve("exfilwatch"), Path.of("jobs/exfilwatch").toAbsolutePath());
  }

  @AfterAll
  static void removeLinks() throws IOException {
    Documents.removeLinks(folder);
  }

  static List<Documents.Command> shell() throws IOException {
    String shown = Files.readString(Path.of("README.md"));
    return Documents.commands().stream()
        .filter(command -> !command.isPlain() && command.elsewhere().isEmpty())
        .filter(command -> !shown.contains("\n$ " + command.text() + "\n")) // run below
        .toList();
  }

  @ParameterizedTest
  @MethodSource("shell")
  void runs(Documents.Command command) throws Exception {
    Run run = run(command.text());
    assertThat(run.exit).as("%s%n%s", command, run.err).isZero();
    assertThat(run.err).doesNotContain("\tat ", "Exception");
  }

  /** What it prints is what the README shows, where figures of speed and cut lines are left out. */
  @Test
  void printsWhatTheReadmeShows() throws Exception {
    Matcher console = CONSOLE.matcher(Files.readString(Path.of("README.md")));
    assertThat(console.find()).isTrue();
    Run run = run(console.group(1));
    List<String> printed = (run.out + run.err).lines().toList();
    assertThat(console.group(2).lines().filter(line -> !line.contains(" records in ")))
        .allSatisfy(
            shown -> {
              String beginning = shown.replaceFirst("[^,]…\\)?$|, …\\)$", "");
              assertThat(printed).anyMatch(line -> line.startsWith(beginning));
            });
  }

  private static Run run(String command) throws IOException, InterruptedException {
    Path err = folder.resolve("stderr");
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectError(err.toFile());
    Map<String, String> environment = bash.environment();
    environment.merge("PATH", folder.resolve("bin") + ":", (path, bin) -> bin + path);
    environment.put("EXFILWATCH_JAVA_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    Process process = bash.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), out, Files.readString(err));
  }
}
