package exfilwatch.sigma;

import static com.google.re2j.Pattern.CASE_INSENSITIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RE2/J 1.8 never ends compiling some letters where case is to be ignored. */
class RegexesTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\u1c80",
        "\u1c88+",
        "[\u1c80]",
        "[\u1c84-\u1c8f]",
        "[a-\u2000]",
        "[^a-\u2000]",
        "[]a-\u2000]",
        "[^]a-\u2000]",
        "[[:alpha:]\u0400-\u2000]",
        "[-a-\u2000]",
        "[a-c-\u2000d-\u2000]",
        "\\x{1c80}",
        "\\x{1C85}",
        "[\\x{400}-\\x{2000}]",
        "[a-\\x{10FFFF}]",
        "\\Q\u1c80\\E",
      })
  void areRefused(String regex) {
    Assertions.assertTimeoutPreemptively(
        LONG,
        () -> {
          assertThatThrownBy(() -> Regexes.compile("", regex, "", CASE_INSENSITIVE))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("U+1C80 to U+1C88");
          assertThatThrownBy(() -> Regexes.compile("", "(?i)" + regex, "", 0))
              .hasMessageContaining("U+1C80 to U+1C88");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\s[-\u2013\u2014/]+copy",
        "[/\u2013-]copy",
        "[a-z-\u2013]",
        "a-\u2013",
        "[^a]\\P{L}.\\p{Cyrillic}",
        "[\u0400-\u04ff]",
        "\\x{1c89}",
        "[\u2000-\u3000]",
        "[]-]\u2000",
        "\\[a-\u2000",
      })
  void othersAreNot(String regex) {
    Assertions.assertTimeoutPreemptively(
        LONG,
        () -> assertThat(Regexes.compile("", regex, "", CASE_INSENSITIVE).matches("")).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\u1c80", "[a-\u2000]", "\\x{1c80}"})
  void whereCaseMattersTheyAreGood(String regex) {
    assertThat(Regexes.compile("", regex, "", 0).matcher("x\u1c80").find()).isTrue();
  }
}
