package exfilwatch.detection;

import exfilwatch.sigma.Document;
import exfilwatch.telemetry.Event;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An event as rules see it: the fields of {@link EventFields}, all of them of the normalised event
 * and none of the vendor's.
 */
public final class EventDocument implements Document {
  private final Event event;

  public EventDocument(Event event) {
    this.event = event;
  }

  @Override
  public @Nullable Object field(String name) {
    EventFields.Accessor accessor = EventFields.ACCESSORS.get(name);
    return accessor == null ? null : accessor.of(event);
  }

  /** All texts of the event; of a list each. */
  @Override
  public void forEachText(Consumer<String> consumer) {
    for (EventFields.Accessor accessor : EventFields.ACCESSORS.values()) {
      text(accessor.of(event), consumer);
    }
  }

  private static void text(@Nullable Object value, Consumer<String> consumer) {
    if (value instanceof String text) {
      consumer.accept(text);
    } else if (value instanceof List<?> many) {
      many.forEach(one -> text(one, consumer));
    }
  }
}
