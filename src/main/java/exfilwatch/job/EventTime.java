package exfilwatch.job;

import exfilwatch.telemetry.Sighting;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** The time of records; a bounded job needs no watermarks, because its input is sorted. */
final class EventTime implements WatermarkStrategy<Decoded> {

  private static final long serialVersionUID = 1;

  private static final WatermarkStrategy<Decoded> NONE = WatermarkStrategy.noWatermarks();

  @Override
  public TimestampAssigner<Decoded> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    return (decoded, previous) -> timeOf(decoded);
  }

  @Override
  public WatermarkGenerator<Decoded> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    return NONE.createWatermarkGenerator(context);
  }

  /** How far a record's time may be ahead of its arrival and still be believed. */
  private static final long MAX_AHEAD_MS = 5 * 60_000;

  /**
   * The event as it is to be processed: at its own time, but at its arrival where its clock is
   * ahead.
   *
   * @param arrival epoch milliseconds; 0 when there is none to compare with
   */
  static Sighting believed(Sighting event, long arrival) {
    return arrival > 0 && event.time() > arrival + MAX_AHEAD_MS
        ? event.event().arrivedAt(arrival)
        : event;
  }

  /** A dead letter or skipped record has no time, and must not move any clock. */
  static long timeOf(Decoded decoded) {
    Sighting event = decoded.sighting();
    return event == null ? Long.MIN_VALUE : event.time();
  }
}
