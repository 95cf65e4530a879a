package exfilwatch.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  @ParameterizedTest
  @CsvSource({"kitten, sitting, 3", "ab, ba, 1", "'', abc, 3", "level, lvel, 1", "same, same, 0"})
  void countsEdits(String a, String b, int expected) {
    assertThat(Suggestion.distance(a, b)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "tilte, title",
    "Titel, title",
    "detecton, detection",
    "is, id",
    "notes, ''",
    "risk, ''",
    "idea, ''",
  })
  void nearestIsWhatASlipOfTheFingersMeant(String name, String expected) {
    assertThat(Suggestion.nearest(name, List.of("title", "detection", "id", "tags")).orElse(""))
        .isEqualTo(expected);
  }

  @Property
  void distanceIsSymmetric(
      @ForAll @StringLength(max = 8) String a, @ForAll @StringLength(max = 8) String b) {
    assertThat(Suggestion.distance(a, b)).isEqualTo(Suggestion.distance(b, a));
  }
}
