package exfilwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyGroupsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 12, 128, 32_768})
  void areThoseOfFlinkAndEachHasAKey(int count) {
    KeyGroups groups = new KeyGroups(count);
    for (int group = 0; group < count; group++) {
      Long key = groups.keyOf(group);
      assertThat(KeyGroupRangeAssignment.assignToKeyGroup(key, count)).isEqualTo(group);
    }
    new Random(1)
        .longs(1000)
        .forEach(
            key ->
                assertThat(groups.of(key))
                    .isEqualTo(KeyGroupRangeAssignment.assignToKeyGroup(key, count)));
  }
}
