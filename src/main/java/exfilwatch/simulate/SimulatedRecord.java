package exfilwatch.simulate;

import org.jspecify.annotations.Nullable;

/**
 * One record of a run.
 *
 * @param time record time, epoch milliseconds
 * @param shape name of the source's shape
 * @param json the record in UTF-8, without a line end
 * @param incident id of the planted incident that it belongs to; null for ordinary records
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out; nobody compares them
public record SimulatedRecord(long time, String shape, byte[] json, @Nullable String incident) {}
