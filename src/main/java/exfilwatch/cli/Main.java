package exfilwatch.cli;

import exfilwatch.job.SetupException;
import exfilwatch.job.kafka.BrokerException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Entry point of {@code jobs/exfilwatch} and of {@code flink run}. */
@Command(
    name = "exfilwatch",
    mixinStandardHelpOptions = true,
    version = "exfilwatch 1.0",
    description = "Finds data theft with rclone in endpoint telemetry.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      HuntCommand.class,
      DetectCommand.class,
      DecodeCommand.class,
      ExplainCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      CheckCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  exfilwatch hunt jobs/sample",
      "  exfilwatch explain -- 'svchost.exe copy \\\\fs\\hr mega:x --include *.pdf'",
      "  exfilwatch check"
    })
public final class Main {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int ALERTED = 3;

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code. Where Flink runs this method inside a
   * JobManager, which must live on, it returns or throws instead.
   *
   * @throws SetupException inside a JobManager, with what the user would have read
   */
  public static void main(String[] args) {
    Mistakes mistakes = new Mistakes();
    int code = run(args, mistakes);
    boolean detect = args.length > 0 && args[0].equals("detect");
    if (JobManager.runsThis(detect)) {
      if (code != OK) {
        throw new SetupException(String.join("\n", mistakes.told));
      }
    } else if (!detect || code != OK) {
      System.exit(code);
    }
  }

  /** Runs one command and returns its exit code. */
  static int run(String... args) {
    return run(args, new Mistakes());
  }

  private static int run(String[] args, Mistakes mistakes) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setExecutionExceptionHandler(mistakes);
    commandLine.setParameterExceptionHandler(mistakes);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine.execute(args);
  }

  /** A user's mistake is told in one line; only a fault of this program shows its stack. */
  private static final class Mistakes
      implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final List<String> told = new ArrayList<>();

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
      CommandLine command = mistake.getCommandLine();
      String name = command.getCommandSpec().qualifiedName();
      tell(command.getErr(), name + ": " + mistake.getMessage() + "; see " + name + " --help");
      return USAGE;
    }

    private void tell(PrintWriter err, String line) {
      told.add(line);
      err.println(line);
    }

    @Override
    public int handleExecutionException(
        Exception failure, CommandLine commandLine, ParseResult parsed) {
      PrintWriter err = commandLine.getErr();
      if (failure instanceof SetupException) {
        String.valueOf(failure.getMessage())
            .lines()
            .forEach(line -> tell(err, "exfilwatch: " + line));
        return failure instanceof BrokerException ? FAILED : USAGE;
      }
      String root = rootOf(failure);
      if (root.equals("Broken pipe")) {
        return OK; // whoever reads has seen enough: exfilwatch decode x | head
      }
      tell(err, "exfilwatch: " + commandLine.getCommandName() + " failed: " + root);
      if (System.getenv("EXFILWATCH_DEBUG") != null) {
        failure.printStackTrace(err);
      }
      return FAILED;
    }

    private static String rootOf(Throwable failure) {
      Throwable root = failure;
      while (root.getCause() != null && root.getCause() != root) {
        root = root.getCause();
      }
      String message = root.getMessage();
      return message == null
          ? root.getClass().getSimpleName()
          : message.lines().findFirst().orElse("");
    }
  }
}
