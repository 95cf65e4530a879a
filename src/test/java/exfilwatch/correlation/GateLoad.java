package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** A gate, fed with telemetry of many hosts in turn, the watermark a minute behind. */
final class GateLoad implements AutoCloseable {

  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final int WATERMARK_EVERY = 100;

  private final Gate gate = new Gate(Cases.content(), GateSettings.of(false, MINUTE, DAY));
  private final KeyedOneInputStreamOperatorTestHarness<Long, Signal, CaseEvent> harness;
  private long time = Cases.T0;

  GateLoad() throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(gate), Signal::hostKey, Types.LONG);
    harness.setCheckpointStorage(new JobManagerCheckpointStorage(Integer.MAX_VALUE));
    harness.open();
  }

  /** Ordinary connections of further processes, {@code stepMs} apart. */
  void ordinary(int hosts, long events, long stepMs) throws Exception {
    for (long i = 0; i < events; i++) {
      time += stepMs;
      Event connection = Cases.connection(0, "{" + i + "-0000-4711-8000-6f3f7c1b9e58}", 100 + i);
      harness.processElement(Signal.ordinary(of((int) (i % hosts), connection)), time);
      if (i % WATERMARK_EVERY == 0) {
        harness.processWatermark(time - MINUTE);
        harness.getOutput().clear();
      }
    }
  }

  /** Suspects that go on for the day, so many on each host. */
  void suspects(int hosts, int each) throws Exception {
    for (int host = 0; host < hosts; host++) {
      for (int i = 0; i < each; i++) {
        Event start = Cases.start(0, "{suspect-" + host + "-" + i + "}", 10 + i);
        harness.processElement(Signal.suspicious(of(host, start), Cases.suspicion()), time);
      }
    }
    harness.getOutput().clear();
  }

  /** An hour without events: only what is followed is left. */
  void watermarkFarBeyond() throws Exception {
    time += 60 * MINUTE;
    harness.processWatermark(time);
    harness.getOutput().clear();
  }

  /** Days later. */
  void forgetAll() throws Exception {
    time += 3 * DAY;
    harness.processWatermark(time);
    harness.getOutput().clear();
  }

  int entries() {
    var operator = (KeyedProcessOperator<?, ?, ?>) harness.getOperator();
    return ((AbstractKeyedStateBackend<?>) operator.getKeyedStateBackend())
        .numKeyValueStateEntries();
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  long held() {
    return gate.held();
  }

  /** What a checkpoint would write. */
  long bytes() throws Exception {
    return harness.snapshot(1, time).getStateSize();
  }

  private Event of(int host, Event event) {
    return new Event(
        event.kind(),
        event.source(),
        "record-" + time,
        time,
        new Host("ws-" + host, null, "windows"),
        event.process(),
        event.parent(),
        event.user(),
        event.connection(),
        event.dns());
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
