package exfilwatch.cli;

import exfilwatch.detection.EventDocument;
import exfilwatch.detection.EventFields;
import exfilwatch.sigma.Category;
import exfilwatch.simulate.SourceSamples;
import exfilwatch.telemetry.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which fields each source fills, tried on complete records of it. */
final class SourceFields {

  private static final String COMMAND_LINE = "process.command_line";

  private final EventFields fields = new EventFields();

  /** Of each source the events of a category. */
  private final Map<Category, Map<String, List<Event>>> events = new LinkedHashMap<>();

  SourceFields() {
    for (SourceSamples.Sample sample : SourceSamples.all()) {
      Category category = categoryOf(sample.event());
      if (category != null) {
        events
            .computeIfAbsent(category, c -> new LinkedHashMap<>())
            .computeIfAbsent(sample.source(), s -> new ArrayList<>())
            .add(sample.event());
      }
    }
  }

  /** The sources that have events of a category. */
  List<String> sources(Category category) {
    return List.copyOf(events.getOrDefault(category, Map.of()).keySet());
  }

  /**
   * Whether events of a source can have a field.
   *
   * @param field as a rule of the category calls it
   */
  boolean has(String source, Category category, String field) {
    String resolved = fields.resolve(category, field);
    if (resolved == null) {
      return false;
    }
    String name = EventFields.COMPUTED.contains(resolved) ? COMMAND_LINE : resolved;
    return events.getOrDefault(category, Map.of()).getOrDefault(source, List.of()).stream()
        .anyMatch(event -> new EventDocument(event).field(name) != null);
  }

  private static @Nullable Category categoryOf(Event event) {
    return switch (event.kind()) {
      case PROCESS_START -> Category.PROCESS_CREATION;
      case CONNECTION -> Category.NETWORK_CONNECTION;
      case DNS -> Category.DNS_QUERY;
      case PROCESS_END -> null;
    };
  }
}
