package exfilwatch.correlation;

import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups.UnregisteredTaskMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** A gate of 128 key groups in one subtask, which is given signals. */
final class GateHarness extends KeyedOneInputStreamOperatorTestHarness<Long, Bundle, CaseEvent> {

  static final int KEY_GROUPS = 128;

  private final KeyGroups groups = new KeyGroups(KEY_GROUPS);
  private final Gate gate;
  private final boolean sorted;
  private final InterceptingOperatorMetricGroup metrics;

  GateHarness(GateSettings settings) throws Exception {
    this(settings, 1, 0);
  }

  GateHarness(GateSettings settings, int parallelism, int subtask) throws Exception {
    this(
        new Gate(Cases.content(), settings),
        settings,
        parallelism,
        subtask,
        new InterceptingOperatorMetricGroup());
  }

  private GateHarness(
      Gate gate,
      GateSettings settings,
      int parallelism,
      int subtask,
      InterceptingOperatorMetricGroup metrics)
      throws Exception {
    super(
        gate,
        Bundle::key,
        Types.LONG,
        new MockEnvironmentBuilder()
            .setMaxParallelism(KEY_GROUPS)
            .setParallelism(parallelism)
            .setSubtaskIndex(subtask)
            .setMetricGroup(
                new UnregisteredTaskMetricGroup() {
                  @Override
                  public InternalOperatorMetricGroup getOrAddOperator(
                      OperatorID id, String name, Map<String, String> variables) {
                    return metrics;
                  }
                })
            .build());
    this.gate = gate;
    this.sorted = settings.sorted();
    this.metrics = metrics;
  }

  /** An ordinary signal is a bundle of one. */
  void signal(Signal signal) throws Exception {
    long hostKey = signal.hostKey();
    long key = groups.keyOf(groups.of(hostKey));
    if (sorted) {
      processElement(Bundle.of(hostKey, KEY_GROUPS, signal), signal.time());
    } else if (signal.isOrdinary()) {
      byte[] page = BundlePage.of(hostKey, signal.packed());
      processElement(Bundle.of(key, KEY_GROUPS, page, page.length), signal.time());
    } else {
      processElement(Bundle.of(key, KEY_GROUPS, signal), signal.time());
    }
  }

  /** Whether the host's signals come to this subtask. */
  boolean isOf(Host host) {
    int group = groups.of(HostKey.hash(host));
    return gate.getKeyedStateBackend() instanceof AbstractKeyedStateBackend<?> backend
        && backend.getKeyGroupRange().contains(group);
  }

  /** How many events are held back. */
  long held() {
    return gate.held();
  }

  long counted(String counter) {
    return ((Counter) metrics.get(counter)).getCount();
  }

  int stateEntries() {
    return ((AbstractKeyedStateBackend<?>) gate.getKeyedStateBackend()).numKeyValueStateEntries();
  }
}
