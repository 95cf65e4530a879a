package exfilwatch.job;

import java.util.Arrays;

/**
 * Input that became no event, kept so that nothing is lost silently.
 *
 * @param origin as of {@link RawRecord}
 * @param position as of {@link RawRecord}
 * @param reason one word to count by, such as {@code not_json}
 * @param detail what exactly and where; holds no values of the input
 * @param bytes the original bytes, as far as they are kept
 * @param time when it was given up, epoch milliseconds UTC
 */
@SuppressWarnings("ArrayRecordComponent") // the original bytes, whatever they are
public record DeadLetter(
    String origin, long position, String reason, String detail, byte[] bytes, long time) {

  @Override
  public String toString() {
    return origin + "@" + position + " " + reason + ": " + detail + Arrays.hashCode(bytes);
  }
}
