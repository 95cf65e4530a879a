package exfilwatch.telemetry.decode;

import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import exfilwatch.simulate.SimulationSettings;
import exfilwatch.telemetry.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What one record of the usual mix costs to decode, in each raw shape. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecoderBenchmark {

  private static final int RECORDS = 1000;

  @Param({
    "defend",
    "sysmon-winlogbeat",
    "sysmon-evtx",
    "sysmon-nxlog",
    "sysmon-ecs",
    "security",
    "crowdstrike-fdr",
    "sentinelone",
    "m365-defender",
    "m365-hunting",
    "endgame"
  })
  public String shape;

  /** The product's decoder, and the one that reads all with Jackson. */
  @Param({"auto", "streaming"})
  public String reader;

  private TelemetryDecoder decoder;
  private List<byte[]> records;

  @Setup
  public void simulate() {
    decoder = reader.equals("auto") ? TelemetryDecoder.auto() : TelemetryDecoder.streaming();
    records =
        Simulation.of(
                1,
                SimulationSettings.builder()
                    .events(2 * RECORDS)
                    .incidents(0)
                    .shapes(List.of(shape))
                    .build())
            .records()
            .limit(RECORDS)
            .map(SimulatedRecord::json)
            .toList();
    if (records.size() < RECORDS) {
      throw new IllegalStateException(shape + " made only " + records.size() + " records");
    }
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void decode(Blackhole blackhole) {
    DecodeOutput out = new Sink(blackhole);
    for (byte[] record : records) {
      decoder.decode(record, 0, record.length, out);
    }
  }

  private record Sink(Blackhole blackhole) implements DecodeOutput {

    @Override
    public void event(Event event) {
      blackhole.consume(event);
    }

    @Override
    public void skipped(String source, String why) {
      blackhole.consume(why);
    }

    @Override
    public void rejected(RejectReason reason, String detail) {
      throw new IllegalStateException(reason + ": " + detail);
    }
  }
}
