package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** A gate, fed with telemetry of many hosts in turn, the watermark a minute behind. */
final class GateLoad implements AutoCloseable {

  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final int WATERMARK_EVERY = 100;

  private final GateHarness harness = new GateHarness(GateSettings.of(false, MINUTE, DAY));
  private final BundlerHarness bundler = new BundlerHarness(false);
  private long time = Cases.T0;

  GateLoad() throws Exception {
    bundler.open();
    harness.setCheckpointStorage(new JobManagerCheckpointStorage(Integer.MAX_VALUE));
    harness.open();
  }

  /** Ordinary connections of further processes, {@code stepMs} apart. */
  void ordinary(int hosts, long events, long stepMs) throws Exception {
    for (long i = 0; i < events; i++) {
      time += stepMs;
      Event connection = Cases.connection(0, "{" + i + "-0000-4711-8000-6f3f7c1b9e58}", 100 + i);
      bundler.signal(Signal.ordinary(of((int) (i % hosts), connection)));
      if (i % WATERMARK_EVERY == 0) {
        watermark(time - MINUTE);
      }
    }
  }

  /** Suspects that go on for the day, so many on each host. */
  void suspects(int hosts, int each) throws Exception {
    for (int host = 0; host < hosts; host++) {
      for (int i = 0; i < each; i++) {
        Event start = Cases.start(0, "{suspect-" + host + "-" + i + "}", 10 + i);
        harness.signal(Signal.suspicious(of(host, start), Cases.suspicion()));
      }
    }
    harness.getOutput().clear();
  }

  /** An hour without events: only what is followed is left. */
  void watermarkFarBeyond() throws Exception {
    time += 60 * MINUTE;
    watermark(time);
  }

  /** Days later. */
  void forgetAll() throws Exception {
    time += 3 * DAY;
    watermark(time);
  }

  private void watermark(long watermark) throws Exception {
    for (StreamRecord<Bundle> one : bundler.flush()) {
      harness.processElement(one);
    }
    harness.processWatermark(watermark);
    harness.getOutput().clear();
  }

  int entries() {
    return harness.stateEntries();
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  long held() {
    return harness.held();
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
    bundler.close();
    harness.close();
  }
}
