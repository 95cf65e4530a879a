package exfilwatch.correlation;

import org.jspecify.annotations.Nullable;

/**
 * The connections of an incident to one destination.
 *
 * @param ip null when the source gives only a name
 * @param domain the name asked for or given by the source; null when unknown
 */
public record DestinationTotal(
    @Nullable String ip, int port, @Nullable String domain, long count) {}
