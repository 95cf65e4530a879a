package exfilwatch.job;

import exfilwatch.telemetry.Event;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** The time of a bounded job's records; it needs no watermarks, because its input is sorted. */
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

  /** A dead letter or skipped record has no time, and must not move any clock. */
  static long timeOf(Decoded decoded) {
    Event event = decoded.event();
    return event == null ? Long.MIN_VALUE : event.time();
  }
}
