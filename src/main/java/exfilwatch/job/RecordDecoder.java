package exfilwatch.job;

import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;

/**
 * Turns a piece of input into any number of elements. Does not throw: what can't be decoded, also
 * because {@link RawRecord#problem} says so, is an element too.
 */
@FunctionalInterface
public interface RecordDecoder<T> extends Serializable {

  /** Called once before the first record, where the decoder will run. */
  default void open(MetricGroup metrics) {}

  void decode(RawRecord record, Collector<T> out);

  /** Whether it gains by {@link FetchedRecord#trace}. */
  default boolean wantsTraces() {
    return false;
  }

  /** As the other, for a record that may have been read. */
  default void decode(FetchedRecord record, Collector<T> out) {
    decode(record.raw(null), out);
  }

  /**
   * Decodes; should the decoder break against its promise, it gets the record again with {@link
   * RawRecord#DECODER_FAILED}, so that one record can't stop the job for ever.
   */
  default void decodeSafely(RawRecord record, Collector<T> out) {
    try {
      decode(record, out);
    } catch (RuntimeException | StackOverflowError e) {
      decode(FetchedRecord.of(record).raw(problem(e)), out);
    }
  }

  /** As the other, for a record that may have been read. */
  default void decodeSafely(FetchedRecord record, Collector<T> out) {
    try {
      decode(record, out);
    } catch (RuntimeException | StackOverflowError e) {
      decode(record.raw(problem(e)), out);
    }
  }

  private static String problem(Throwable failure) {
    return RawRecord.DECODER_FAILED + ": " + failure.getClass().getSimpleName();
  }
}
