package exfilwatch.job.kafka;

import exfilwatch.job.FetchedRecord;
import exfilwatch.telemetry.decode.Trace;
import org.jspecify.annotations.Nullable;

/**
 * What the thread that fetched a record hands to the one that decodes it, in place of the bytes of
 * its value.
 */
final class FetchedValue {

  private static final byte[] NOTHING = {};

  private final byte[] array;
  private final int offset;
  private final int length;
  private final @Nullable Trace trace;
  private final @Nullable Receipt receipt;

  /**
   * @param array that the value is in
   * @param trace what is in the value; null when it wasn't read
   * @param receipt null when nobody wants to know whether the record was taken
   */
  FetchedValue(
      byte[] array, int offset, int length, @Nullable Trace trace, @Nullable Receipt receipt) {
    boolean useless = trace != null && trace.isUseless();
    this.array = useless ? NOTHING : array; // so that it can be freed
    this.offset = useless ? 0 : offset;
    this.length = useless ? 0 : length;
    this.trace = trace;
    this.receipt = receipt;
  }

  /** Takes it, as that of a record. */
  FetchedRecord take(String origin, long position, long arrival) {
    if (receipt != null) {
      receipt.take();
    }
    return new FetchedRecord(origin, position, array, offset, length, arrival, trace);
  }

  @Nullable Trace trace() {
    return trace;
  }

  /**
   * The source that has no use for the record; null when it has one, or that isn't known, and when
   * somebody waits for just this record to be taken.
   */
  @Nullable String uselessTo() {
    return array == NOTHING && trace != null && receipt == null ? trace.uselessTo() : null;
  }
}
