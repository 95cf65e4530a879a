package exfilwatch.sigma;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the tests of this package share: documents of a map, and rules of a few lines. */
final class Sigma {
  static final String ID = "11111111-2222-4333-8444-555555555555";

  /** Knows all fields but those whose name starts with {@code Unknown}. */
  static final FieldCatalogue ANY_FIELD =
      new FieldCatalogue() {
        @Override
        public @Nullable String resolve(Category category, String name) {
          return name.startsWith("Unknown") ? null : name;
        }

        @Override
        public Collection<String> names(Category category) {
          return List.of("Image", "CommandLine");
        }
      };

  private Sigma() {}

  record MapDocument(Map<String, ?> fields) implements Document {
    @Override
    public @Nullable Object field(String name) {
      return fields.get(name);
    }

    @Override
    public void forEachText(Consumer<String> consumer) {
      for (Object value : fields.values()) {
        if (value instanceof String text) {
          consumer.accept(text);
        } else if (value instanceof Collection<?> many) {
          many.forEach(one -> consumer.accept(String.valueOf(one)));
        }
      }
    }
  }

  static Document document(Map<String, ?> fields) {
    return new MapDocument(fields);
  }

  /** A rule of a detection section whose lines are not indented. */
  static String rule(String detection) {
    return """
    title: Test
    id: %s
    logsource: {category: process_creation}
    detection:
    %s\
    """
        .formatted(ID, detection.indent(2));
  }

  static RuleSet compile(String... files) throws InvalidRulesException {
    List<RuleFile> read = new ArrayList<>();
    for (String file : files) {
      read.add(new RuleFile((char) ('a' + read.size()) + ".yml", file));
    }
    return RuleSet.compile(read, ANY_FIELD);
  }

  static @Nullable Match evaluate(String detection, Map<String, ?> fields) {
    try {
      return compile(rule(detection)).rules().get(0).evaluate(document(fields));
    } catch (InvalidRulesException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** Whether {@code key: value} matches a document with the field {@code f} (null: without). */
  static boolean item(String key, String yamlValue, @Nullable Object field) {
    String detection = "s:\n  '%s': %s\ncondition: s".formatted(key, yamlValue);
    return evaluate(detection, field == null ? Map.of() : Map.of("f", field)) != null;
  }

  /** All problems of some files, one a line; empty when they are good. */
  static String problems(String... files) {
    try {
      compile(files);
      return "";
    } catch (InvalidRulesException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
