package exfilwatch.rclone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RemoteStringTest {

  static Stream<JsonNode> vectors() {
    return Vectors.rows("remote-syntax-vectors.jsonl");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void parsesAsRcloneDoes(JsonNode row) {
    List<Os> systems =
        switch (row.get("os").asText()) {
          case "windows" -> List.of(Os.WINDOWS);
          case "linux" -> List.of(Os.POSIX);
          default -> List.of(Os.WINDOWS, Os.POSIX);
        };
    for (Os os : systems) {
      RemoteString remote = RemoteString.parse(row.get("in").asText(), os);
      if (row.get("error").asBoolean()) {
        assertThat(remote.error()).isNotNull();
        assertThat(row.get("error_text").asText()).startsWith(remote.error());
      } else {
        assertThat(remote.error()).isNull();
        assertThat(remote.name()).isEqualTo(row.get("name").asText());
        assertThat(remote.config())
            .isEqualTo(
                new ObjectMapper()
                    .convertValue(row.get("config"), new TypeReference<Map<String, String>>() {}));
        assertThat(remote.path()).isEqualTo(row.get("path").asText());
        assertThat(remote.local()).isEqualTo(row.get("local").asBoolean());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"a, true", "a-, false", "a--, true", "a -b, true", "'a b ', false", "٣x, true"})
  void knowsNames(String name, boolean valid) {
    assertThat(RemoteString.isName(name)).isEqualTo(valid);
  }
}
