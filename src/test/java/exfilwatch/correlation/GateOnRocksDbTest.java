package exfilwatch.correlation;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;

/** All that the gate does, with its state on disk. */
class GateOnRocksDbTest extends GateTest {

  @Override
  StateBackend backend() {
    EmbeddedRocksDBStateBackend backend = new EmbeddedRocksDBStateBackend();
    backend.setPriorityQueueStateType(PriorityQueueStateType.HEAP); // timers are counted apart
    return backend;
  }
}
