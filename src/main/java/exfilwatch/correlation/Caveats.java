package exfilwatch.correlation;

/**
 * What a reader must know about how an incident was put together.
 *
 * @param startUnseen no record of the start came in: the process was running before, or the sensor
 *     missed it
 * @param lateConnection the connection that correlated came after the correlation's timespan, of a
 *     process that waits for requests
 * @param clockAhead a record's clock was ahead, so that it stands at the time of its arrival
 * @param cut processes and resolved names beyond what is remembered
 */
public record Caveats(boolean startUnseen, boolean lateConnection, boolean clockAhead, long cut) {

  public static final Caveats NONE = new Caveats(false, false, false, 0);
}
