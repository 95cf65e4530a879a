package exfilwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LongSetTest {

  /** Negative ones are removed; so few different ones that many lie in each other's way. */
  @Property
  void isTheSameAsAHashSet(@ForAll List<@LongRange(min = -60, max = 60) Long> changes) {
    LongSet set = new LongSet();
    Set<Long> expected = new HashSet<>();
    for (long change : changes) {
      long number = Math.abs(change) << 33;
      if (change < 0) {
        set.remove(number);
        expected.remove(number);
      } else {
        set.add(number);
        expected.add(number);
      }
      assertThat(set.isEmpty()).isEqualTo(expected.isEmpty());
    }
    for (long i = 0; i <= 61; i++) {
      assertThat(set.contains(i << 33)).isEqualTo(expected.contains(i << 33));
    }
  }

  @Test
  void growsAndShrinks() {
    LongSet set = new LongSet();
    for (long i = 0; i < 10_000; i++) {
      set.add(i * 0x9E3779B97F4A7C15L);
    }
    for (long i = 0; i < 10_000; i++) {
      assertThat(set.contains(i * 0x9E3779B97F4A7C15L)).isTrue();
      set.remove(i * 0x9E3779B97F4A7C15L);
    }
    assertThat(set.isEmpty()).isTrue();
  }
}
