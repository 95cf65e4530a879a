package exfilwatch.telemetry.decode;

/**
 * Reads times as {@link Times#parse(byte[], int, int)} does. Of one in the same minute as the one
 * before only the seconds are read, because telemetry is mostly in order.
 */
final class RecentMinute {
  /** Up to the colon before the seconds. */
  private static final int LENGTH = 2 * Long.BYTES;

  private long head;
  private long tail;
  private long start = Times.INVALID;

  /** As {@link Times#parse(byte[], int, int)}. */
  long parse(byte[] text, int from, int end) {
    int seconds = from + LENGTH + 1;
    if (end <= seconds || text[seconds - 1] != ':' || text[end - 1] != 'Z') {
      return Times.parse(text, from, end);
    }
    long first = Words.at(text, from);
    long second = Words.at(text, from + Long.BYTES);
    if (start != Times.INVALID
        && first == head
        && second == tail
        && Times.secondsEnd(text, seconds, end) == end - 1) {
      return start + Times.millis(text, seconds, end - 1);
    }
    long time = Times.parse(text, from, end);
    if (time != Times.INVALID) {
      head = first;
      tail = second;
      start = Math.floorDiv(time, 60_000L) * 60_000L;
    }
    return time;
  }
}
