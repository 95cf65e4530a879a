package exfilwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.correlation.CaseEvent.Step;
import org.junit.jupiter.api.Test;

class RecentIdsTest {

  private static CaseEvent connection(int number) {
    return new CaseEvent(
        "incident",
        "process",
        Step.CONNECTION,
        Cases.withId("r" + number, Cases.connection(number, "p", 7)),
        null,
        false);
  }

  @Test
  void remembersTheLastOnesInBoundedSpace() {
    RecentIds ids = new RecentIds();
    for (int i = 0; i < 10_000; i++) {
      assertThat(ids.add(connection(i))).isTrue();
    }
    assertThat(ids.hashes).hasSize(RecentIds.REMEMBERED).hasSizeLessThan(1_000);
    assertThat(ids.add(connection(9_999))).isFalse();
    assertThat(ids.add(connection(9_999 - RecentIds.REMEMBERED / 2))).isFalse();
    assertThat(ids.add(connection(0))).isTrue();
  }
}
