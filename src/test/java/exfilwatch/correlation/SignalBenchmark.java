package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to bring one ordinary connection over the shuffle, without the network: packed as a
 * signal, and as Flink's own serializer does it with the slim event.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignalBenchmark {

  private final Event connection =
      Cases.withId(
          "Lk3hPZkUGdmvOo1a",
          Cases.connection(0, "MjAyNDA5LTQ3MTEtMTMzNzAwMDAwMDAwMDAwMDA=", 4711));
  private final Event slim = Signal.ordinary(connection).event();
  private final TypeSerializer<Signal> signals = serializer(Signal.class);
  private final TypeSerializer<Event> events = serializer(Event.class);
  private final DataOutputSerializer out = new DataOutputSerializer(1024);
  private final DataInputDeserializer in = new DataInputDeserializer();

  private static <T> TypeSerializer<T> serializer(Class<T> type) {
    return TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
  }

  @Benchmark
  public Signal packed() throws IOException {
    return through(Signal.ordinary(connection), signals);
  }

  @Benchmark
  public Event reflected() throws IOException {
    return through(slim, events);
  }

  private <T> T through(T value, TypeSerializer<T> serializer) throws IOException {
    out.clear();
    serializer.serialize(value, out);
    in.setBuffer(out.getSharedBuffer(), 0, out.length());
    return serializer.deserialize(in);
  }
}
