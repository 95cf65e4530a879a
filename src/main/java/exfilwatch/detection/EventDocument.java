package exfilwatch.detection;

import exfilwatch.sigma.Document;
import exfilwatch.telemetry.Event;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An event as rules see it: the fields of {@link EventFields}, all of them of the normalised event
 * and none of the vendor's.
 */
public final class EventDocument implements Document {
  private final Event event;
  private final Map<String, ?> computed;

  public EventDocument(Event event) {
    this(event, Map.of());
  }

  /**
   * An event with fields that were found out about it.
   *
   * @param computed name → String, Number, Boolean or List of those; names as in {@link
   *     EventFields#COMPUTED}
   */
  public EventDocument(Event event, Map<String, ?> computed) {
    this.event = event;
    this.computed = computed;
  }

  @Override
  public @Nullable Object field(String name) {
    EventFields.Accessor accessor = EventFields.ACCESSORS.get(name);
    return accessor != null ? accessor.of(event) : computed.get(name);
  }

  /** All texts of the event; of a list each. */
  @Override
  public void forEachText(Consumer<String> consumer) {
    for (EventFields.Accessor accessor : EventFields.ACCESSORS.values()) {
      text(accessor.of(event), consumer);
    }
    computed.values().forEach(value -> text(value, consumer));
  }

  private static void text(@Nullable Object value, Consumer<String> consumer) {
    if (value instanceof String text) {
      consumer.accept(text);
    } else if (value instanceof List<?> many) {
      many.forEach(one -> text(one, consumer));
    }
  }
}
