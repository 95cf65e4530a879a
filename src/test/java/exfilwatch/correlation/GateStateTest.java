package exfilwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

/** What the gate keeps depends on its look-back and its suspects, not on what has passed. */
class GateStateTest {

  @Test
  void stateIsFlatInTheNumberOfOrdinaryEvents() throws Exception {
    try (GateLoad few = new GateLoad();
        GateLoad many = new GateLoad()) {
      few.ordinary(100, 20_000, 50);
      many.ordinary(100, 200_000, 50);
      // Their pages begin at other events
      assertThat(many.entries()).isCloseTo(few.entries(), withinPercentage(2));
      assertThat(many.timers()).isEqualTo(few.timers()).isLessThanOrEqualTo(100);
      // Of each host the last two minutes, or little more
      assertThat(few.held()).isBetween(24L * 100, 40L * 100);
      assertThat(many.held()).isBetween(24L * 100, 40L * 100);
    }
  }

  @Test
  void hostsThatNobodyWatchesShareTheEntriesAndTimersOfTheirKeyGroups() throws Exception {
    try (GateLoad load = new GateLoad()) {
      load.ordinary(1_000, 50_000, 100);
      assertThat(load.timers()).isLessThanOrEqualTo(GateHarness.KEY_GROUPS);
      assertThat(load.entries()).isLessThanOrEqualTo(2 * GateHarness.KEY_GROUPS);
      load.watermarkFarBeyond();
      assertThat(load.timers()).isZero();
      assertThat(load.entries()).isZero();
      assertThat(load.held()).isZero();
    }
  }

  @Test
  void aSuspectTakesNoMoreStateThanItself() throws Exception {
    try (GateLoad load = new GateLoad()) {
      load.suspects(100, 5);
      int entries = load.entries();
      load.ordinary(100, 20_000, 50);
      load.watermarkFarBeyond();
      assertThat(load.entries()).isLessThanOrEqualTo(entries);
      assertThat(load.timers()).isEqualTo(100);
    }
  }
}
