package exfilwatch.rclone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import exfilwatch.rclone.RemoteString.Parameter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the secrets out of the values of rclone's options, each by its {@link Treatment}. */
final class SecretValues {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Of an OAuth token only these say nothing. */
  private static final Set<String> TOKEN_KEPT = Set.of("expiry", "token_type", "expires_in");

  private static final Set<String> AZURE_KEPT =
      Set.of(
          "accountname",
          "endpointsuffix",
          "defaultendpointsprotocol",
          "blobendpoint",
          "fileendpoint",
          "queueendpoint",
          "tableendpoint");

  /** Remotes within remotes: a deeper one is no configuration but an attack on the parser. */
  private static final int MAX_DEPTH = 6;

  private final Os os;
  private final Secrets secrets;

  SecretValues(Os os, Secrets secrets) {
    this.os = os;
    this.secrets = secrets;
  }

  String option(@Nullable Backend backend, String option, String value) {
    return value(SecretOptions.of(backend, option), option, value, 0);
  }

  String flag(Flag flag, String value) {
    Backend backend = flag.backend().isEmpty() ? null : Backend.named(flag.backend());
    Treatment treatment =
        backend == null
            ? SecretOptions.ofFlag(flag.option())
            : SecretOptions.of(backend, flag.option());
    return value(treatment, flag.option(), value, 0);
  }

  /** The value of an environment variable. */
  String variable(String name, String value) {
    return value(SecretOptions.ofVariable(name), name, value, 0);
  }

  /** {@code option=value}; a word without the sign stays. */
  String pair(@Nullable Backend backend, String pair) {
    int equals = pair.indexOf('=');
    if (equals < 0) {
      return any(pair, 0);
    }
    String name = pair.substring(0, equals);
    String value = pair.substring(equals + 1);
    Treatment treatment = SecretOptions.of(backend, name.replace('-', '_'));
    String shown = treatment == Treatment.KEEP ? any(value, 0) : value(treatment, name, value, 0);
    return name + "=" + shown;
  }

  private String value(Treatment treatment, String option, String value, int depth) {
    return switch (treatment) {
      case KEEP -> TextScrubber.scrubUrls(value, secrets);
      case PATH -> value;
      case REDACT -> secrets.redact(option, value);
      case URL -> TextScrubber.scrub(userInfo(value), secrets);
      case URL_NO_QUERY, SAS_URL -> withoutQuery(option, value);
      case CONNECTION_STRING -> connectionString(option, value);
      case JSON -> json(option, value);
      case HEADER -> header(option, value);
      case COMMAND -> firstField(option, value, ' ');
      case LINE -> line(value);
      case FIRST_OF_PAIR -> firstField(option, value, ',');
      case PAIRS -> pairs(value);
      case REMOTE -> remote(value, depth + 1);
      case REMOTES -> remotes(value, depth + 1);
    };
  }

  /** Without a scheme too: {@code user:password@host:port}. */
  private String userInfo(String value) {
    int at = value.lastIndexOf('@');
    if (at < 0 || value.contains("//")) {
      return value;
    }
    int colon = value.indexOf(':');
    if (colon < 0 || colon > at) {
      return value;
    }
    int start = colon + 1;
    return value.substring(0, start)
        + secrets.redact("userinfo", value.substring(start, at))
        + value.substring(at);
  }

  private String withoutQuery(String option, String value) {
    String url = TextScrubber.scrub(userInfo(cut(value)), secrets);
    int query = value.indexOf('?');
    return query < 0 ? url : url + "?" + secrets.redact(option, value.substring(query + 1));
  }

  private static String cut(String value) {
    int query = value.indexOf('?');
    return query < 0 ? value : value.substring(0, query);
  }

  private String connectionString(String option, String value) {
    StringBuilder kept = new StringBuilder();
    for (String part : value.split(";", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals);
      if (kept.length() > 0) {
        kept.append(';');
      }
      if (AZURE_KEPT.contains(name.trim().toLowerCase(Locale.ROOT))) {
        kept.append(name).append('=').append(withoutQuery(option, part.substring(equals + 1)));
      } else if (equals < 0) {
        kept.append(secrets.redact(option, part));
      } else {
        kept.append(name).append('=').append(secrets.redact(option, part.substring(equals + 1)));
      }
    }
    return kept.toString();
  }

