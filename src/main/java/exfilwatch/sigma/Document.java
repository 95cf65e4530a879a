package exfilwatch.sigma;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a rule is evaluated on. */
public interface Document {
  /**
   * The value of a field under the name that {@link FieldCatalogue#resolve} gives it: a String,
   * Number or Boolean, or a List of those (a rule matches a list when it matches any element); null
   * when absent.
   */
  @Nullable Object field(String name);

  /** Every text of the document, once, for keyword searches. */
  void forEachText(Consumer<String> consumer);
}
