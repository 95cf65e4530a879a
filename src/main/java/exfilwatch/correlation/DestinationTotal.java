package exfilwatch.correlation;

import org.jspecify.annotations.Nullable;

/**
 * The connections of an incident to one destination.
 *
 * @param ip null when the source gives only a name
 * @param domain the name asked for or given by the source; null when unknown
 * @param firstSeen record time of the first, epoch milliseconds; 0 when not kept
 * @param lastSeen record time of the last
 */
public record DestinationTotal(
    @Nullable String ip,
    int port,
    @Nullable String domain,
    long count,
    long firstSeen,
    long lastSeen) {

  /** Without its times. */
  public DestinationTotal(@Nullable String ip, int port, @Nullable String domain, long count) {
    this(ip, port, domain, count, 0, 0);
  }
}
