package exfilwatch.sigma;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Which field names rules may use, so that a misspelt one is found before it silently fails. */
public interface FieldCatalogue {
  /**
   * The name under which a {@link Document} has the field that a rule calls {@code name}; null when
   * rules of this category have no such field.
   */
  @Nullable String resolve(Category category, String name);

  /**
   * How long it takes to get a field, by the name that {@link #resolve} gives it: 1 for what is
   * there already.
   */
  default int cost(String resolved) {
    return 1;
  }

  /** All names that rules of the category may use. */
  Collection<String> names(Category category);
}
