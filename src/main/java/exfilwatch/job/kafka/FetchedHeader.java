package exfilwatch.job.kafka;

import exfilwatch.job.FetchedRecord;
import exfilwatch.telemetry.decode.Trace;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the thread that fetched a record hands to the one that decodes it, in place of a copy of the
 * value. It never leaves the process: a header that came with the record is of another class,
 * whatever its name.
 */
final class FetchedHeader implements Header {

  private static final String KEY = "exfilwatch.fetched";

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
  FetchedHeader(
      byte[] array, int offset, int length, @Nullable Trace trace, @Nullable Receipt receipt) {
    boolean useless = trace != null && trace.isUseless();
    this.array = useless ? NOTHING : array; // so that it can be freed
    this.offset = useless ? 0 : offset;
    this.length = useless ? 0 : length;
    this.trace = trace;
    this.receipt = receipt;
  }

  /** Takes the header of a record; null when it has none. */
  static @Nullable FetchedHeader take(Headers headers) {
    if (!(headers.lastHeader(KEY) instanceof FetchedHeader header)) {
      return null;
    }
    if (header.receipt != null) {
      header.receipt.take();
    }
    return header;
  }

  /** The record that it belongs to. */
  FetchedRecord record(String origin, long position, long arrival) {
    return new FetchedRecord(origin, position, array, offset, length, arrival, trace);
  }

  @Nullable Trace trace() {
    return trace;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public byte @Nullable [] value() {
    return null;
  }
}