  private String header(String option, String value) {
    int end = 0;
    while (end < value.length() && value.charAt(end) != ':' && value.charAt(end) != ',') {
      end++;
    }
    if (end == value.length()) {
      return value;
    }
    String lower = value.toLowerCase(Locale.ROOT);
    boolean list = value.charAt(end) == ',';
    boolean secret =
        list
            ? lower.contains("authorization") || lower.contains("cookie") || sounds(lower)
            : sounds(lower.substring(0, end).trim());
    if (!secret) {
      return TextScrubber.scrub(value, secrets);
    }
    int start = end + 1;
    while (start < value.length() && value.charAt(start) == ' ') {
      start++;
    }
    return value.substring(0, start) + secrets.redact(option, value.substring(start));
  }

  private static boolean sounds(String header) {
    return header.contains("auth")
        || header.contains("cookie")
        || header.contains("token")
        || header.contains("key")
        || header.contains("secret")
        || header.contains("signature");
  }

  /** The first field stays, quoted or not. */
  private String firstField(String option, String value, char separator) {
    int from = value.startsWith("\"") ? Math.max(value.indexOf('"', 1), 0) : 0;
    int end = value.indexOf(separator, from);
    return end < 0
        ? value
        : value.substring(0, end + 1) + secrets.redact(option, value.substring(end + 1));
  }

  private String pairs(String value) {
    StringBuilder shown = new StringBuilder();
    for (String pair : value.split(",", -1)) {
      shown.append(shown.length() > 0 ? "," : "").append(pair(null, pair));
    }
    return shown.toString();
  }

  private String remotes(String value, int depth) {
    if (value.indexOf('"') >= 0) {
      return remote(value, depth);
    }
    StringBuilder shown = new StringBuilder();
    for (String remote : value.split(" ", -1)) {
      int equals = remote.indexOf("=");
      int colon = remote.indexOf(':');
      boolean named = equals > 0 && (colon < 0 || equals < colon) && remote.indexOf(',') != 0;
      boolean directory = named && remote.substring(0, equals).indexOf(',') < 0;
      String prefix = directory ? remote.substring(0, equals + 1) : "";
      shown.append(shown.length() > 0 ? " " : "").append(prefix);
      shown.append(remote(remote.substring(prefix.length()), depth));
    }
    return shown.toString();
  }

  String remote(String raw) {
    return remote(raw, 0);
  }

  private String remote(String raw, int depth) {
    if (depth > MAX_DEPTH) {
      return secrets.redact("remote", raw);
    }
    if (raw.startsWith("{")) {
      return json("remote", raw);
    }
    RemoteString remote = RemoteString.parse(raw, os);
    if (remote.parameters().isEmpty()) {
      return TextScrubber.scrub(raw, secrets);
    }
    Backend backend = backend(remote);
    StringBuilder shown = new StringBuilder();
    int copied = 0;
    boolean secretSeen = false;
    for (Parameter parameter : remote.parameters()) {
      String value = parameter.value();
      Treatment treatment = SecretOptions.of(backend, parameter.key());
      String kept = value(treatment, parameter.key(), value, depth);
      secretSeen |= treatment == Treatment.REDACT;
      if (!kept.equals(value)) {
        shown.append(raw, copied, parameter.start());
        shown.append(requoted(raw, parameter, kept));
        copied = parameter.end();
      }
    }
    String rest = raw.substring(Math.max(copied, remote.pathStart()));
    shown.append(raw, copied, Math.max(copied, remote.pathStart()));
    if (remote.error() == null) {
      return shown.append(path(remote, rest)).toString();
    }
    // what follows a broken value can be the rest of it
    Parameter last = remote.parameters().get(remote.parameters().size() - 1);
    int tail = Math.max(copied, last.end());
    if (secretSeen && tail < raw.length()) {
      String head = shown.substring(0, shown.length() - (remote.pathStart() - tail));
      return head + secrets.redact(last.key(), raw.substring(tail));
    }
    return TextScrubber.scrub(shown.toString(), secrets);
  }

  /** The path of a well-formed remote. */
  String path(RemoteString remote) {
    return path(remote, remote.path());
  }

