package exfilwatch.cli;

import exfilwatch.alert.AlertFormat;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.GraphSettings;
import exfilwatch.job.Hunt;
import exfilwatch.job.HuntSummary;
import exfilwatch.job.Progress;
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
    description = {
      "Finds rclone exfiltration in files of telemetry.",
      "Alerts go to --alerts as NDJSON, progress and a summary to standard error. The first Ctrl-C"
          + " ends the reading and tells what was found so far, the second ends at once."
    },
    exitCodeList = {
      "0:ran to the end of the input",
      "1:failed",
      "2:usage or bad configuration, rules or exceptions",
      "3:there was an alert (with --fail-on-alert)",
      "130, 143:interrupted by Ctrl-C, by SIGTERM"
    },
    footer = {
      "exfilwatch hunt jobs/sample",
      "exfilwatch hunt --report report.html --alerts alerts.ndjson export/",
      "exfilwatch hunt --alerts alerts.ndjson --dead-letters dead.ndjson export/ more.json.gz",
      "zcat day.gz | exfilwatch hunt --source sysmon -",
      "exfilwatch hunt --quiet --fail-on-alert --alerts alerts.ndjson export/"
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
      paramLabel = "ecs|ocsf",
      completionCandidates = Formats.class,
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

  @Option(names = "--quiet", description = "no progress and no summary")
  private boolean quiet;

  @Spec private CommandSpec spec;

  private static final class Formats extends EnumNames {
    Formats() {
      super(AlertFormat.values());
    }
  }

  @Override
  public Integer call() throws Exception {
    JobConfig config = content.config(false);
    DetectionContent rules = content.content(config);
    PrintWriter err = spec.commandLine().getErr();
    Progress progress = new Progress();
    Watch watch = new Watch(progress, err, !quiet, Main.terminal(spec).err());
    HuntSummary summary;
    try (watch) {
      summary =
          new Hunt(rules, GraphSettings.bounded(config).with(format), progress)
              .run(input.inputs, input.source, System.in, alerts, input.deadLetters(), report);
    }
    if (!quiet) {
      watch.summarise();
      summary.print(err);
      err.flush();
    }
    return watch.exitCode(failOnAlert && summary.incidents() > 0 ? Main.ALERTED : Main.OK);
  }
}
