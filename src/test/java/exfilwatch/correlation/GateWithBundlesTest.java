package exfilwatch.correlation;

import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AfterEach;

/**
 * All that the gate does, with what comes before it: as many ordinary events together as can be.
 */
class GateWithBundlesTest extends GateTest {

  private BundlerHarness bundler;

  @Override
  void open(GateSettings settings) throws Exception {
    close();
    bundler = new BundlerHarness(settings.sorted());
    bundler.open();
    super.open(settings);
  }

  @AfterEach
  void close() throws Exception {
    if (bundler != null) {
      bundler.close();
    }
  }

  @Override
  void deliver(Signal signal) throws Exception {
    bundler.signal(signal);
  }

  @Override
  void flush() throws Exception {
    for (StreamRecord<Bundle> bundle : bundler.flush()) {
      harness().processElement(bundle);
    }
  }
}
