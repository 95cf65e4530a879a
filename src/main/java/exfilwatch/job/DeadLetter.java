package exfilwatch.job;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be decoded, kept so that nothing is lost.
 *
 * @param origin the file as the user named it, or Kafka's {@code topic-partition}
 * @param position byte offset in the (decompressed) file, or the Kafka offset
 * @param reason what is wrong, one word of a fixed set such as {@code not_json}
 * @param detail what exactly, for a person; never a value of the record
 * @param bytes the record as it came; only its beginning when it was too long
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are passed on as they came
public record DeadLetter(String origin, long position, String reason, String detail, byte[] bytes) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeadLetter that
        && origin.equals(that.origin)
        && position == that.position
        && reason.equals(that.reason)
        && detail.equals(that.detail)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * origin.hashCode() + Long.hashCode(position);
  }

  @Override
  public String toString() {
    return origin + "@" + position + " " + reason + ": " + detail;
  }
}
