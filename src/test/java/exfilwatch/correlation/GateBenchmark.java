package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
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
 * What one ordinary connection costs at the gate while the watermark follows a minute behind: put
 * into the buffer of its host, and forgotten again.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBenchmark {

  private static final long LOOK_BACK = 60_000;
  private static final long STEP = 10;
  private static final int WATERMARK_EVERY = 20;

  @Param({"10", "1000", "100000"})
  public int hosts;

  private KeyedOneInputStreamOperatorTestHarness<Long, Signal, CaseEvent> harness;
  private final List<Host> names = new ArrayList<>();
  private Event connection;
  private long count;

  @Setup(Level.Iteration)
  public void open() throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new Gate(Cases.content(), GateSettings.of(false, LOOK_BACK, 60 * LOOK_BACK))),
            Signal::hostKey,
            Types.LONG);
    harness.open();
    names.clear();
    for (int i = 0; i < hosts; i++) {
      names.add(new Host("ws-" + i, null, "windows"));
    }
    connection = Cases.connection(0, "a", 10);
    count = 0;
  }

  @TearDown(Level.Iteration)
  public void close() throws Exception {
    if (!harness.getOutput().stream().allMatch(o -> o.toString().startsWith("Watermark"))) {
      throw new IllegalStateException("an ordinary connection passed");
    }
    harness.close();
  }

  @Benchmark
  public void ordinaryConnection() throws Exception {
    long time = Cases.T0 + STEP * count;
    Event event =
        new Event(
            connection.kind(),
            connection.source(),
            null,
            time,
            names.get((int) (count % hosts)),
            connection.process(),
            null,
            null,
            connection.connection(),
            null);
    harness.processElement(Signal.ordinary(event), time);
    if (++count % WATERMARK_EVERY == 0) {
      harness.processWatermark(time - LOOK_BACK);
      harness.getOutput().clear();
    }
  }
}
