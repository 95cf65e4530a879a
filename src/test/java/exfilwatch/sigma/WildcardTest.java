package exfilwatch.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The compiled matcher against the definition, spelt out. */
class WildcardTest {
  private static final String SMILE = "😀";

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of("a", "B", "*", "?", "\\*", "\\?", "\\\\", "\\", SMILE)
        .list()
        .ofMaxSize(7)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "b", "A", "*", "?", "\\", SMILE)
        .list()
        .ofMaxSize(7)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 5000)
  void matchesWhatTheDefinitionMatches(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    boolean expected = naive(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    assertThat(TextPattern.of(SigmaString.parse(pattern), false).matches(new Value(text)))
        .as(pattern + " on " + text)
        .isEqualTo(expected);
    assertThat(TextPattern.of(SigmaString.parse(pattern), true).matches(new Value(text)))
        .as(pattern + " on " + text + ", cased")
        .isEqualTo(naive(pattern, text));
  }

  @Property(tries = 2000)
  void modifiersAreStars(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
    SigmaString string = SigmaString.parse(pattern);
    Value value = new Value(text);
    assertThat(TextPattern.of(string.openStart().openEnd(), false).matches(value))
        .isEqualTo(
            text.codePoints().count() <= 20
                && contains(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT)));
  }

  private static boolean contains(String pattern, String text) {
    for (int from = 0; from <= text.length(); from++) {
      for (int to = from; to <= text.length(); to++) {
        boolean whole =
            (from == 0 || from == text.length() || !Character.isLowSurrogate(text.charAt(from)))
                && (to == text.length() || !Character.isLowSurrogate(text.charAt(to)));
        if (whole && naive(pattern, text.substring(from, to))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean naive(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    char p = pattern.charAt(0);
    String rest = pattern.substring(1);
    int first = text.isEmpty() ? 0 : Character.charCount(text.codePointAt(0));
    if (p == '*') {
      return naive(rest, text) || (!text.isEmpty() && naive(pattern, text.substring(first)));
    }
    if (p == '?') {
      return !text.isEmpty() && naive(rest, text.substring(first));
    }
    if (p == '\\' && !rest.isEmpty() && "*?\\".indexOf(rest.charAt(0)) >= 0) {
      p = rest.charAt(0);
      rest = rest.substring(1);
    }
    return !text.isEmpty() && text.charAt(0) == p && naive(rest, text.substring(1));
  }
}
