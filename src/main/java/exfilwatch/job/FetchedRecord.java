package exfilwatch.job;

import exfilwatch.telemetry.decode.Trace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RawRecord} that may have been read ahead of its decoder, and whose bytes are where they
 * were fetched, perhaps among others. Never leaves the source.
 *
 * @param origin as {@link RawRecord#origin}
 * @param position as {@link RawRecord#position}
 * @param array that its bytes are in; any other one when the trace says that it is of no use
 * @param offset of its first byte in the array
 * @param length in bytes
 * @param arrival as {@link RawRecord#arrival}
 * @param trace what was found in it; null when it wasn't read
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes until a decoder has seen them
public record FetchedRecord(
    String origin,
    long position,
    byte[] array,
    int offset,
    int length,
    long arrival,
    @Nullable Trace trace) {

  static FetchedRecord of(RawRecord record) {
    byte[] bytes = record.bytes();
    return new FetchedRecord(
        record.origin(), record.position(), bytes, 0, bytes.length, record.arrival(), null);
  }

  /** Its bytes alone, in an array that nobody else writes to. */
  byte[] bytes() {
    return length == array.length ? array : Arrays.copyOfRange(array, offset, offset + length);
  }

  /**
   * The record by itself.
   *
   * @param problem null when it can be decoded
   */
  RawRecord raw(@Nullable String problem) {
    return new RawRecord(origin, position, bytes(), problem, arrival);
  }
}
