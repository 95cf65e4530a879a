package exfilwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What a real bash offers. */
class CompletionCommandTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "hu, hunt",
    "hunt --al, --alerts",
    "hunt --source sys, sysmon",
    "simulate --shapes def, defend",
    "bench --mix so, sources",
    "check --ex, --exceptions|--explain",
  })
  void offersCommandsOptionsAndValues(String typed, String offered) throws Exception {
    assertThat(complete(typed)).containsAll(List.of(offered.split("\\|")));
  }

  @Test
  void servesTheLauncherByAnyPath() throws Exception {
    String output = bash("complete -p exfilwatch");
    assertThat(output).contains("-F _complete_exfilwatch").endsWith("exfilwatch\n");
  }

  private List<String> complete(String typed) throws Exception {
    String words = "exfilwatch " + typed;
    return bash("COMP_WORDS=("
            + words
            + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE='"
            + words
            + "'; _complete_exfilwatch; printf '%s\\n' \"${COMPREPLY[@]}\"")
        .lines()
        .map(String::strip)
        .toList();
  }

  private String bash(String commands) throws Exception {
    Path script = folder.resolve("completion");
    CommandLine exfilwatch = Main.commandLine(Terminal.NONE);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(script))) {
      exfilwatch.setOut(out);
      assertThat(exfilwatch.execute("completion", "bash")).isZero();
    }
    Process bash =
        new ProcessBuilder("bash", "-c", "source " + script + "; " + commands)
            .redirectErrorStream(true)
            .start();
    return new String(bash.getInputStream().readAllBytes(), UTF_8);
  }
}
