package exfilwatch.telemetry.decode;

import exfilwatch.simulate.SimulatedShape;
import exfilwatch.telemetry.Event;
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

  /** The product's decoder, and the one that reads all with Jackson. */
  @Param({"auto", "streaming"})
  public String reader;

  private TelemetryDecoder decoder;

  @Setup
  public void choose() {
    decoder = reader.equals("auto") ? TelemetryDecoder.auto() : TelemetryDecoder.streaming();
  }

  @Benchmark
  @OperationsPerInvocation(SimulatedShape.RECORDS)
  public void decode(SimulatedShape telemetry, Blackhole blackhole) {
    DecodeOutput out = new Sink(blackhole);
    for (byte[] record : telemetry.records) {
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
