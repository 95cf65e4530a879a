package exfilwatch.bench;

import exfilwatch.job.FetchedRecord;
import exfilwatch.job.RawRecord;
import exfilwatch.job.RecordDecoder;
import java.util.Objects;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** A decoder that tells the stopwatch of every record. */
final class Timed<T> implements RecordDecoder<T> {

  private static final long serialVersionUID = 1;

  private final RecordDecoder<T> decoder;
  private transient Stopwatch.@Nullable Lane lane;

  Timed(RecordDecoder<T> decoder) {
    this.decoder = decoder;
  }

  @Override
  public void open(MetricGroup metrics) {
    lane = Stopwatch.lane();
    decoder.open(metrics);
  }

  @Override
  public boolean wantsTraces() {
    return decoder.wantsTraces();
  }

  @Override
  public void decode(RawRecord record, Collector<T> out) {
    Objects.requireNonNull(lane, "open").record();
    decoder.decodeSafely(record, out);
  }

  @Override
  public void decode(FetchedRecord record, Collector<T> out) {
    Objects.requireNonNull(lane, "open").record();
    decoder.decodeSafely(record, out);
  }
}
