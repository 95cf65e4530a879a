package exfilwatch.correlation;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A sum over the keys of a subtask, which can't be counted when it is asked for. It survives in
 * operator state; after a rescale it is right in the sum of all subtasks.
 */
final class Total {

  private final ListState<Long> state;
  private long value;

  /**
   * @param name of its state
   */
  Total(OperatorStateStore store, String name) throws Exception {
    state = store.getListState(new ListStateDescriptor<>(name, Types.LONG));
    for (Long restored : state.get()) {
      value += restored;
    }
  }

  void add(long more) {
    value += more;
  }

  long value() {
    return value;
  }

  void snapshot() throws Exception {
    state.update(List.of(value));
  }
}
