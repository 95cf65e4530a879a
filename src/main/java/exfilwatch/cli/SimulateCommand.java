package exfilwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.job.SetupException;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.kafka.TelemetryWriter;
import exfilwatch.simulate.PlantedIncident;
import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import exfilwatch.simulate.SimulationSettings;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Writes made-up telemetry with planted incidents, and the list of what was planted.",
      "The same seed gives the same bytes."
    },
    exitCodeList = {"0:written", "1:failed", "2:usage or bad configuration"},
    footer = {
      "exfilwatch simulate --events 20000 --planted planted.ndjson telemetry.ndjson",
      "exfilwatch simulate --events 1000 --shapes sysmon-winlogbeat+security,defend - | head -n 3",
      "exfilwatch simulate --topic endpoint-telemetry --rate 5000 --incidents 20"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class SimulateCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "where records go, - for standard output")
  private @Nullable String file;

  @Option(names = "--topic", paramLabel = "NAME", description = "a Kafka topic instead of a file")
  private @Nullable String topic;

  @Option(
      names = "--planted",
      paramLabel = "FILE",
      description = "where the list of planted incidents goes, as NDJSON (default: standard error)")
  private @Nullable Path planted;

  @Mixin private WorkloadOptions workload;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description =
          "time of the first record, ISO 8601 (default: now; with a file 2026-03-04T08:00:00Z)")
  private @Nullable Instant start;

  @Option(
      names = "--shapes",
      paramLabel = "NAME",
      split = ",",
      completionCandidates = Shapes.class,
      description =
          "sources of the machines, in turn: ${COMPLETION-CANDIDATES}; a+b puts two sensors on one"
              + " machine (default: all of them)")
  private @Nullable List<String> shapes;

  @Option(
      names = "--disorder",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "records arrive up to so much late and out of order (default: ${DEFAULT-VALUE})")
  private long disorder;

  @Option(
      names = "--duplicates",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description = "share of records delivered twice (default: ${DEFAULT-VALUE})")
  private double duplicates;

  @Option(
      names = "--rate",
      paramLabel = "RECORDS",
      defaultValue = "0",
      description = "records a second (default: as fast as they can be written)")
  private long rate;

  @Mixin private ConfOption conf;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if ((file == null) == (topic == null)) {
      throw new ParameterException(spec.commandLine(), "give either a FILE (or -) or --topic");
    }
    Simulation simulation = Simulation.of(workload.seed, settings());
    writePlanted(simulation);
    if (topic != null) {
      JobConfig config = conf.config(true);
      try (TelemetryWriter writer = new TelemetryWriter(config.requireKafka(), topic)) {
        write(simulation, writer::write);
      }
    } else if (file != null) {
      try (OutputStream out = open(file)) {
        write(
            simulation,
            record -> {
              out.write(record);
              out.write('\n');
            });
      }
    }
    return Main.OK;
  }

  private SimulationSettings settings() {
    try {
      SimulationSettings.Builder builder =
          SimulationSettings.builder()
              .events(workload.events)
              .hosts(workload.hosts)
              .incidents(workload.incidents)
              .duration(Duration.ofMinutes(workload.minutes))
              .maxDelay(Duration.ofSeconds(disorder))
              .duplicatePercent(duplicates);
      if (shapes != null) {
        builder.shapes(shapes);
      }
      if (start != null) {
        builder.start(start);
      } else if (topic != null) {
        builder.start(Instant.now());
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private void writePlanted(Simulation simulation) throws IOException {
    if (planted == null) {
      PrintWriter err = spec.commandLine().getErr();
      simulation.planted().forEach(incident -> err.println(new String(incident.json(), UTF_8)));
      err.flush();
      return;
    }
    try (OutputStream out = open(planted.toString())) {
      for (PlantedIncident incident : simulation.planted()) {
        out.write(incident.json());
        out.write('\n');
      }
    }
  }

  private static OutputStream open(String file) {
    try {
      return new BufferedOutputStream(
          file.equals("-")
              ? new FileOutputStream(FileDescriptor.out)
              : Files.newOutputStream(Path.of(file)),
          1 << 16);
    } catch (IOException e) {
      throw new SetupException(file + ": can't be written: " + e.getMessage());
    }
  }

  private void write(Simulation simulation, Output output) throws IOException {
    long began = System.nanoTime();
    long written = 0;
    for (Iterator<SimulatedRecord> records = simulation.iterator(); records.hasNext(); written++) {
      if (rate > 0) {
        long due = began + written * 1_000_000_000L / rate;
        LockSupport.parkNanos(due - System.nanoTime());
      }
      output.write(records.next().json());
    }
  }

  /** The shapes by name. */
  static final class Shapes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SimulationSettings.knownShapes().iterator();
    }
  }

  private interface Output {
    void write(byte[] record) throws IOException;
  }
}
