package exfilwatch.correlation;

import java.io.Serializable;

/**
 * When an incident is over.
 *
 * @param sorted as in {@link GateSettings}
 * @param lookBackMs a connection this long before its process' start still belongs to it
 * @param timespanMs the correlation's time from start to first connection
 * @param settleMs how long after the end of its last process late records are waited for
 * @param quietMs without any activity for so long it is closed
 * @param maxAgeMs closed at this age in any case, and forgotten
 */
public record IncidentSettings(
    boolean sorted, long lookBackMs, long timespanMs, long settleMs, long quietMs, long maxAgeMs)
    implements Serializable {}
