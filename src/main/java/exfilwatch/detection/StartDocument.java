package exfilwatch.detection;

import exfilwatch.rclone.Explanation;
import exfilwatch.sigma.Document;
import exfilwatch.telemetry.Event;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process start as rules see it: the event, and what its command line says. That is read only
 * when somebody asks for it, and once, because hardly any start is rclone's. Not thread-safe.
 */
final class StartDocument implements Document {

  private final Event start;
  private final EventDocument event;
  private final GrammarConfidence confidences;
  private @Nullable Explanation explanation;

  StartDocument(Event start, GrammarConfidence confidences) {
    this.start = start;
    this.event = new EventDocument(start);
    this.confidences = confidences;
  }

  @Override
  public @Nullable Object field(String name) {
    if (!name.startsWith("exfil.")) {
      return event.field(name);
    }
    if (name.equals(EventFields.CONFIDENCE)) {
      return confidences.of(start);
    }
    return CommandLines.mayBeRclone(start) ? CommandFacts.field(name, explanation()) : null;
  }

  /** All texts of the event, which the fields of the command line are made of. */
  @Override
  public void forEachText(Consumer<String> consumer) {
    event.forEachText(consumer);
  }

  private Explanation explanation() {
    Explanation known = explanation;
    if (known == null) {
      known = CommandLines.explain(start);
      explanation = known;
    }
    return known;
  }
}
