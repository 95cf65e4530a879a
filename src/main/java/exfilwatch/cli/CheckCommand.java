package exfilwatch.cli;

import exfilwatch.detection.DetectionContent;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Validates configuration and rules; says what is wrong by file, line and field.",
    footer = {
      "",
      "Exit code: 0 good, 2 not.",
      "",
      "Example:",
      "  exfilwatch check --rules my-rules/"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class CheckCommand implements Callable<Integer> {

  @Mixin private ContentOptions content;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    DetectionContent checked = content.load();
    checked
        .rules()
        .rules()
        .forEach(rule -> out.printf("%-10s %s  %s%n", rule.level(), rule.id(), rule.title()));
    out.printf(
        "good: %d rules, %d start the correlation, which waits %d s for a connection%n",
        checked.rules().rules().size(),
        checked.startRules().size(),
        checked.timespan().toSeconds());
    out.flush();
    return Main.OK;
  }
}
