package exfilwatch.cli;

import exfilwatch.alert.AlertFormat;
import exfilwatch.job.GraphSettings;
import exfilwatch.job.Hunt;
import exfilwatch.job.HuntSummary;
import exfilwatch.job.config.JobConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "hunt",
    mixinStandardHelpOptions = true,
    description = "Finds rclone exfiltration in files of telemetry.",
    footer = {
      "",
      "Alerts go to --alerts as NDJSON, a summary to standard error.",
      "Exit code: 0 ran, 1 failed, 2 usage or bad configuration, 3 an alert (with"
          + " --fail-on-alert).",
      "",
      "Examples:",
      "  exfilwatch hunt jobs/sample",
      "  exfilwatch hunt --report report.html --alerts alerts.ndjson export/",
      "  exfilwatch hunt --alerts alerts.ndjson --dead-letters dead.ndjson export/ more.json.gz",
      "  zcat day.gz | exfilwatch hunt --source sysmon -"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class HuntCommand implements Callable<Integer> {

  @Mixin private InputOptions input;

  @Mixin private ContentOptions content;

  @Option(
      names = "--alerts",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "where alerts go, - for standard output (default: ${DEFAULT-VALUE})")
  private String alerts;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "ecs",
      description =
          "of the alerts: ecs, the Elastic Common Schema, or ocsf, Detection Findings of the Open"
              + " Cybersecurity Schema Framework (default: ${DEFAULT-VALUE})")
  private AlertFormat format;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "also writes a page of HTML to read in a browser, offline")
  private @Nullable String report;

  @Option(names = "--fail-on-alert", description = "exit with 3 when there was an alert")
  private boolean failOnAlert;

  @Option(names = "--quiet", description = "no summary")
  private boolean quiet;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    JobConfig config = content.config(false);
    HuntSummary summary =
        new Hunt(content.content(config), GraphSettings.bounded(config).with(format))
            .run(input.inputs, input.source, System.in, alerts, input.deadLetters(), report);
    if (!quiet) {
      PrintWriter err = spec.commandLine().getErr();
      summary.print(err);
      err.flush();
    }
    return failOnAlert && summary.incidents() > 0 ? Main.ALERTED : Main.OK;
  }
}
