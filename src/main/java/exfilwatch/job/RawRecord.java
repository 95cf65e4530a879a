package exfilwatch.job;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One piece of input before it is decoded: a line, a JSON value or a Kafka record's value.
 *
 * @param origin where it came from: the file as the user named it, or Kafka's {@code
 *     topic-partition}
 * @param position byte offset of its first byte in the (decompressed) file, or the Kafka offset
 * @param bytes UTF-8 as it was read, without the line's end; only the beginning when {@code
 *     problem} says so
 * @param problem null when it can be decoded; otherwise why not, as {@code reason: detail}
 * @param arrival when it came in, epoch milliseconds; 0 for what lay in a file
 */
@SuppressWarnings("ArrayRecordComponent") // bytes stay bytes until a decoder has seen them
public record RawRecord(
    String origin, long position, byte[] bytes, @Nullable String problem, long arrival) {

  public RawRecord(String origin, long position, byte[] bytes, @Nullable String problem) {
    this(origin, position, bytes, problem, 0);
  }

  /** Longer than the limit; {@code bytes} has the beginning only. */
  public static final String TOO_LONG = "too_long";

  /** The input could not be read from here on; {@code bytes} is empty. */
  public static final String UNREADABLE = "unreadable";

  /** A file of a kind that this program does not read; {@code bytes} is empty. */
  public static final String UNSUPPORTED = "unsupported";

  /** A Kafka record without a value. */
  public static final String NO_VALUE = "no_value";

  /** The decoder itself broke on this record. */
  public static final String DECODER_FAILED = "decoder_failed";

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawRecord that
        && origin.equals(that.origin)
        && position == that.position
        && arrival == that.arrival
        && Arrays.equals(bytes, that.bytes)
        && Objects.equals(problem, that.problem);
  }

  @Override
  public int hashCode() {
    return Objects.hash(origin, position, Arrays.hashCode(bytes), problem);
  }

  @Override
  public String toString() {
    return origin + "@" + position + (problem == null ? "" : " " + problem);
  }
}
