package exfilwatch.sigma;

import exfilwatch.yaml.Suggestion;
import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What rules, filters and correlations say about themselves.
 *
 * @param id the document's own; else its name; else its title
 * @param custom top-level keys that Sigma doesn't know, as plain values
 */
record Header(
    YamlNode node,
    String id,
    @Nullable String name,
    String title,
    Level level,
    @Nullable Status status,
    String description,
    String author,
    List<String> references,
    List<String> tags,
    List<String> falsePositives,
    Map<String, @Nullable Object> custom) {

  private static final int LONGEST_TITLE = 256;
  private static final Pattern DATE =
      Pattern.compile("[1-3][0-9]{3}(-[01][0-9]-[0-3][0-9]|/[01]?[0-9]/[0-3]?[0-9])");
  private static final Pattern TAG = Pattern.compile("[^\\s.]+\\.\\S+");
  private static final Set<String> RELATIONS =
      Set.of("derived", "obsolete", "obsoletes", "merged", "renamed", "similar", "correlation");
  private static final Set<String> TAXONOMIES = Set.of("sigma", "ecs");
  private static final Set<String> KNOWN =
      Set.of(
          "title",
          "id",
          "related",
          "name",
          "taxonomy",
          "status",
          "description",
          "license",
          "author",
          "references",
          "date",
          "modified",
          "logsource",
          "detection",
          "fields",
          "falsepositives",
          "level",
          "tags",
          "scope",
          "correlation",
          "filter",
          "action");

  /** How problems name the document: title and id, as far as it has them. */
  static String label(YamlNode node) {
    String title = text(node, "title");
    String id = text(node, "id");
    return title.isEmpty() ? id : "'" + title + "'" + (id.isEmpty() ? "" : " (" + id + ")");
  }

  /** As {@link #id}, before anything is checked. */
  static String idOf(YamlNode node) {
    for (String key : List.of("id", "name", "title")) {
      String text = text(node, key);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /** What others may call the document by: its id, name and title. */
  static List<String> references(YamlNode node) {
    return List.of(text(node, "id"), text(node, "name"), text(node, "title"));
  }

  /**
   * @param problems takes what is wrong; reading goes on, to find all of it
   */
  static Header read(YamlNode node, Consumer<YamlException> problems) {
    Reader reader = new Reader(node, problems);
    node.map().forEach(reader::checkKey);
    String title = reader.required("title", Header::title);
    String id = reader.optional("id", Header::id);
    String name = reader.optional("name", YamlNode::string);
    Level level = reader.optional("level", n -> n.oneOf(Level.class));
    reader.optional("related", Header::related);
    reader.optional("taxonomy", Header::taxonomy);
    reader.optional("date", Header::date);
    reader.optional("modified", Header::date);
    reader.optional("license", YamlNode::string);
    reader.strings("fields");
    reader.strings("scope");
    List<String> tags = reader.strings("tags");
    reader.optional("tags", Header::tags);
    return new Header(
        node,
        id != null ? id : name != null ? name : title,
        name,
        title,
        level != null ? level : Level.MEDIUM,
        reader.optional("status", n -> n.oneOf(Status.class)),
        reader.text("description").strip(),
        String.join(", ", reader.strings("author")),
        reader.strings("references"),
        tags,
        reader.strings("falsepositives"),
        reader.custom);
  }

  private static String title(YamlNode node) {
    if (node.string().length() > LONGEST_TITLE) {
      throw node.error("has more than " + LONGEST_TITLE + " characters; shorten it");
    }
    return node.string();
  }

  private static String id(YamlNode node) {
    String id = node.string();
    try {
      if (id.length() == 36 && UUID.fromString(id).toString().equalsIgnoreCase(id)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // Told below
    }
    throw node.error("'" + id + "' isn't a UUID; write one (uuidgen makes them)");
  }

  private static String taxonomy(YamlNode node) {
    if (!TAXONOMIES.contains(node.string())) {
      throw node.error("'" + node.string() + "' isn't supported; known are sigma and ecs");
    }
    return node.string();
  }

  private static String date(YamlNode node) {
    if (!DATE.matcher(node.string()).matches()) {
      throw node.error("'" + node.string() + "' isn't a date; write it as 2026-11-01");
    }
    return node.string();
  }

  private static List<YamlNode> related(YamlNode node) {
    for (YamlNode one : node.list()) {
      one.rejectUnknownKeys("id", "type");
      id(one.get("id"));
      if (!RELATIONS.contains(one.string("type"))) {
        throw one.get("type").error("unknown; " + Suggestion.hint(one.string("type"), RELATIONS));
      }
    }
    return node.list();
  }

  private static List<YamlNode> tags(YamlNode node) {
    for (YamlNode tag : node.listOrOne()) {
      if (!TAG.matcher(tag.string()).matches()) {
        throw tag.error("'" + tag.string() + "' isn't a tag; write namespace.name");
      }
    }
    return node.listOrOne();
  }

  private static String text(YamlNode node, String key) {
    return node.isMap()
        ? node.find(key).filter(YamlNode::isScalar).map(YamlNode::string).orElse("")
        : "";
  }

  /** Reads keys, each of which may fail without hiding what is wrong with the next. */
  private static final class Reader {
    private final YamlNode node;
    private final Consumer<YamlException> problems;
    private final Map<String, @Nullable Object> custom = new LinkedHashMap<>();

    Reader(YamlNode node, Consumer<YamlException> problems) {
      this.node = node;
      this.problems = problems;
    }

    /** A key near a known one is a slip; any other is an attribute of the rule's author. */
    void checkKey(String key, YamlNode value) {
      if (key.equals("action")) {
        problems.accept(value.error("isn't part of Sigma 2; write all keys in each document"));
      } else if (!KNOWN.contains(key)) {
        Optional<String> meant = Suggestion.nearest(key, KNOWN);
        if (meant.isPresent()) {
          problems.accept(value.error("unknown key; did you mean '" + meant.get() + "'?"));
        } else {
          custom.put(key, value.value());
        }
      }
    }

    <T> @Nullable T optional(String key, Function<YamlNode, T> read) {
      try {
        return node.find(key).map(read).orElse(null);
      } catch (YamlException e) {
        problems.accept(e);
        return null;
      }
    }

    String required(String key, Function<YamlNode, String> read) {
      try {
        return read.apply(node.get(key));
      } catch (YamlException e) {
        problems.accept(e);
        return "";
      }
    }

    String text(String key) {
      String text = optional(key, YamlNode::string);
      return text == null ? "" : text;
    }

    List<String> strings(String key) {
      List<String> strings = optional(key, n -> new ArrayList<>(n.strings()));
      return strings == null ? List.of() : List.copyOf(strings);
    }
  }
}
