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

  /** All names that rules of the category may use. */
  Collection<String> names(Category category);
}
