package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** What leaves the gate, at the time of the signal that let it out: CEP orders by that. */
final class GateOutput {

  private final TimestampedCollector<CaseEvent> out;
  private final Counter lateEvents;
  private long time;

  GateOutput(Output<StreamRecord<CaseEvent>> output, Counter lateEvents) {
    this.out = new TimestampedCollector<>(output);
    this.lateEvents = lateEvents;
  }

  /** The time of all that follows. */
  void at(long now) {
    time = now;
    out.setAbsoluteTimestamp(now);
  }

  void pass(CaseEvent event) {
    out.collect(event);
  }

  void late(Event activity) {
    lateEvents.inc();
    out.collect(Gate.LATE, new StreamRecord<>(activity, time));
  }
}
