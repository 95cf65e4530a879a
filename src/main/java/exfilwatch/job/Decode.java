package exfilwatch.job;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Sighting;
import exfilwatch.telemetry.decode.DecodeOutput;
import exfilwatch.telemetry.decode.RejectReason;
import exfilwatch.telemetry.decode.TelemetryDecoder;
import exfilwatch.telemetry.decode.Trace;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;

/** Bytes to events. Every record comes out as something: events, a dead letter, or as skipped. */
@SuppressWarnings("NullAway.Init") // transient fields are made where the job runs
public final class Decode implements RecordDecoder<Decoded>, FlatMapFunction<RawRecord, Decoded> {

  private static final long serialVersionUID = 1;

  private final SerializableFunction<String, String> sourceOf;

  private transient Map<String, TelemetryDecoder> decoders;
  private transient Output output;
  private transient @Nullable String lastOrigin;
  private transient @Nullable TelemetryDecoder last;

  private Decode(SerializableFunction<String, String> sourceOf) {
    this.sourceOf = sourceOf;
  }

  /**
   * Decodes records of one source.
   *
   * @param source one of {@link TelemetryDecoder#sources()}, or {@code auto}
   * @throws SetupException when there is no such source
   */
  public static Decode of(String source) {
    requireKnown(source);
    return new Decode(origin -> source);
  }

  /**
   * Decodes records whose source depends on where they came from.
   *
   * @param sourceOf from {@link RawRecord#origin} to a source
   */
  public static Decode by(SerializableFunction<String, String> sourceOf) {
    return new Decode(sourceOf);
  }

  static void requireKnown(String source) {
    try {
      TelemetryDecoder.of(source);
    } catch (IllegalArgumentException e) {
      throw new SetupException("source: " + e.getMessage());
    }
  }

  @Override
  public void flatMap(RawRecord record, Collector<Decoded> out) {
    decodeSafely(record, out);
  }

  @Override
  public void decode(RawRecord record, Collector<Decoded> out) {
    String problem = record.problem();
    if (problem != null) {
      out.collect(Decoded.dead(problem(record, problem)));
      return;
    }
    decode(FetchedRecord.of(record), out);
  }

  @Override
  public boolean wantsTraces() {
    return true;
  }

  @Override
  public void decode(FetchedRecord record, Collector<Decoded> out) {
    if (decoders == null) {
      decoders = new HashMap<>();
      output = new Output();
    }
    output.record = record;
    output.out = out;
    TelemetryDecoder decoder = decoderOf(record.origin());
    Trace trace = record.trace();
    if (trace == null) {
      decoder.decode(record.array(), record.offset(), record.length(), output);
    } else {
      decoder.decode(record.array(), trace, output);
    }
  }

  /** Records come in runs of one origin. */
  @SuppressWarnings("ReferenceEquality") // only a quick yes
  private TelemetryDecoder decoderOf(String origin) {
    if (origin != lastOrigin || last == null) {
      lastOrigin = origin;
      last = decoders.computeIfAbsent(sourceOf.apply(origin), TelemetryDecoder::of);
    }
    return last;
  }

  private static DeadLetter problem(RawRecord record, String problem) {
    int colon = problem.indexOf(": ");
    return letter(
        FetchedRecord.of(record),
        colon < 0 ? problem : problem.substring(0, colon),
        colon < 0 ? "" : problem.substring(colon + 2));
  }

  private static DeadLetter letter(FetchedRecord record, String reason, String detail) {
    return new DeadLetter(record.origin(), record.position(), reason, detail, record.bytes());
  }

  private static final class Output implements DecodeOutput {

    private final Map<String, Decoded> skipped = new HashMap<>();
    private FetchedRecord record;
    private Collector<Decoded> out;

    @Override
    public void event(Event event) {
      sighted(event);
    }

    @Override
    public void sighted(Sighting sighting) {
      out.collect(Decoded.of(EventTime.believed(sighting, record.arrival())));
    }

    @Override
    public boolean wantsSightings() {
      return true;
    }

    @Override
    public void skipped(String source, String why) {
      out.collect(skipped.computeIfAbsent(source, Decoded::skipped));
    }

    @Override
    public void rejected(RejectReason reason, String detail) {
      out.collect(Decoded.dead(letter(record, reason.toString(), detail)));
    }
  }
}
