package exfilwatch.cli;

import exfilwatch.job.SetupException;
import exfilwatch.job.kafka.BrokerException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

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
      PublishCommand.class,
      CompletionCommand.class
    },
    footer = {
      "exfilwatch hunt jobs/sample",
      "exfilwatch explain -- 'svchost.exe copy \\\\fs\\hr mega:x --include *.pdf'",
      "exfilwatch check"
    })
public final class Main {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int ALERTED = 3;

  private static final int HELP_COLUMNS = 100;

  private final Terminal terminal;

  private Main(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Runs one command and ends the process with its exit code. Where Flink runs this method inside a
   * JobManager, which must live on, it returns or throws instead.
   *
   * @throws SetupException inside a JobManager, with what the user would have read
   */
  public static void main(String[] args) {
    Mistakes mistakes = new Mistakes();
    int code = run(Terminal.ofProcess(), mistakes, args);
    boolean detect = args.length > 0 && args[0].equals("detect");
    if (JobManager.runsThis(detect)) {
      if (code != OK) {
        throw new SetupException(String.join("\n", mistakes.told));
      }
    } else if (!detect || code != OK) {
      System.exit(code);
    }
  }

  /** Runs one command, whose output is no terminal, and returns its exit code. */
  static int run(String... args) {
    return run(Terminal.NONE, new Mistakes(), args);
  }

  private static int run(Terminal terminal, Mistakes mistakes, String... args) {
    return commandLine(terminal, mistakes).execute(args);
  }

  /** The terminal that a command was started on. */
  static Terminal terminal(CommandSpec spec) {
    return spec.root().userObject() instanceof Main main ? main.terminal : Terminal.NONE;
  }

  static CommandLine commandLine(Terminal terminal) {
    return commandLine(terminal, new Mistakes());
  }

  private static CommandLine commandLine(Terminal terminal, Mistakes mistakes) {
    CommandLine commandLine = new CommandLine(new Main(terminal));
    commandLine.setExecutionExceptionHandler(mistakes);
    commandLine.setParameterExceptionHandler(mistakes);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.registerConverter(long.class, text -> wholeNumber(text, Long::valueOf));
    commandLine.registerConverter(int.class, text -> wholeNumber(text, Integer::valueOf));
    commandLine.registerConverter(Instant.class, Main::time);
    arrange(commandLine);
    commandLine.setColorScheme(Help.defaultColorScheme(terminal.ansiOut()));
    return commandLine;
  }

  private static <N> N wholeNumber(String text, Function<String, N> parse) {
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number, or too large");
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a time; write it as 2026-03-04T08:00:00Z");
    }
  }

  /** The same headings for every command, whose footer is its examples. */
  private static void arrange(CommandLine commandLine) {
    UsageMessageSpec help = commandLine.getCommandSpec().usageMessage();
    help.width(HELP_COLUMNS);
    help.parameterListHeading("%nArguments:%n");
    help.optionListHeading("%nOptions:%n");
    help.exitCodeListHeading("%nExit codes:%n");
    help.footerHeading("%nExamples:%n");
    help.footer(Stream.of(help.footer()).map(example -> "  " + example).toArray(String[]::new));
    commandLine.getSubcommands().values().forEach(Main::arrange);
  }

  /** Who says it, so that it stands out among the output. */
  private static String marked(CommandLine command, String who) {
    return terminal(command.getCommandSpec()).ansiErr().string("@|bold,red " + who + ":|@ ");
  }

  /** Of a word that is no option and no command, what it may have been meant to be. */
  private static String nearest(ParameterException mistake) {
    if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    List<String> suggestions = unmatched.getSuggestions();
    return suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?";
  }

  /** A user's mistake is told in one line; only a fault of this program shows its stack. */
  private static final class Mistakes
      implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final List<String> told = new ArrayList<>();

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
      CommandLine command = mistake.getCommandLine();
      String name = command.getCommandSpec().qualifiedName();
      tell(command, name, mistake.getMessage() + nearest(mistake) + "; see " + name + " --help");
      return USAGE;
    }

    private void tell(CommandLine command, String who, String line) {
      told.add(who + ": " + line);
      command.getErr().println(marked(command, who) + line);
    }

    @Override
    public int handleExecutionException(
        Exception failure, CommandLine commandLine, ParseResult parsed) {
      PrintWriter err = commandLine.getErr();
      if (failure instanceof SetupException) {
        String.valueOf(failure.getMessage())
            .lines()
            .forEach(line -> tell(commandLine, "exfilwatch", line));
        return failure instanceof BrokerException ? FAILED : USAGE;
      }
      String root = rootOf(failure);
      if (root.equals("Broken pipe")) {
        return OK; // whoever reads has seen enough: exfilwatch decode x | head
      }
      tell(commandLine, "exfilwatch", commandLine.getCommandName() + " failed: " + root);
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
