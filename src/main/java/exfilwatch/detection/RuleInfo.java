package exfilwatch.detection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says about a rule besides that it matched; lists are empty when the rule has none.
 *
 * @param attack null when the rule names no ATT&amp;CK techniques
 * @param keepsRiskScore whether an alert about a start has the rule's own risk score, whatever else
 *     is found
 * @param questions what an investigator should ask, in the rule author's order
 */
public record RuleInfo(
    String id,
    String title,
    @Nullable String description,
    @Nullable String author,
    List<String> references,
    List<String> falsePositives,
    @Nullable Attack attack,
    List<String> questions,
    boolean keepsRiskScore) {

  /**
   * A mapping to MITRE ATT&amp;CK.
   *
   * @param version of ATT&amp;CK that the ids and names are from; null when the rule doesn't say
   */
  public record Attack(
      @Nullable String version, List<Reference> tactics, List<Technique> techniques) {}

  /** Something in ATT&amp;CK; {@code url} is null when the rule gives none. */
  public record Reference(String id, @Nullable String name, @Nullable String url) {}

  /** A technique with those of its sub-techniques that apply. */
  public record Technique(Reference technique, List<Reference> subtechniques) {}
}
