package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one ordinary connection costs on its way into the gate while the watermark follows behind:
 * bundled, written for the shuffle and read from it, held back, and forgotten again. Packing it is
 * what {@link SignalBenchmark} measures.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBenchmark {

  private static final long LOOK_BACK = 5_000;
  private static final int PER_MS = 100;
  private static final int WATERMARK_EVERY = 200 * PER_MS;

  /** Where a packed event has its time. */
  private static final int TIME = 1;

  @Param({"10", "1000", "100000"})
  public int hosts;

  private final TypeSerializer<Bundle> serializer = new BundleSerializer();
  private final DataOutputSerializer written = new DataOutputSerializer(BundleBuffer.BYTES);
  private final DataInputDeserializer read = new DataInputDeserializer();
  private final List<Signal> signals = new ArrayList<>();
  private BundlerHarness bundler;
  private GateHarness harness;
  private long count;

  @Setup(Level.Iteration)
  public void open() throws Exception {
    bundler = new BundlerHarness(false);
    bundler.open();
    harness = new GateHarness(GateSettings.of(false, LOOK_BACK, 60 * LOOK_BACK));
    harness.open();
    signals.clear();
    Event connection = Cases.connection(0, "a", 10);
    for (int i = 0; i < hosts; i++) {
      signals.add(Signal.ordinary(of(new Host("ws-" + i, null, "windows"), connection)));
    }
    count = 0;
  }

  private static Event of(Host host, Event connection) {
    return new Event(
        connection.kind(),
        connection.source(),
        null,
        connection.time(),
        host,
        connection.process(),
        null,
        null,
        connection.connection(),
        null);
  }

  @TearDown(Level.Iteration)
  public void close() throws Exception {
    if (!harness.getOutput().stream().allMatch(o -> o.toString().startsWith("Watermark"))) {
      throw new IllegalStateException("an ordinary connection passed");
    }
    bundler.close();
    harness.close();
  }

  @Benchmark
  public void ordinaryConnection() throws Exception {
    long time = Cases.T0 + count / PER_MS;
    Signal signal = signals.get((int) (count % hosts));
    Packed.putLong(signal.packed(), TIME, time);
    bundler.signal(signal);
    if (++count % WATERMARK_EVERY == 0) {
      for (StreamRecord<Bundle> one : bundler.flush()) {
        harness.processElement(shuffled(one));
      }
      harness.processWatermark(time - LOOK_BACK);
      harness.getOutput().clear();
    }
  }

  private StreamRecord<Bundle> shuffled(StreamRecord<Bundle> sent) throws IOException {
    written.clear();
    serializer.serialize(sent.getValue(), written);
    read.setBuffer(written.getSharedBuffer(), 0, written.length());
    return new StreamRecord<>(serializer.deserialize(read), sent.getTimestamp());
  }
}
