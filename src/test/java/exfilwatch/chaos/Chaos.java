package exfilwatch.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code jobs/chaos}. */
@Command(
    name = "jobs/chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Feeds the job on a cluster of real processes while these are killed, cut off and overrun,"
            + " and holds the alerts that a read_committed consumer sees against what was planted.",
    footer = {
      "",
      "Exit codes: 0 nothing lost, nothing doubled; 1 something was, or the job did not recover;",
      "2 usage. The cluster is one of its own in target/chaos (DEV_CLUSTER_DIR), on free ports."
    })
final class Chaos implements Callable<Integer> {

  @Option(names = "--faults", defaultValue = "20", description = "default: ${DEFAULT-VALUE}")
  private int faults;

  @Option(
      names = "--seed",
      description = "of faults and telemetry (default: another one each time)")
  private Long seed;

  @Option(
      names = "--only",
      paramLabel = "FAULT",
      split = ",",
      completionCandidates = Labels.class,
      description = "instead of all in random order: ${COMPLETION-CANDIDATES}")
  private List<String> only;

  @Option(
      names = "--away",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "how long broker-away lasts (default: ${DEFAULT-VALUE})")
  private long away;

  @Option(
      names = "--rate",
      paramLabel = "RECORDS",
      defaultValue = "300",
      description = "of telemetry a second (default: ${DEFAULT-VALUE})")
  private int rate;

  @Option(
      names = "--speed",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "of telemetry in a second (default: ${DEFAULT-VALUE})")
  private int speed;

  @Option(names = "--keep", description = "leaves data and logs for a look")
  private boolean keep;

  private static final class Labels extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Labels() {
      super(Arrays.stream(Fault.values()).map(Fault::label).toList());
    }
  }

  public static void main(String[] args) {
    CommandLine commandLine = new CommandLine(new Chaos());
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof ChaosException) {
            command.getErr().println("chaos: " + failure.getMessage());
          } else {
            failure.printStackTrace(command.getErr());
          }
          return 1;
        });
    System.exit(commandLine.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<Fault> kinds;
    try {
      kinds = only == null ? List.of(Fault.values()) : only.stream().map(Fault::of).toList();
    } catch (IllegalArgumentException e) {
      System.err.println("chaos: --only: " + e.getMessage());
      return 2;
    }
    long chosen = seed == null ? new Random().nextInt(100_000) : seed;
    Soak.Settings settings =
        new Soak.Settings(
            deck(kinds, new Random(chosen)), chosen, Duration.ofSeconds(away), rate, speed);
    Path project = Path.of(System.getProperty("exfilwatch.home"));
    Path home = Path.of(System.getProperty("exfilwatch.cluster"));
    try (Cluster cluster = Cluster.empty(project, home, keep)) {
      return new Soak(cluster, settings, System.out).run() ? 0 : 1;
    }
  }

  /** Every kind once in random order, and so on until there are enough. */
  private List<Fault> deck(List<Fault> kinds, Random random) {
    List<Fault> deck = new ArrayList<>();
    while (deck.size() < faults) {
      List<Fault> round = new ArrayList<>(kinds);
      Collections.shuffle(round, random);
      deck.addAll(round);
    }
    return deck.subList(0, faults);
  }
}
