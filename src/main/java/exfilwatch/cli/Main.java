package exfilwatch.cli;

import exfilwatch.job.SetupException;
import exfilwatch.job.kafka.BrokerException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
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
      CheckCommand.class,
      PublishCommand.class
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

  public static void main(String[] args) {
    int code = run(args);
    boolean submitted = code == OK && args.length > 0 && args[0].equals("detect");
    if (!submitted) { // Flink may run this method inside a JobManager, which must live on
      System.exit(code);
    }
  }

  /** Runs one command and returns its exit code. */
  static int run(String... args) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setExecutionExceptionHandler(new OneLine());
    commandLine.setParameterExceptionHandler(Main::wrongUsage);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine.execute(args);
  }

  private static int wrongUsage(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + mistake.getMessage() + "; see " + name + " --help");
    return USAGE;
  }

  /** A user's mistake is told in one line; only a fault of this program shows its stack. */
  private static final class OneLine implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(
        Exception failure, CommandLine commandLine, ParseResult parsed) {
      PrintWriter err = commandLine.getErr();
      if (failure instanceof SetupException) {
        String.valueOf(failure.getMessage())
            .lines()
            .forEach(line -> err.println("exfilwatch: " + line));
        return failure instanceof BrokerException ? FAILED : USAGE;
      }
      String root = rootOf(failure);
      if (root.equals("Broken pipe")) {
        return OK; // whoever reads has seen enough: exfilwatch decode x | head
      }
      err.println("exfilwatch: " + commandLine.getCommandName() + " failed: " + root);
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
