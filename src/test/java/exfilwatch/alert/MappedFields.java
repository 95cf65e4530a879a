package exfilwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.alert.AlertFields.AlertField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mapping of a component template in {@code conf/dashboards}. */
final class MappedFields {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MappedFields ELASTICSEARCH = of("elasticsearch");
  private static final String ACCOUNT_OPTIONS = "exfil.destination.";

  /** Of our fields, whether they are lists. */
  private static final Map<String, Boolean> MANY =
      AlertFields.all().stream()
          .filter(field -> field.type() != AlertFields.Type.STORED)
          .collect(Collectors.toMap(AlertField::name, AlertField::many));

  private final JsonNode properties;

  private MappedFields(JsonNode properties) {
    this.properties = properties;
  }

  static MappedFields of(String product) {
    try {
      Path file = Path.of("conf/dashboards", product + "-component-template.json");
      return new MappedFields(JSON.readTree(file.toFile()).at("/template/mappings/properties"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every field with its type, without objects that are only parents. */
  Map<String, String> types() {
    Map<String, String> types = new TreeMap<>();
    collect("", properties, types);
    return types;
  }

  private static void collect(String prefix, JsonNode properties, Map<String, String> types) {
    properties
        .properties()
        .forEach(
            field -> {
              String name = prefix + field.getKey();
              JsonNode mapping = field.getValue();
              if (mapping.has("type")) {
                types.put(name, mapping.get("type").asText());
              }
              if (mapping.has("properties")) {
                collect(name + ".", mapping.get("properties"), types);
              }
            });
  }

  /** Whether the values of that field are apart in objects that only nested queries see. */
  boolean isNested(String name) {
    return types().entrySet().stream()
        .anyMatch(e -> e.getValue().equals("nested") && name.startsWith(e.getKey() + "."));
  }

  /** Fails when a field of the alert has no mapping, or one of another type. */
  static void requireMapped(JsonNode alert) {
    List<String> wrong = new ArrayList<>();
    check("", alert, ELASTICSEARCH.properties, wrong);
    assertThat(wrong).as("fields without a fitting mapping").isEmpty();
  }

  private static void check(String prefix, JsonNode object, JsonNode mapped, List<String> wrong) {
    object
        .properties()
        .forEach(
            field -> {
              String name = prefix + field.getKey();
              JsonNode mapping = mapped.get(field.getKey());
              if (mapping == null) {
                if (!name.startsWith(ACCOUNT_OPTIONS) || !field.getValue().isTextual()) {
                  wrong.add(name);
                }
                return;
              }
              if (field.getValue().isArray()
                  != MANY.getOrDefault(name, field.getValue().isArray())) {
                wrong.add(name + " is a list or should be one");
              }
              List<JsonNode> values = new ArrayList<>();
              (field.getValue().isArray() ? field.getValue() : List.of(field.getValue()))
                  .forEach(values::add);
              for (JsonNode value : values) {
                if (!fits(mapping.path("type").asText(null), value)) {
                  wrong.add(name + " " + mapping + ": " + value);
                } else if (value.isObject() && mapping.has("properties")) {
                  check(name + ".", value, mapping.get("properties"), wrong);
                }
              }
            });
  }

  private static boolean fits(@Nullable String type, JsonNode value) {
    if (type == null) {
      return value.isObject();
    }
    return switch (type) {
      case "keyword", "wildcard", "text", "match_only_text" -> value.isTextual();
      case "date" -> value.asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
      case "ip" -> value.asText().matches("[0-9a-f.:]+");
      case "long" -> value.isIntegralNumber();
      case "float" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "flattened", "object", "nested" -> value.isObject();
      default -> false;
    };
  }
}
