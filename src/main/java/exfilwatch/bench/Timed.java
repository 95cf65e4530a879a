package exfilwatch.bench;

import exfilwatch.job.RawRecord;
import exfilwatch.job.RecordDecoder;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;

/** A decoder that tells the stopwatch of every record. */
record Timed<T>(RecordDecoder<T> decoder) implements RecordDecoder<T> {

  @Override
  public void open(MetricGroup metrics) {
    decoder.open(metrics);
  }

  @Override
  public void decode(RawRecord record, Collector<T> out) {
    Stopwatch.record();
    decoder.decodeSafely(record, out);
  }
}
