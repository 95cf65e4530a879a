package exfilwatch.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of a YAML file that knows where it stands. Getters that don't find what they promise
 * throw a {@link YamlException} that names file, line and path. Immutable.
 */
public final class YamlNode {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})\\s*(ms|s|m|h|d|w)");

  private final String file;
  private final int line;
  private final String path;
  private final @Nullable Object content;
  private final String text;

  /**
   * @param content a map of nodes, a list of nodes, or a scalar's value
   * @param text how a scalar is written
   */
  YamlNode(String file, int line, String path, @Nullable Object content, String text) {
    this.file = file;
    this.line = line;
    this.path = path;
    this.content = content;
    this.text = text;
  }

  /** The file's name as complaints give it. */
  public String file() {
    return file;
  }

  /** Where the node starts (in a map: where its key is), from 1. */
  public int line() {
    return line;
  }

  /** As {@code sources.kafka.topics[2]}; empty for a whole document. */
  public String path() {
    return path;
  }

  public boolean isMap() {
    return content instanceof Map;
  }

  public boolean isList() {
    return content instanceof List;
  }

  /** Neither map nor list; null is a scalar. */
  public boolean isScalar() {
    return !isMap() && !isList();
  }

  public boolean isNull() {
    return content == null;
  }

  /** A complaint about this node: what is wrong; what to do. */
  public YamlException error(String detail) {
    return new YamlException(file, line, path, detail);
  }

  /** Keys and values in the order of the file. */
  @SuppressWarnings("unchecked")
  public Map<String, YamlNode> map() {
    if (content instanceof Map<?, ?> map) {
      return (Map<String, YamlNode>) map;
    }
    throw error("must be a map of keys and values, but is " + kind());
  }

  @SuppressWarnings("unchecked")
  public List<YamlNode> list() {
    if (content instanceof List<?> list) {
      return (List<YamlNode>) list;
    }
    throw error("must be a list, but is " + kind());
  }

  /** The items of a list; a single value is a list of one, null of none. */
  public List<YamlNode> listOrOne() {
    return isNull() ? List.of() : isList() ? list() : List.of(this);
  }

  /** The texts of a list; a single text is a list of one, null of none. */
  public List<String> strings() {
    return listOrOne().stream().map(YamlNode::string).toList();
  }

  /**
   * What a scalar stands for: String, Boolean, Long (BigInteger beyond it), Double or null. Maps
   * and lists come as maps and lists of such values.
   */
  public @Nullable Object value() {
    if (isMap()) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      map().forEach((k, v) -> plain.put(k, v.value()));
      return plain;
    }
    if (isList()) {
      List<@Nullable Object> plain = new ArrayList<>();
      list().forEach(v -> plain.add(v.value()));
      return plain;
    }
    return content;
  }

  /** A scalar as it is written (also a number or a boolean), not null. */
  public String string() {
    if (isScalar() && content != null) {
      return text;
    }
    throw error("must be text, but is " + kind());
  }

  public boolean bool() {
    if (content instanceof Boolean b) {
      return b;
    }
    throw error("must be true or false, but is " + kind());
  }

  /** A whole number within both bounds. */
  public long integer(long min, long max) {
    if (!(content instanceof Long n)) {
      throw error("must be a whole number, but is " + kind());
    }
    if (n < min || n > max) {
      throw error("is " + n + "; write a number from " + min + " to " + max);
    }
    return n;
  }

  /** A number within both bounds. */
  public double decimal(double min, double max) {
    if (!(content instanceof Number n)) {
      throw error("must be a number, but is " + kind());
    }
    double d = n.doubleValue();
    if (!(d >= min && d <= max)) {
      throw error("is " + text + "; write a number from " + min + " to " + max);
    }
    return d;
  }

  /** A time span: a number and one of {@code ms s m h d w}, as {@code 90s} or {@code 10m}. */
  public Duration duration() {
    Matcher m = DURATION.matcher(string());
    if (!m.matches()) {
      throw error("'" + text + "' isn't a time span; write a number and a unit, as 90s, 10m or 2d");
    }
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      case "d" -> Duration.ofDays(n);
      default -> Duration.ofDays(7 * n);
    };
  }

  /** One of an enumeration's constants, in any case, {@code -} like {@code _}. */
  public <E extends Enum<E>> E oneOf(Class<E> type) {
    String wanted = string().toUpperCase(Locale.ROOT).replace('-', '_');
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(wanted)) {
        return constant;
      }
    }
    List<String> known =
        Arrays.stream(type.getEnumConstants()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    throw error("'" + text + "' isn't known; " + Suggestion.hint(text, known));
  }

  /** The value of a key; empty when the key is absent or its value null. */
  public Optional<YamlNode> find(String key) {
    return Optional.ofNullable(map().get(key)).filter(v -> !v.isNull());
  }

  /** The value of a key that must be there. */
  public YamlNode get(String key) {
    return find(key)
        .orElseThrow(() -> error("the key '" + key + "' is missing; add '" + key + ":'"));
  }

  /** The text of a key that must be there. */
  public String string(String key) {
    return get(key).string();
  }

  /** Complains about the first key that isn't known. */
  public void rejectUnknownKeys(Collection<String> known) {
    map()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                throw value.error("unknown key; " + Suggestion.hint(key, known));
              }
            });
  }

  public void rejectUnknownKeys(String... known) {
    rejectUnknownKeys(List.of(known));
  }

  private String kind() {
    return content == null ? "empty" : isMap() ? "a map" : isList() ? "a list" : "'" + text + "'";
  }

  @Override
  public String toString() {
    return file + ":" + line + ": " + path;
  }
}
