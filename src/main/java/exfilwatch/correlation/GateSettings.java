package exfilwatch.correlation;

import java.io.Serializable;

/**
 * How much the gate keeps, and for how long.
 *
 * @param sorted whether events of a host arrive in the order of their time (batch execution); then
 *     an event's own time is the clock, otherwise the watermark is
 * @param lookBackMs how long before a start its process' events may be recorded, and how long after
 *     its end
 * @param maxAgeMs when a suspect that never ends is forgotten
 * @param maxBufferedPerHost events of unsuspected processes held back for one host
 * @param maxSuspectsPerHost processes followed on one host at a time
 */
public record GateSettings(
    boolean sorted, long lookBackMs, long maxAgeMs, int maxBufferedPerHost, int maxSuspectsPerHost)
    implements Serializable {

  static final int DEFAULT_BUFFERED = 20_000;
  static final int DEFAULT_SUSPECTS = 10_000;

  /** For what is only known not to be a suspect: until the last activity of it was judged. */
  GateSettings outliving() {
    return new GateSettings(
        sorted,
        2 * lookBackMs + RecentEvents.slotMs(lookBackMs),
        maxAgeMs,
        maxBufferedPerHost,
        maxSuspectsPerHost);
  }

  public static GateSettings of(boolean sorted, long lookBackMs, long maxAgeMs) {
    return new GateSettings(sorted, lookBackMs, maxAgeMs, DEFAULT_BUFFERED, DEFAULT_SUSPECTS);
  }
}
