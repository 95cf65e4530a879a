package exfilwatch.cli;

import exfilwatch.detection.DetectionContent;
import exfilwatch.detection.Exemption;
import exfilwatch.job.config.JobConfig;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Validates configuration, rules and exceptions; says what is wrong by file, line and"
            + " field.",
    footer = {
      "",
      "Exit code: 0 good, 2 not.",
      "",
      "Example:",
      "  exfilwatch check --rules my-rules/ --exceptions my-exceptions/"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class CheckCommand implements Callable<Integer> {

  private static final int WARNING_DAYS = 14;

  @Mixin private ContentOptions content;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    JobConfig config = content.config(false);
    DetectionContent checked = content.content(config);
    checked
        .rules()
        .rules()
        .forEach(rule -> out.printf("%-10s %s  %s%n", rule.level(), rule.id(), rule.title()));
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    checked.exemptions().forEach(exemption -> out.println(line(exemption, today)));
    out.printf(
        "good: %d rules, %d exceptions, %d start the correlation, which waits %d s for a"
            + " connection; version %s%n",
        checked.rules().rules().size(),
        checked.exemptions().size(),
        checked.startRules().size(),
        checked.timespan().toSeconds(),
        checked.version());
    out.flush();
    return Main.OK;
  }

  /** An exception as {@code check} shows it on a day, with a warning near and after its end. */
  static String line(Exemption exemption, LocalDate today) {
    String line =
        "exception  " + exemption + ", until " + exemption.expiry() + ", " + exemption.owner();
    if (exemption.isExpired(today)) {
      return line + "; warning: has expired and no longer applies; renew or remove it";
    }
    return !exemption.expiry().isAfter(today.plusDays(WARNING_DAYS))
        ? line + "; warning: expires soon; renew it or let it go"
        : line;
  }
}
