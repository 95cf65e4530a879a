package exfilwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * {@code docs/commands.md} says what {@code --help} says. Run with {@code -Dexfilwatch.docs=write}
 * to write it anew.
 */
class CommandReferenceTest {

  private static final Path PAGE = Path.of("docs", "commands.md");

  private static final String INTRODUCTION =
      """
      # Commands

      `jobs/exfilwatch COMMAND` from the folder of the project, or from anywhere through a link to it that is called `exfilwatch`
      and lies on the `PATH`. Each command takes `-h`, `--help`. This page is made from the same model as the help.

      Results go to standard output, all else to standard error. A mistake of usage is one line and exit code 2. Colours appear on a
      terminal only, and not when `NO_COLOR` is set or `TERM` is `dumb`. `EXFILWATCH_JAVA_OPTS` has options for the JVM, as
      `-Xmx4g`; with `EXFILWATCH_DEBUG=1` a failure shows its stack trace.
      """;

  private final CommandLine exfilwatch = Main.commandLine(Terminal.NONE);

  @Test
  void thePageSaysWhatTheHelpSays() throws IOException {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    commands().forEach(command -> describe(command.getCommandSpec(), page));
    if ("write".equals(System.getProperty("exfilwatch.docs"))) {
      Files.writeString(PAGE, page);
      return;
    }
    assertThat(Files.readString(PAGE))
        .as("%s; -Dexfilwatch.docs=write writes it anew", PAGE)
        .isEqualTo(page.toString());
  }

  @Test
  void everyCommandHasExamplesExitCodesAndSaysOfEachOptionWhatItIsFor() {
    assertThat(commands())
        .allSatisfy(
            command -> {
              UsageMessageSpec help = command.getCommandSpec().usageMessage();
              assertThat(help.description()).isNotEmpty();
              assertThat(help.footer()).isNotEmpty();
              assertThat(help.exitCodeList()).containsKeys("0", "2");
              assertThat(command.getCommandSpec().options())
                  .allSatisfy(option -> assertThat(text(option.description())).isNotBlank());
            });
  }

  private List<CommandLine> commands() {
    return List.copyOf(exfilwatch.getSubcommands().values());
  }

  private static void describe(CommandSpec command, StringBuilder page) {
    UsageMessageSpec help = command.usageMessage();
    page.append("\n## ").append(command.name()).append("\n\n");
    Stream.of(help.description()).forEach(line -> page.append(escape(line)).append("\n\n"));
    String synopsis = command.commandLine().getHelp().synopsis(0).strip();
    page.append("```text\n").append(synopsis).append("\n```\n\n| | |\n|---|---|\n");
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      row(page, parameter.paramLabel(), text(parameter.description()));
    }
    for (OptionSpec option : command.options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        row(page, name(option), text(option.description()));
      }
    }
    page.append("\n| exit code | |\n|---|---|\n");
    help.exitCodeList().forEach((code, meaning) -> row(page, code, meaning));
    page.append("\n```sh\n");
    Stream.of(help.footer()).forEach(example -> page.append(example.strip()).append('\n'));
    page.append("```\n");
  }

  private static String name(OptionSpec option) {
    return option.arity().max() == 0
        ? option.longestName()
        : option.longestName() + " " + option.paramLabel();
  }

  private static void row(StringBuilder page, String name, String text) {
    page.append("| `").append(name.replace("|", "\\|")).append("` | ");
    page.append(escape(text)).append(" |\n");
  }

  private static String text(String[] lines) {
    return String.join(" ", lines);
  }

  private static String escape(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
