package exfilwatch.cli;

import exfilwatch.bench.Bench;
import exfilwatch.bench.BenchSettings;
import exfilwatch.bench.IdleRules;
import exfilwatch.bench.Inputs;
import exfilwatch.bench.Latency;
import exfilwatch.bench.Report;
import exfilwatch.bench.Series;
import exfilwatch.bench.WrongResultException;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
      "The clock starts after a fifth of the records, when a job has settled; figures are medians"
          + " over the rounds, progress goes to standard error. Give it memory by"
          + " EXFILWATCH_JAVA_OPTS=-Xmx2g."
    },
    exitCodeList = {
      "0:measured",
      "1:failed, or detection found other incidents than were planted",
      "2:usage or bad configuration"
    },
    footer = {
      "exfilwatch bench",
      "exfilwatch bench --mix sources --parallelism 2 --json",
      "exfilwatch bench --latency 180",
      "exfilwatch bench --series hosts=1000,10000,100000",
      "exfilwatch bench --input files --events 2000000"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class BenchCommand implements Callable<Integer> {

  enum InputKind {
    KAFKA,
    FILES
  }

  @Option(
      names = "--input",
      defaultValue = "kafka",
      paramLabel = "kafka|files",
      completionCandidates = InputKinds.class,
      description =
          "kafka: topics of a broker that is started for it; files: temporary ones (default:"
              + " ${DEFAULT-VALUE})")
  private InputKind input;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description =
          "topics of this Kafka broker instead, which are filled once and deleted at the end")
  private @Nullable String bootstrap;

  @Option(
      names = "--latency",
      paramLabel = "SECONDS",
      description =
          "measure also how old an event is when its alert can be read: live telemetry for so long,"
              + " more than the out-of-orderness bound (60 s), of which the first fifth doesn't"
              + " count")
  private @Nullable Long latency;

  @Option(
      names = "--rate",
      paramLabel = "RECORDS",
      description =
          "records a second for --latency, without the comparison (default: half of what detection"
              + " reached)")
  private @Nullable Long rate;

  @Option(
      names = "--series",
      paramLabel = "MEASURE=N,N,...",
      description =
          "only detection, with growing events (at the same rate), hosts, parallelism or rules"
              + " (that can't match), which take turns: its speed, and the heap in use")
  private @Nullable String series;

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
      defaultValue = "3",
      description =
          "rounds before those that count, for the compiler; as many of detection before --latency"
              + " (default: ${DEFAULT-VALUE})")
  private int warmups;

  @Option(names = "--json", description = "one JSON object instead of the table")
  private boolean json;

  @Mixin private ContentOptions content;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    BenchSettings settings = settings();
    JobConfig config = content.config(false);
    requireTimeForAlerts(config.time().outOfOrderness());
    try (Inputs inputs = inputs()) {
      if (series != null) {
        showSeries(series, settings, config, inputs);
        return Main.OK;
      }
      DetectionContent detections = content.content(config);
      long speed = 0;
      if (latency == null || rate == null) {
        Report report = new Bench(settings, config, detections, this::progress).run(inputs);
        show(report.json(), report::print);
        speed = report.detectionPerSecond();
      }
      if (latency != null) {
        Latency.Result result =
            new Latency(settings, config, detections, this::progress)
                .run(inputs, rate == null ? speed / 2 : rate, Duration.ofSeconds(latency));
        show(result.json(), result::print);
      }
      return Main.OK;
    } catch (WrongResultException e) {
      spec.commandLine().getErr().println("exfilwatch: " + e.getMessage());
      return Main.FAILED;
    }
  }

  /** Told before anything is measured, not ten minutes later. */
  private void requireTimeForAlerts(Duration outOfOrderness) {
    long least = Math.max(60, outOfOrderness.toSeconds() + 1);
    if (latency != null && latency < least) {
      throw usage(
          "--latency must be at least %d: a correlated alert waits for the out-of-orderness bound"
              .formatted(least));
    }
    if (rate != null && rate < 1) {
      throw usage("--rate must be at least 1");
    }
  }

  private Inputs inputs() throws IOException {
    if (bootstrap != null) {
      return Inputs.broker(bootstrap);
    }
    if (input == InputKind.FILES) {
      if (latency != null) {
        throw usage("--latency is that of topics: leave out --input files");
      }
      return Inputs.files();
    }
    return Inputs.ownBroker(Path.of(System.getProperty("exfilwatch.home", "")));
  }

  private void showSeries(String text, BenchSettings settings, JobConfig config, Inputs inputs)
      throws Exception {
    int equals = text.indexOf('=');
    Series.Measure measure;
    List<Long> values;
    try {
      measure =
          Series.Measure.valueOf(text.substring(0, Math.max(0, equals)).toUpperCase(Locale.ROOT));
      values = Stream.of(text.substring(equals + 1).split(",")).map(Long::valueOf).toList();
    } catch (IllegalArgumentException e) {
      throw usage("--series takes events, hosts, parallelism or rules, as hosts=1000,100000");
    }
    Series.Result result =
        new Series(settings, config, rules -> withRules(config, rules), this::progress)
            .run(inputs, measure, values);
    show(result.json(), result::print);
  }

  private DetectionContent withRules(JobConfig config, int rules) throws IOException {
    return content.content(config, rules == 0 ? List.of() : List.of(IdleRules.write(rules)));
  }

  private void progress(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private void show(String asJson, Consumer<PrintWriter> asTable) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(asJson);
    } else {
      asTable.accept(out);
    }
    out.flush();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
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
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static final class InputKinds extends EnumNames {
    InputKinds() {
      super(InputKind.values());
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
        Map.of("--events", "2000000", "--hosts", "1000", "--incidents", "20");

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
      return argument instanceof OptionSpec option ? VALUES.get(option.longestName()) : null;
    }
  }
}
