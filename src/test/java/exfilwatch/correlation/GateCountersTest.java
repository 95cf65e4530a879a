package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;
import static exfilwatch.correlation.Cases.connection;
import static exfilwatch.correlation.Cases.start;
import static exfilwatch.correlation.Cases.suspicion;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups.UnregisteredTaskMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gate lets go is counted in metrics. */
class GateCountersTest {

  private static final long MINUTE = 60_000;

  private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();

  private KeyedOneInputStreamOperatorTestHarness<Long, Signal, CaseEvent> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new Gate(Cases.content(), new GateSettings(false, MINUTE, 60 * MINUTE, 10, 3))),
            Signal::hostKey,
            Types.LONG,
            new MockEnvironmentBuilder()
                .setMetricGroup(
                    new UnregisteredTaskMetricGroup() {
                      @Override
                      public InternalOperatorMetricGroup getOrAddOperator(
                          OperatorID id, String name, Map<String, String> variables) {
                        return metrics;
                      }
                    })
                .build());
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private long counted(String name) {
    return Objects.requireNonNull((Counter) metrics.get(name), name).getCount();
  }

  @Test
  void lateActivityOfNobody() throws Exception {
    harness.processWatermark(at(3600));
    harness.processElement(Signal.late(connection(1, "a", 10)), at(1));
    harness.processElement(Signal.late(connection(2, "a", 10)), at(2));
    harness.processWatermark(at(3700));
    assertThat(counted("lateEvents")).isEqualTo(2);
  }

  @Test
  void startsBeyondWhatIsFollowed() throws Exception {
    for (int i = 0; i < 5; i++) {
      harness.processElement(Signal.suspicious(start(i, "s" + i, 100 + i), suspicion()), at(i));
    }
    assertThat(counted("suspectsNotFollowed")).isEqualTo(2);
  }

  @Test
  void eventsBeyondWhatIsHeldBack() throws Exception {
    for (int i = 0; i < 40; i++) {
      harness.processElement(Signal.ordinary(connection(i, "c" + i, 100 + i)), at(i));
    }
    assertThat(counted("gateBufferDropped")).isGreaterThanOrEqualTo(20).isLessThanOrEqualTo(40);
  }
}
