package exfilwatch.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuotingTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '!',
      value = {
        "plain, plain",
        "a b, \"a b\"",
        "C:\\a b\\, \"C:\\a b\\\\\"",
        "C:\\ab\\, C:\\ab\\",
        "a\"b, \"a\\\"b\"",
        "a\\\"b, \"a\\\\\\\"b\"",
        "!!, \"\""
      })
  void quotesAsGoAndTheCRuntimeRead(String argument, String expected) {
    assertThat(Quoting.windows(List.of("x", argument))).isEqualTo("x " + expected);
  }
}
