package exfilwatch.correlation;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** A bundler for the gate of {@link GateHarness}. */
final class BundlerHarness extends OneInputStreamOperatorTestHarness<Signal, Bundle> {

  private final Bundler bundler;

  BundlerHarness(boolean sorted) throws Exception {
    this(new Bundler(sorted));
  }

  private BundlerHarness(Bundler bundler) throws Exception {
    super(bundler, GateHarness.KEY_GROUPS, 1, 0);
    this.bundler = bundler;
  }

  void signal(Signal signal) throws Exception {
    processElement(signal, signal.time());
  }

  /** Ends the bundles as a checkpoint does. */
  void barrier() throws Exception {
    bundler.prepareSnapshotPreBarrier(1);
  }

  /** Ends the bundles and gives all that have been sent since the last time. */
  List<StreamRecord<Bundle>> flush() throws Exception {
    barrier();
    List<StreamRecord<Bundle>> sent = new ArrayList<>();
    for (StreamRecord<? extends Bundle> one : extractOutputStreamRecords()) {
      sent.add(new StreamRecord<>(one.getValue(), one.getTimestamp()));
    }
    getOutput().clear();
    return sent;
  }
}