  /**
   * {@code :crypt,remote=m:e,password=x:p} has options in its path, because a value was not quoted:
   * they were meant to end at the last colon. Of a token cut in the middle the rest goes.
   */
  private String path(RemoteString remote, String path) {
    int colon = path.lastIndexOf(':');
    String end = colon < 0 ? "" : path.substring(colon);
    if (endsInsideJson(remote)) {
      return secrets.redact("token", path.substring(0, path.length() - end.length())) + end;
    }
    boolean options =
        colon > 0 && path.indexOf(',') >= 0 && path.indexOf('=') > 0 && end.indexOf('@') < 0;
    return options
        ? TextScrubber.scrub(path.substring(0, colon), secrets) + end
        : TextScrubber.scrub(path, secrets);
  }

  private static boolean endsInsideJson(RemoteString remote) {
    if (remote.parameters().isEmpty()) {
      return false;
    }
    Parameter last = remote.parameters().get(remote.parameters().size() - 1);
    return last.value().startsWith("{") && last.value().indexOf('}') < 0;
  }

  private static String requoted(String raw, Parameter parameter, String value) {
    char first = raw.charAt(parameter.start());
    boolean quoted = first == '"' || first == '\'';
    if (!quoted && value.indexOf(':') < 0 && value.indexOf(',') < 0) {
      return value;
    }
    char quote = quoted ? first : '"';
    String mark = String.valueOf(quote);
    return mark + value.replace(mark, mark + mark) + mark;
  }

  static @Nullable Backend backend(RemoteString remote) {
    if (remote.isOnTheFly()) {
      return Backend.named(remote.name().substring(1));
    }
    String type = remote.config().get("type");
    return type == null ? null : Backend.named(type);
  }

  /** A word that is a command line itself. */
  String line(String value) {
    return LineRedactor.redact(value, os, secrets);
  }

  String any(String value) {
    return any(value, 0);
  }

  /** A value of which nothing is known: JSON, a remote or text. */
  private String any(String value, int depth) {
    if (value.startsWith("{") || value.startsWith("[")) {
      return json("json", value);
    }
    return value.indexOf(':') >= 0 && value.indexOf(',') >= 0
        ? remote(value, depth + 1)
        : TextScrubber.scrub(value, secrets);
  }

  /** Text that is no JSON goes as a whole. */
  String json(String option, String value) {
    try {
      JsonNode node = JSON.readTree(value);
      if (node == null || !node.isContainerNode()) {
        return secrets.redact(option, value);
      }
      boolean token = option.equals("token");
      int before = secrets.options().size();
      JsonNode shown = redacted(node, option, token, type(node));
      return before == secrets.options().size() && node.equals(shown) ? value : shown.toString();
    } catch (JsonProcessingException e) {
      return secrets.redact(option, value);
    }
  }

  private static @Nullable Backend type(JsonNode node) {
    JsonNode type = node.get("type");
    return type == null ? null : Backend.named(type.asText());
  }

  private JsonNode redacted(JsonNode node, String name, boolean token, @Nullable Backend backend) {
    if (node instanceof ObjectNode object) {
      ObjectNode shown = JSON.createObjectNode();
      Backend own = type(object) == null ? backend : type(object);
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        boolean within = token && !TOKEN_KEPT.contains(field.getKey());
        shown.set(field.getKey(), redacted(field.getValue(), field.getKey(), within, own));
      }
      return shown;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode shown = JSON.createArrayNode();
      array.forEach(item -> shown.add(redacted(item, name, token, backend)));
      return shown;
    }
    if (token) {
      return TextNode.valueOf(secrets.redact(name, node.asText()));
    }
    Treatment treatment = SecretOptions.of(backend, name);
    if (treatment == Treatment.KEEP || treatment == Treatment.JSON) {
      treatment = stricter(treatment, SecretOptions.ofFlag(name), name);
    }
    if (treatment == Treatment.REDACT) {
      return TextNode.valueOf(secrets.redact(name, node.asText()));
    }
    if (!node.isTextual()) {
      return node;
    }
    String text = node.asText();
    String kept = treatment == Treatment.KEEP ? any(text, 1) : value(treatment, name, text, 1);
    return TextNode.valueOf(kept);
  }

  private static Treatment stricter(Treatment treatment, Treatment ofFlag, String name) {
    if (ofFlag == Treatment.REDACT || SecretOptions.soundsSecret(name)) {
      return Treatment.REDACT;
    }
    return treatment;
  }
}
