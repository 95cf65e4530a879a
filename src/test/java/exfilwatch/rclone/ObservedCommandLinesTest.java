package exfilwatch.rclone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import exfilwatch.rclone.Explanation.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines that the real binary, 1.60.1, was run with, and what it did. */
class ObservedCommandLinesTest {

  /** Failures that depend on what is on the host: the line itself is in order. */
  private static final Set<String> NOT_IN_THE_LINE =
      Set.of(
          // the source directory is missing
          "source dir called like command",
          // the remote may be in the configuration file
          "env remote w/ dash in name",
          "windows-like drive on linux");

  static Stream<JsonNode> observed() {
    return Vectors.rows("cmdline-observed.jsonl");
  }

  @ParameterizedTest
  @MethodSource("observed")
  void judgesAsTheRealBinaryDid(JsonNode row) {
    List<String> argv = Vectors.strings(row.get("argv"));
    Map<String, String> environment = new HashMap<>();
    row.get("env").properties().forEach(e -> environment.put(e.getKey(), e.getValue().asText()));

    Explanation explanation = Rclone.explain("", Os.POSIX, argv, environment);

    boolean refused =
        row.get("outcome").asText().equals("rejected")
            || (row.get("outcome").asText().equals("failed")
                && !NOT_IN_THE_LINE.contains(row.get("desc").asText()));
    if (refused) {
      assertThat(explanation.verdict()).isEqualTo(Verdict.REJECTED);
      assertThat(explanation.reason()).isNotEmpty();
    } else {
      boolean help = argv.contains("--help");
      assertThat(explanation.verdict()).isEqualTo(help ? Verdict.HELP : Verdict.RUNS);
      boolean none = row.get("files_at_destination").isEmpty();
      if (!none) {
        assertThat(explanation.invocation()).isNotNull();
        assertThat(explanation.invocation().dryRun()).isFalse();
      }
    }
  }
}
