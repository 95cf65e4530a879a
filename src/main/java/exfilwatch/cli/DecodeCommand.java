package exfilwatch.cli;

import exfilwatch.job.DecodeFiles;
import exfilwatch.job.HuntSummary;
import exfilwatch.job.Progress;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    description = {
      "Prints every event as this product sees it: one normalised ECS document a line.",
      "What to run first on a new source: what is not printed was skipped or is a dead letter."
    },
    exitCodeList = {
      "0:ran to the end of the input",
      "1:failed",
      "2:usage",
      "130, 143:interrupted by Ctrl-C, by SIGTERM"
    },
    footer = {
      "exfilwatch decode sysmon.jsonl | head -n 3",
      "exfilwatch decode --dead-letters dead.ndjson export/ > events.ndjson"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DecodeCommand implements Callable<Integer> {

  @Mixin private InputOptions input;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Progress progress = new Progress();
    Terminal terminal = Main.terminal(spec);
    boolean telling = !terminal.out(); // there the events themselves show how far it is
    Watch watch = new Watch(progress, err, telling, terminal.err());
    HuntSummary summary;
    try (watch) {
      summary =
          new DecodeFiles(progress).run(input.inputs, input.source, System.in, input.deadLetters());
    }
    watch.summarise();
    summary.printRead(err);
    err.flush();
    return watch.exitCode(Main.OK);
  }
}
