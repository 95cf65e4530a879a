package exfilwatch.sigma;

import exfilwatch.yaml.Suggestion;
import exfilwatch.yaml.YamlNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code logsource}. */
final class LogSourceParser {
  private static final Set<String> KEYS = Set.of("category", "product", "service", "definition");
  private static final Set<String> PRODUCTS = Set.of("windows", "linux", "macos");

  private LogSourceParser() {}

  /** The category must be there. */
  static LogSource parse(YamlNode node) {
    checkKeys(node);
    return new LogSource(category(node.get("category")), product(node));
  }

  /** A filter's: without a category it is for all of them. */
  static Optional<Category> parseCategory(YamlNode node) {
    checkKeys(node);
    Optional<Category> category = node.find("category").map(LogSourceParser::category);
    if (category.isEmpty() && product(node) == null) {
      throw node.error("is empty; write a category or a product");
    }
    return category;
  }

  static @Nullable String product(YamlNode node) {
    YamlNode product = node.find("product").orElse(null);
    if (product != null && !PRODUCTS.contains(product.string())) {
      throw product.error(
          "'"
              + product.string()
              + "' has no telemetry here; "
              + Suggestion.hint(product.string(), PRODUCTS));
    }
    return product == null ? null : product.string();
  }

  private static Category category(YamlNode node) {
    return Arrays.stream(Category.values())
        .filter(c -> c.sigmaName().equals(node.string()))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> known =
                  Arrays.stream(Category.values()).map(Category::sigmaName).toList();
              return node.error(
                  "the category '"
                      + node.string()
                      + "' isn't supported; "
                      + Suggestion.hint(node.string(), known));
            });
  }

  private static void checkKeys(YamlNode node) {
    node.map()
        .forEach(
            (key, value) -> {
              if (!KEYS.contains(key)) {
                Suggestion.nearest(key, KEYS)
                    .ifPresent(
                        meant -> {
                          throw value.error("unknown key; did you mean '" + meant + "'?");
                        });
              }
            });
    node.find("service")
        .ifPresent(
            service -> {
              throw service.error(
                  "a single service can't be selected, events of all sources are one; drop the"
                      + " key");
            });
  }
}
