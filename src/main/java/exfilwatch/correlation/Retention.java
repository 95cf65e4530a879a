package exfilwatch.correlation;

/** How long an event is held back. */
final class Retention {

  /** So much of the look-back is one slot of time, to the end of which events are kept. */
  private static final int SLOTS = 8;

  private final long lookBackMs;
  private final long slotMs;

  Retention(long lookBackMs) {
    this.lookBackMs = lookBackMs;
    this.slotMs = Math.max(1, lookBackMs / SLOTS);
  }

  long slotMs() {
    return slotMs;
  }

  /**
   * Until when an event is kept: the end of its slot, and the look-back.
   *
   * @param time of the event, or of the clock at its arrival if that is later: an event that is
   *     behind it is kept as long as one of that moment, because the start that it waits for is
   *     probably as late
   */
  long until(long time) {
    long end = (Math.floorDiv(time, slotMs) + 1) * slotMs + lookBackMs;
    return end < time ? Long.MAX_VALUE - 1 : end;
  }

  /** Until when an event is kept that is ahead of the watermark, but no more than is usual. */
  long usual(long watermark) {
    return until(watermark + lookBackMs + slotMs);
  }

  /** A time whose events are kept until then. */
  long timeOf(long until) {
    return until - lookBackMs - slotMs;
  }
}
