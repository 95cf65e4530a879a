package exfilwatch.rclone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfidenceTest {

  static Stream<String> incidents() {
    return lines("incidents.txt");
  }

  static Stream<String> lookAlikes() {
    return lines("look-alikes.txt");
  }

  @ParameterizedTest
  @MethodSource("incidents")
  void renamedRcloneIsKnownByItsGrammar(String line) {
    Explanation explanation = Rclone.explain(line, null, null, Map.of());
    assertThat(explanation.confidence())
        .as(explanation.evidence().toString())
        .isGreaterThanOrEqualTo(Rclone.CONFIDENCE_THRESHOLD);
    assertThat(explanation.verdict()).isEqualTo(Explanation.Verdict.RUNS);
    assertThat(GrammarPrecheck.cannotBeRclone(line)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("lookAlikes")
  void otherToolsAreNot(String line) {
    Explanation explanation = Rclone.explain(line, null, null, Map.of());
    assertThat(explanation.confidence())
        .as(explanation.evidence().toString())
        .isLessThan(Rclone.CONFIDENCE_THRESHOLD);
    assertThat(explanation.verdict()).isEqualTo(Explanation.Verdict.NOT_RCLONE);
    assertThat(explanation.invocation()).isNull();
  }

  private static Stream<String> lines(String resource) {
    try (InputStream in =
        Objects.requireNonNull(ConfidenceTest.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
