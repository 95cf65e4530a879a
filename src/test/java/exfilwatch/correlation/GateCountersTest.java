package exfilwatch.correlation;

import static exfilwatch.correlation.Cases.at;
import static exfilwatch.correlation.Cases.connection;
import static exfilwatch.correlation.Cases.start;
import static exfilwatch.correlation.Cases.suspicion;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gate lets go is counted in metrics. */
class GateCountersTest {

  private static final long MINUTE = 60_000;

  private GateHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness = new GateHarness(new GateSettings(false, MINUTE, 60 * MINUTE, 2000, 10, 3));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void lateActivityOfNobody() throws Exception {
    harness.processWatermark(at(3600));
    harness.signal(Signal.late(connection(1, "a", 10)));
    harness.signal(Signal.late(connection(2, "a", 10)));
    harness.processWatermark(at(3700));
    assertThat(harness.counted("lateEvents")).isEqualTo(2);
  }

  @Test
  void startsBeyondWhatIsFollowed() throws Exception {
    for (int i = 0; i < 5; i++) {
      harness.signal(Signal.suspicious(start(i, "s" + i, 100 + i), suspicion()));
    }
    assertThat(harness.counted("suspectsNotFollowed")).isEqualTo(2);
  }

  @Test
  void eventsBeyondWhatIsHeldBack() throws Exception {
    for (int i = 0; i < 40; i++) {
      harness.signal(Signal.ordinary(connection(i, "c" + i, 100 + i)));
    }
    assertThat(harness.counted("gateBufferDropped"))
        .isGreaterThanOrEqualTo(20)
        .isLessThanOrEqualTo(40);
  }
}
