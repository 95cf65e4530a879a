package exfilwatch.bench;

import exfilwatch.job.RawRecord;
import exfilwatch.job.RecordDecoder;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.decode.DecodeOutput;
import exfilwatch.telemetry.decode.RejectReason;
import exfilwatch.telemetry.decode.TelemetryDecoder;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Decodes every record to all that an alert can need, and does nothing with it. */
final class ParseOnly implements Contender {

  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "parse-only";
  }

  @Override
  public void define(StreamExecutionEnvironment env, Input input) {
    input
        .read(env, new Parse(), Types.LONG, WatermarkStrategy.noWatermarks())
        .sinkTo(new Discard<>());
  }

  /** Passes on the event's time, so that the event can't be optimised away. */
  private static final class Parse implements RecordDecoder<Long>, DecodeOutput {

    private static final long serialVersionUID = 1;

    private transient @Nullable TelemetryDecoder decoder;
    private transient @Nullable Event last;

    @Override
    public void decode(RawRecord record, Collector<Long> out) {
      TelemetryDecoder telemetry = decoder;
      if (telemetry == null) {
        telemetry = TelemetryDecoder.streaming();
        decoder = telemetry;
      }
      last = null;
      telemetry.decode(record.bytes(), 0, record.bytes().length, this);
      Event event = last;
      out.collect(event == null ? 0 : event.time());
    }

    @Override
    public void event(Event event) {
      last = event;
    }

    @Override
    public void skipped(String source, String why) {}

    @Override
    public void rejected(RejectReason reason, String detail) {}
  }
}
