package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;
import static exfilwatch.correlation.Cases.connection;
import static exfilwatch.correlation.Cases.on;
import static exfilwatch.correlation.Cases.start;
import static exfilwatch.correlation.Cases.suspicion;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.correlation.CaseEvent.Step;
import exfilwatch.telemetry.Host;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

/** What the first version held back host by host is found, and forgotten, where it is now. */
class HeldByHostTest {

  private static final long MINUTE = 60_000;
  private static final int HOSTS = 20;
  private static final int EACH = 100;

  @Test
  void isReleasedAndForgottenInItsTime() throws Exception {
    try (GateHarness gate = new GateHarness(GateSettings.of(false, MINUTE, 60 * MINUTE))) {
      gate.initializeState(stateOfFirstVersion());
      gate.open();
      assertThat(gate.held()).isEqualTo((long) HOSTS * EACH);
      assertThat(gate.numEventTimeTimers()).isLessThanOrEqualTo(HOSTS);
      gate.processWatermark(at(0));
      gate.signal(Signal.suspicious(on(host(3), start(0, "p1", 101)), suspicion()));
      assertThat(connections(gate)).isEqualTo(EACH / 10);
      // Of the hundred seconds of each host, those whose slot and look-back are not over yet
      gate.processWatermark(at(110));
      gate.signal(Signal.suspicious(on(host(4), start(0, "p1", 101)), suspicion()));
      assertThat(connections(gate) - EACH / 10).isBetween(5L, 6L);
      gate.processWatermark(at(100_000));
      assertThat(gate.held()).isZero();
      assertThat(gate.stateEntries()).isZero();
      assertThat(gate.numEventTimeTimers()).isZero();
    }
  }

  private static long connections(GateHarness gate) {
    return gate.extractOutputValues().stream().filter(c -> c.step() == Step.CONNECTION).count();
  }

  private static Host host(int number) {
    return new Host("ws-" + number, null, "windows");
  }

  /** A connection of every host in each of a hundred seconds, of ten processes in turn. */
  private static OperatorSubtaskState stateOfFirstVersion() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<Long, Signal, CaseEvent> first =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new FirstVersion()),
            Signal::hostKey,
            Types.LONG,
            GateHarness.KEY_GROUPS,
            1,
            0)) {
      first.open();
      for (int i = 0; i < EACH; i++) {
        for (int host = 0; host < HOSTS; host++) {
          Signal signal =
              Signal.ordinary(on(host(host), connection(i, "p" + i % 10, 100 + i % 10)));
          first.processElement(signal, signal.time());
        }
      }
      return first.snapshot(1, 1);
    }
  }

  /** Holds everything back, as the gate of the first version did. */
  private static final class FirstVersion extends KeyedProcessFunction<Long, Signal, CaseEvent>
      implements CheckpointedFunction {

    private static final long serialVersionUID = 1;

    private transient Retention retention;
    private transient ValueState<HostState> hosts;
    private transient MapState<Long, byte[]> pages;
    private transient Total held;

    @Override
    public void open(OpenContext context) {
      retention = new Retention(MINUTE);
      hosts = getRuntimeContext().getState(new ValueStateDescriptor<>("host", HostState.TYPE));
      pages =
          getRuntimeContext()
              .getMapState(
                  new MapStateDescriptor<>(
                      "recent-pages",
                      Types.LONG,
                      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      held = new Total(context.getOperatorStateStore(), "held");
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      held.snapshot();
    }

    @Override
    public void processElement(Signal signal, Context context, Collector<CaseEvent> out)
        throws Exception {
      HostState host = hosts.value() == null ? new HostState() : hosts.value();
      Shelf recent = host.recent;
      if (recent.length + Page.sizeOf(signal.packed()) > Page.BYTES) {
        pages.put(recent.next++, recent.turnPage());
      }
      recent.write(signal.packed(), retention.until(signal.time()));
      if (host.timer == HostState.NO_TIMER) {
        host.timer = recent.latest;
        context.timerService().registerEventTimeTimer(host.timer);
      }
      held.add(1);
      hosts.update(host);
    }
  }
}
