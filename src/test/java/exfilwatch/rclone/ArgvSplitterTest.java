package exfilwatch.rclone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArgvSplitterTest {

  static Stream<JsonNode> windowsVectors() {
    return Vectors.rows("windows-argv-vectors.jsonl");
  }

  @ParameterizedTest
  @MethodSource("windowsVectors")
  void splitsWindowsCommandLinesAsGoDoes(JsonNode row) {
    assertThat(ArgvSplitter.windows(row.get("cmdline").asText()))
        .isEqualTo(Vectors.strings(row.get("go_argv")));
  }

  @Test
  void splitsPosixQuoting() {
    assertThat(ArgvSplitter.posix("rclone copy 'a b' \"c \\\" \\d $e\" f\\ g h''i \\\n  ''"))
        .isEqualTo(List.of("rclone", "copy", "a b", "c \" \\d $e", "f g", "hi", ""));
    assertThat(ArgvSplitter.posix("a 'open end")).isEqualTo(List.of("a", "open end"));
    assertThat(ArgvSplitter.posix("a b\\")).isEqualTo(List.of("a", "b\\"));
    assertThat(ArgvSplitter.posix(" \t\n")).isEmpty();
  }
}
