package exfilwatch.cli;

import exfilwatch.job.DecodeFiles;
import exfilwatch.job.HuntSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    description = "Prints every event as this product sees it: one normalised ECS document a line.",
    footer = {
      "",
      "What to run first on a new source: what is not printed was skipped or is a dead letter.",
      "",
      "Example:",
      "  exfilwatch decode --dead-letters dead.ndjson sysmon.jsonl | head"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DecodeCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "INPUT",
      arity = "1..*",
      description = "files, folders, or - for standard input")
  private List<String> inputs;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "the telemetry source of all inputs (default: ${DEFAULT-VALUE})")
  private String source;

  @Option(
      names = "--dead-letters",
      paramLabel = "FILE",
      description = "where records go that can't be decoded (default: only counted)")
  private @Nullable Path deadLetters;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    HuntSummary summary =
        new DecodeFiles()
            .run(inputs, source, System.in, deadLetters == null ? null : deadLetters.toString());
    PrintWriter err = spec.commandLine().getErr();
    summary.printRead(err);
    err.flush();
    return Main.OK;
  }
}
