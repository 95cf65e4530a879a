package exfilwatch.sigma;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Sigma rule, compiled, with the filters that apply to it. Immutable. */
public final class Rule {
  private final Header header;
  private final LogSource logSource;
  private final Expression whole;
  private final Expression detection;
  private final FieldTable fields;

  /**
   * @param whole the detection, the product and the filters
   * @param detection what the rule itself asks for, which is what a match shows
   */
  Rule(
      Header header,
      LogSource logSource,
      Expression whole,
      Expression detection,
      FieldTable fields) {
    this.header = header;
    this.logSource = logSource;
    this.whole = whole;
    this.detection = detection;
    this.fields = fields;
  }

  Header header() {
    return header;
  }

  /** The rule's UUID; without one its name, else its title. Unique in a rule set. */
  public String id() {
    return header.id();
  }

  /** What correlations may call the rule; null when it has no name. */
  public @Nullable String name() {
    return header.name();
  }

  public String title() {
    return header.title();
  }

  /** Medium when the rule doesn't say. */
  public Level level() {
    return header.level();
  }

  /** Null when the rule doesn't say. */
  public @Nullable Status status() {
    return header.status();
  }

  /** Empty when absent, like all texts below. */
  public String description() {
    return header.description();
  }

  public String author() {
    return header.author();
  }

  public List<String> references() {
    return header.references();
  }

  public List<String> tags() {
    return header.tags();
  }

  public List<String> falsePositives() {
    return header.falsePositives();
  }

  public LogSource logSource() {
    return logSource;
  }

  /**
   * Top-level keys that Sigma doesn't know, as plain values: String, Boolean, Long, Double, null,
   * List and Map of them.
   */
  public Map<String, @Nullable Object> custom() {
    return header.custom();
  }

  /**
   * Evaluates the rule on a document of its category.
   *
   * @return null when it doesn't match
   */
  public @Nullable Match evaluate(Document document) {
    return evaluate(new Facts(fields, document));
  }

  /** What must occur in a document for the rule to match; null when nothing must. */
  @Nullable Anchors anchors() {
    return Anchors.of(detection);
  }

  @Nullable Match evaluate(Facts facts) {
    if (!whole.test(facts)) {
      return null;
    }
    Map<String, String> matched = new LinkedHashMap<>();
    detection.evidence(facts, (field, value) -> matched.putIfAbsent(field, value));
    return new Match(this, matched);
  }

  @Override
  public String toString() {
    return title() + " (" + id() + ")";
  }
}
