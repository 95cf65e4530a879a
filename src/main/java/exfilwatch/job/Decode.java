package exfilwatch.job;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.decode.DecodeOutput;
import exfilwatch.telemetry.decode.RejectReason;
import exfilwatch.telemetry.decode.TelemetryDecoder;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Bytes to events. Every record comes out as something: events, a dead letter, or as skipped. */
public final class Decode implements FlatMapFunction<RawRecord, Decoded> {

  private static final long serialVersionUID = 1;

  private final String source;

  private transient @Nullable TelemetryDecoder decoder;
  private transient @Nullable Output output;

  /**
   * @param source the source of all records, or {@code auto}; see {@link TelemetryDecoder#sources()}
   */
  public Decode(String source) {
    TelemetryDecoder.of(source); // fails here rather than on the cluster
    this.source = source;
  }

  @Override
  public void flatMap(RawRecord record, Collector<Decoded> out) {
    if (record.problem() != null) {
      out.collect(Decoded.dead(problem(record, record.problem())));
      return;
    }
    if (decoder == null || output == null) {
      decoder = TelemetryDecoder.of(source);
      output = new Output();
    }
    output.record = record;
    output.out = out;
    decoder.decode(record.bytes(), 0, record.bytes().length, output);
  }

  private static DeadLetter problem(RawRecord record, String problem) {
    int colon = problem.indexOf(": ");
    String reason = colon < 0 ? problem : problem.substring(0, colon);
    String detail = colon < 0 ? "" : problem.substring(colon + 2);
    return new DeadLetter(record.origin(), record.position(), reason, detail, record.bytes());
  }

  @SuppressWarnings("NullAway.Init") // set before every use
  private static final class Output implements DecodeOutput {

    private final Map<String, Decoded> skipped = new HashMap<>();
    private RawRecord record;
    private Collector<Decoded> out;

    @Override
    public void event(Event event) {
      out.collect(Decoded.of(event));
    }

    @Override
    public void skipped(String source, String why) {
      out.collect(skipped.computeIfAbsent(source, Decoded::skipped));
    }

    @Override
    public void rejected(RejectReason reason, String detail) {
      out.collect(
          Decoded.dead(
              new DeadLetter(record.origin(), record.position(), reason.toString(), detail, record.bytes())));
    }
  }
}
