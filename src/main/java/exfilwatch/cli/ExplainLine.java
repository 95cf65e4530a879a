package exfilwatch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.rclone.Os;
import exfilwatch.rclone.Rclone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of {@code explain --jsonl}: a JSON text or object in, one result out, always. */
final class ExplainLine {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final @Nullable Os defaultOs;

  ExplainLine(@Nullable Os defaultOs) {
    this.defaultOs = defaultOs;
  }

  String explain(String line) {
    JsonNode input;
    try {
      input = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return error("not JSON; write a JSON string or object on each line");
    }
    if (input.isTextual()) {
      return Rclone.explain(input.textValue(), defaultOs, null, Map.of()).toJson();
    }
    if (!input.isObject()) {
      return error("neither a JSON string nor an object");
    }
    JsonNode os = input.path("os");
    Os system = os.isTextual() ? Os.of(os.textValue()) : defaultOs;
    if (os.isTextual() && system == null) {
      return error("os: '" + os.textValue() + "' is none of windows, linux, macos, posix");
    }
    return Rclone.explain(
            input.path("cmd").asText(""), system, args(input.path("args")), env(input.path("env")))
        .toJson();
  }

  private static @Nullable List<String> args(JsonNode node) {
    if (!node.isArray()) {
      return null;
    }
    List<String> args = new ArrayList<>();
    node.forEach(arg -> args.add(arg.asText()));
    return args;
  }

  private static Map<String, String> env(JsonNode node) {
    Map<String, String> env = new HashMap<>();
    node.properties().forEach(entry -> env.put(entry.getKey(), entry.getValue().asText()));
    return env;
  }

  private static String error(String what) {
    return JSON.createObjectNode().put("error", what).toString();
  }
}
