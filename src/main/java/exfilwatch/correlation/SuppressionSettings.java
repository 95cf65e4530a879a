package exfilwatch.correlation;

import java.io.Serializable;

/**
 * When incidents are counted instead of told.
 *
 * @param sorted as in {@link GateSettings}
 * @param windowMs an incident like another one within so long before it is counted there; 0 tells
 *     every incident
 * @param longestMs after so long one is told again, even if they never pause
 * @param memoryMs how long an incident may still have something to say
 * @param stormLimit more incidents than this within {@code stormMs} become summaries by host
 */
public record SuppressionSettings(
    boolean sorted, long windowMs, long longestMs, long memoryMs, int stormLimit, long stormMs)
    implements Serializable {}
