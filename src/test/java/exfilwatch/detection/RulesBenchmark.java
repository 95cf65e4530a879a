package exfilwatch.detection;

import exfilwatch.sigma.Category;
import exfilwatch.sigma.Match;
import exfilwatch.sigma.RuleFile;
import exfilwatch.sigma.RuleSet;
import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import exfilwatch.simulate.SimulationSettings;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.decode.DecodeOutput;
import exfilwatch.telemetry.decode.RejectReason;
import exfilwatch.telemetry.decode.TelemetryDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one ordinary process start costs to judge by rules of which none can match. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RulesBenchmark {

  private static final int STARTS = 1024;

  @Param({"1", "10", "100", "1000"})
  public int rules;

  private final List<EventDocument> starts = new ArrayList<>();
  private RuleSet set;
  private int next;

  @Setup
  public void setUp() throws Exception {
    set =
        RuleSet.compile(
            IntStream.range(0, rules).mapToObj(RulesBenchmark::rule).toList(), new EventFields());
    TelemetryDecoder decoder = TelemetryDecoder.auto();
    Starts output = new Starts();
    for (var records = simulation().iterator(); starts.size() < STARTS && records.hasNext(); ) {
      SimulatedRecord record = records.next();
      decoder.decode(record.json(), 0, record.json().length, output);
    }
    if (starts.size() < STARTS
        || !set.evaluate(Category.PROCESS_CREATION, starts.get(0)).isEmpty()) {
      throw new IllegalStateException("too few starts, or one that matches");
    }
  }

  private static Simulation simulation() {
    return Simulation.of(
        1,
        SimulationSettings.builder()
            .events(40L * STARTS)
            .incidents(0)
            .shapes(List.of("defend"))
            .build());
  }

  /** As detection rules are: a program by the end of its path, and words of its command line. */
  private static RuleFile rule(int number) {
    return new RuleFile(
        "rule-" + number + ".yml",
        String.format(
            Locale.ROOT,
            """
            title: Tool %1$d
            id: %2$s
            status: test
            logsource: {category: process_creation}
            detection:
              program:
                - Image|endswith: '\\tool%1$d.exe'
                - OriginalFileName: 'tool%1$d.exe'
              words:
                CommandLine|contains|all: [' --flag%1$d', 'copy']
              exception:
                User|startswith: 'svc%1$d'
              condition: (program or words) and not exception
            level: medium
            """,
            number,
            new UUID(7, number)));
  }

  @Benchmark
  public List<Match> judge() {
    return set.evaluate(Category.PROCESS_CREATION, starts.get(next++ & (STARTS - 1)));
  }

  private final class Starts implements DecodeOutput {

    @Override
    public void event(Event event) {
      if (event.kind() == EventKind.PROCESS_START && starts.size() < STARTS) {
        starts.add(new EventDocument(event));
      }
    }

    @Override
    public void skipped(String source, String why) {}

    @Override
    public void rejected(RejectReason reason, String detail) {
      throw new IllegalStateException(reason + ": " + detail);
    }
  }
}
