package exfilwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what README and docs show, as far as it needs no shell; the rest is for the IT. */
class DocumentedCommandsTest {

  @TempDir static Path folder;

  @BeforeAll
  static void files() throws IOException {
    Documents.provide(folder);
  }

  @AfterAll
  static void removeLinks() throws IOException {
    Documents.removeLinks(folder);
  }

  static List<Documents.Command> plain() throws IOException {
    return Documents.commands().stream()
        .filter(command -> command.isPlain() && command.elsewhere().isEmpty())
        .toList();
  }

  static List<Documents.Command> oursElsewhere() throws IOException {
    return Documents.commands().stream()
        .filter(command -> command.isPlain() && !command.elsewhere().isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("plain")
  void runs(Documents.Command command) {
    String[] arguments =
        command.arguments().stream().map(DocumentedCommandsTest::inFolder).toArray(String[]::new);
    PrintStream err = System.err;
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(said, true, UTF_8));
      System.setOut(new PrintStream(said, true, UTF_8));
      int code = Main.run(arguments);
      assertThat(code)
          .as(() -> command + "\n" + said.toString(UTF_8))
          .isEqualTo(command.text().contains("--fail-on-alert") ? Main.ALERTED : Main.OK);
    } finally {
      System.setErr(err);
      System.setOut(out);
    }
  }

  /** What is run elsewhere with other arguments must at least be understood. */
  @ParameterizedTest
  @MethodSource("oursElsewhere")
  void areUnderstood(Documents.Command command) {
    String[] arguments = command.arguments().toArray(String[]::new);
    assertThatCode(() -> Main.commandLine(Terminal.NONE).parseArgs(arguments))
        .doesNotThrowAnyException();
  }

  @Test
  void finds() throws IOException {
    assertThat(plain()).hasSizeGreaterThan(8);
    assertThat(oursElsewhere()).isNotEmpty();
  }

  /** Files of the examples lie in a folder of their own, and so do those that they write. */
  private static String inFolder(String argument) {
    boolean result = argument.matches("[a-z-]+\\.(ndjson|html)");
    return result || (Files.exists(folder.resolve(argument)) && !Files.exists(Path.of(argument)))
        ? folder.resolve(argument).toString()
        : argument;
  }
}
