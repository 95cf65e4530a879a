package exfilwatch.rclone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where data comes from and goes to, by the roles of a command's arguments. */
final class Endpoints {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ParsedCommand parsed;
  private final RemoteResolver resolver;
  private final Map<String, String> environment;

  /** Arguments that rclone opens as remotes. */
  private final List<Remote> opened = new ArrayList<>();

  private @Nullable Remote source;
  private @Nullable Remote destination;
  private @Nullable String remoteControl;
  private boolean moves;
  private boolean reads;

  Endpoints(ParsedCommand parsed, RemoteResolver resolver, Map<String, String> environment) {
    this.parsed = parsed;
    this.resolver = resolver;
    this.environment = environment;
    Command command = parsed.command();
    if (command == null) {
      return;
    }
    moves = command.movesData();
    reads = command.path().equals("cat");
    switch (command.path()) {
      case "config create" -> configured(2, 1);
      case "config update", "config password" -> configured(1, -1);
      case "rc" -> readRemoteControl();
      default -> byRoles(command);
    }
  }

  @Nullable Remote source() {
    return source;
  }

  @Nullable Remote destination() {
    return destination;
  }

  @Nullable String remoteControl() {
    return remoteControl;
  }

  List<Remote> opened() {
    return opened;
  }

  Direction direction() {
    if (source == null && destination == null) {
      return Direction.NONE;
    }
    return moves || reads ? Direction.between(source, destination) : Direction.NONE;
  }

  /** Variables of the process, as far as known. */
  Map<String, String> environment() {
    return environment;
  }

  boolean isConfiguredByEnvironment() {
    return environment.keySet().stream()
        .anyMatch(name -> name.startsWith("RCLONE_CONFIG_") && name.endsWith("_TYPE"));
  }

  /** Whether a remote is named that nothing but the configuration file can define. */
  boolean needsConfigFile() {
    return opened.stream().anyMatch(Endpoints::isNamedOnly);
  }

  /** Why rclone can't open one of the arguments; null when nothing speaks against it. */
  @Nullable String refusal() {
    for (Remote remote : opened) {
      if (remote.error() != null) {
        return remote.error();
      }
      if (isNamedOnly(remote) && "".equals(parsed.value("config"))) {
        return "didn't find section in config file";
      }
    }
    return null;
  }

  private static boolean isNamedOnly(Remote remote) {
    return remote.kind() == Remote.Kind.REMOTE
        && remote.backend() == null
        && remote.error() == null
        && !remote.name().startsWith(":");
  }

  private void byRoles(Command command) {
    List<String> roles = command.roles();
    int count = parsed.arguments().size();
    if (roles.size() == 2 && count == 1) {
      only(command, parsed.argument(0));
      return;
    }
    // of a refused line with too many words the last ones are most likely what was meant
    int shift =
        count > roles.size() && command.maxArgs() == roles.size() ? count - roles.size() : 0;
    for (int at = 0; at < roles.size() && at + shift < count; at++) {
      assign(roles.get(at), parsed.argument(at + shift));
    }
  }

  private void only(Command command, String argument) {
    boolean optionalFirst = command.path().equals("dedupe");
    boolean toStandardOutput = command.path().equals("archive create");
    if (command.path().equals("copyurl")) {
      assign("url", argument);
    } else if (optionalFirst) {
      assign("dst", argument);
    } else if (command.roles().get(0).equals("src")) {
      boolean remote = !toStandardOutput && !resolver.resolve(argument).isLocal();
      assign(remote && command.movesData() ? "dst" : "src", argument);
    }
  }

  private void assign(String role, String argument) {
    switch (role) {
      case "src" -> {
        source = resolver.resolve(argument);
        opened.add(source);
      }
      case "dst" -> {
        destination = resolver.resolve(argument);
        opened.add(destination);
      }
      case "mnt" -> destination = resolver.resolve(argument);
      case "url" -> source = resolver.url(argument);
      default -> {
        // a hash name, a tier: neither end
      }
    }
  }

  /** {@code config create NAME TYPE [key value | key=value]…}. */
  private void configured(int first, int typeAt) {
    int count = parsed.arguments().size();
    if (count < 1) {
      return;
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (int at = first; at < count; at++) {
      String word = parsed.argument(at);
      int equals = word.indexOf('=');
      if (equals >= 0) {
        options.put(word.substring(0, equals), word.substring(equals + 1));
      } else if (at + 1 < count) {
        options.put(word, parsed.argument(++at));
      }
    }
    String type = typeAt >= 0 && count > typeAt ? parsed.argument(typeAt) : null;
    destination = resolver.configured(parsed.argument(0), type, options);
  }

  /** {@code rc sync/copy srcFs=… dstFs=…} or the same as {@code --json}. */
  private void readRemoteControl() {
    if (parsed.arguments().isEmpty()) {
      return;
    }
    remoteControl = parsed.argument(0);
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int at = 1; at < parsed.arguments().size(); at++) {
      String word = parsed.argument(at);
      int equals = word.indexOf('=');
      if (equals > 0) {
        parameters.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    json(parsed.value("json"), parameters);
    String from = first(parameters, "srcFs", "path1");
    String to = first(parameters, "dstFs", "path2");
    if (from != null) {
      source = remote(from, parameters.get("srcRemote"));
    }
    if (to != null) {
      destination = remote(to, parameters.get("dstRemote"));
    } else if (parameters.containsKey("fs")) {
      destination = remote(parameters.getOrDefault("fs", ""), parameters.get("remote"));
    }
    moves =
        remoteControl.startsWith("sync/")
            || remoteControl.matches("operations/(copyfile|movefile|uploadfile|copyurl)");
    if (remoteControl.equals("config/create")) {
      Map<String, String> options = new LinkedHashMap<>();
      json(parameters.get("parameters"), options);
      String name = parameters.getOrDefault("name", "");
      destination = resolver.configured(name, parameters.get("type"), options);
    }
  }

  private static @Nullable String first(Map<String, String> parameters, String... names) {
    for (String name : names) {
      if (parameters.containsKey(name)) {
        return parameters.get(name);
      }
    }
    return null;
  }

  /** A remote as text, or as {@code {"type": …, "_name": …, "_root": …}}; plus a file below it. */
  private Remote remote(String fs, @Nullable String file) {
    Map<String, String> options = new LinkedHashMap<>();
    json(fs, options);
    if (!options.isEmpty()) {
      String root = options.remove("_root");
      String name = options.remove("_name");
      StringBuilder text = new StringBuilder(name == null ? ":" + options.remove("type") : name);
      options.forEach(
          (key, value) -> {
            text.append(',').append(key).append("=\"");
            text.append(value.replace("\"", "\"\"")).append('"');
          });
      return resolver.resolve(text.append(':').append(root == null ? "" : root).toString());
    }
    String slash = fs.endsWith("/") || fs.endsWith(":") || file == null ? "" : "/";
    return resolver.resolve(file == null ? fs : fs + slash + file);
  }

  private static void json(@Nullable String text, Map<String, String> into) {
    if (text == null || !text.startsWith("{")) {
      return;
    }
    try {
      JsonNode node = JSON.readTree(text);
      node.properties()
          .forEach(
              field -> {
                JsonNode value = field.getValue();
                into.put(field.getKey(), value.isValueNode() ? value.asText() : value.toString());
              });
    } catch (JsonProcessingException e) {
      // rclone refuses it too
    }
  }
}
