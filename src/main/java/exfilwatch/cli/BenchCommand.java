package exfilwatch.cli;

import exfilwatch.bench.Bench;
import exfilwatch.bench.BenchSettings;
import exfilwatch.bench.Report;
import exfilwatch.bench.WrongResultException;
import exfilwatch.job.config.JobConfig;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    defaultValueProvider = BenchCommand.Defaults.class,
    description = {
      "Measures detection against reading, parsing and the textbook job, side by side on the same"
          + " made-up telemetry.",
      "Start-up is left out; figures are medians over the rounds, progress goes to standard error."
          + " Give it memory by EXFILWATCH_JAVA_OPTS=-Xmx2g."
    },
    exitCodeList = {
      "0:measured",
      "1:failed, or detection found other incidents than were planted",
      "2:usage or bad configuration"
    },
    footer = {
      "exfilwatch bench",
      "exfilwatch bench --mix sources --parallelism 2 --json",
      "exfilwatch bench --bootstrap localhost:9092 --events 2000000"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class BenchCommand implements Callable<Integer> {

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description =
          "read from a topic of this Kafka broker, which is filled once and deleted at the end"
              + " (default: temporary files)")
  private @Nullable String bootstrap;

  @Mixin private WorkloadOptions workload;

  @Option(
      names = "--mix",
      defaultValue = "defend",
      paramLabel = "defend|sources",
      completionCandidates = Mixes.class,
      description =
          "defend: Elastic Defend only; sources: all raw sources evenly (default:"
              + " ${DEFAULT-VALUE})")
  private BenchSettings.Mix mix;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "subtasks of each job (default: ${DEFAULT-VALUE})")
  private int parallelism;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "measured rounds; in each, every job runs once (default: ${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--warmups",
      paramLabel = "N",
      defaultValue = "2",
      description = "rounds before those that count (default: ${DEFAULT-VALUE})")
  private int warmups;

  @Option(names = "--json", description = "one JSON object instead of the table")
  private boolean json;

  @Mixin private ContentOptions content;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    JobConfig config = content.config(false);
    Bench bench =
        new Bench(
            settings(),
            config,
            content.content(config),
            line -> {
              err.println(line);
              err.flush();
            });
    try {
      show(bench.run(bootstrap));
      return Main.OK;
    } catch (WrongResultException e) {
      err.println("exfilwatch: " + e.getMessage());
      return Main.FAILED;
    }
  }

  private void show(Report report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(report.json());
    } else {
      report.print(out);
    }
    out.flush();
  }

  private BenchSettings settings() {
    try {
      return new BenchSettings(
          workload.events,
          workload.hosts,
          workload.incidents,
          workload.minutes,
          mix,
          parallelism,
          runs,
          warmups,
          workload.seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private static final class Mixes extends EnumNames {
    Mixes() {
      super(BenchSettings.Mix.values());
    }
  }

  /** A benchmark needs more than a try does. */
  static final class Defaults implements IDefaultValueProvider {

    private static final Map<String, String> VALUES =
        Map.of("--events", "500000", "--hosts", "1000", "--incidents", "20");

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
      return argument instanceof OptionSpec option ? VALUES.get(option.longestName()) : null;
    }
  }
}
