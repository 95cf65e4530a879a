package exfilwatch.job;

/**
 * A line of output.
 *
 * @param time lines come in this order, epoch milliseconds
 * @param order of lines of one time
 * @param bytes without the line end
 */
@SuppressWarnings("ArrayRecordComponent") // written as it is
public record Line(long time, String order, byte[] bytes) {}
