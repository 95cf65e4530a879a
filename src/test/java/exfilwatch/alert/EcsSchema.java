package exfilwatch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A JSON Schema made from the table of ECS fields: known fields only, of their types, arrays where
 * ECS normalises to arrays and nowhere else, allowed values. Everything below {@code exfil} is
 * ours.
 */
final class EcsSchema {

  static final String VERSION = "8.17.0";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A line of the table. */
  record Field(String name, String type, boolean array, List<String> allowed, String pattern) {}

  private EcsSchema() {}

  static Map<String, Field> fields() {
    String name = "ecs-" + VERSION + "-fields.tsv";
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(EcsSchema.class.getResourceAsStream(name), UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(
              column ->
                  new Field(
                      column[0],
                      column[1],
                      column[2].equals("array"),
                      column[3].equals("-") ? List.of() : List.of(column[3].split(",", -1)),
                      column[4]))
          .collect(Collectors.toMap(Field::name, f -> f, (a, b) -> a, TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode jsonSchema() {
    ObjectNode root = object();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    for (Field field : fields().values()) {
      ObjectNode parent = root;
      List<String> path = List.of(field.name().split("\\.", -1));
      for (String part : path.subList(0, path.size() - 1)) {
        ObjectNode properties = (ObjectNode) parent.get("properties");
        if (!properties.has(part)) {
          properties.set(part, object());
        }
        parent = (ObjectNode) properties.get(part);
      }
      ObjectNode properties = (ObjectNode) parent.get("properties");
      properties.set(path.get(path.size() - 1), schemaOf(field));
    }
    ((ObjectNode) root.get("properties")).putObject("exfil").put("type", "object");
    root.putArray("required").add("@timestamp").add("ecs").add("event").add("message").add("exfil");
    return root;
  }

  private static ObjectNode object() {
    ObjectNode node = JSON.createObjectNode().put("type", "object");
    node.put("additionalProperties", false).put("minProperties", 1).putObject("properties");
    return node;
  }

  private static ObjectNode schemaOf(Field field) {
    ObjectNode value = JSON.createObjectNode();
    switch (field.type()) {
      case "keyword", "constant_keyword", "wildcard", "text", "match_only_text" ->
          value.put("type", "string").put("minLength", 1);
      case "date" -> value.put("type", "string").put("format", "date-time");
      case "long" -> value.put("type", "integer");
      case "float", "scaled_float" -> value.put("type", "number");
      case "boolean" -> value.put("type", "boolean");
      case "ip" -> {
        ArrayNode any = value.put("type", "string").putArray("anyOf");
        any.addObject().put("format", "ipv4");
        any.addObject().put("format", "ipv6");
      }
      case "object", "flattened", "nested" -> value.put("type", "object");
      default -> throw new IllegalStateException(field.toString());
    }
    if (!field.allowed().isEmpty()) {
      ArrayNode allowed = value.putArray("enum");
      field.allowed().forEach(allowed::add);
    }
    if (!field.pattern().equals("-")) {
      value.put("pattern", field.pattern());
    }
    if (!field.array()) {
      return value;
    }
    ObjectNode array = JSON.createObjectNode().put("type", "array").put("minItems", 1);
    array.set("items", value);
    return array;
  }
}
