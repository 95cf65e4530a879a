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
 * @param maxHeldBytes how many bytes of events of unsuspected processes are held back for the hosts
 *     of one key group together
 * @param maxUnclaimedPerHost events of one host held back that are told when no start claims them
 * @param maxSuspectsPerHost processes followed on one host at a time
 */
public record GateSettings(
    boolean sorted,
    long lookBackMs,
    long maxAgeMs,
    int maxHeldBytes,
    int maxUnclaimedPerHost,
    int maxSuspectsPerHost)
    implements Serializable {

  /** Some 130,000 connections; the 128 key groups of a job together 2 GB at the most. */
  static final int DEFAULT_HELD_BYTES = 16 << 20;

  static final int DEFAULT_UNCLAIMED = 20_000;
  static final int DEFAULT_SUSPECTS = 10_000;

  /** For what is only known not to be a suspect: until the last activity of it was judged. */
  GateSettings outliving() {
    return new GateSettings(
        sorted,
        2 * lookBackMs + new Retention(lookBackMs).slotMs(),
        maxAgeMs,
        maxHeldBytes,
        maxUnclaimedPerHost,
        maxSuspectsPerHost);
  }

  public static GateSettings of(boolean sorted, long lookBackMs, long maxAgeMs) {
    return new GateSettings(
        sorted, lookBackMs, maxAgeMs, DEFAULT_HELD_BYTES, DEFAULT_UNCLAIMED, DEFAULT_SUSPECTS);
  }
}
