package exfilwatch.sigma;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What rules said of a document, and which of its fields decided that. */
public final class Evaluation {

  static final Evaluation NOTHING_ASKED = new Evaluation(List.of(), null);

  private final List<Match> matches;
  private final @Nullable Facts facts;

  Evaluation(List<Match> matches, @Nullable Facts facts) {
    this.matches = matches;
    this.facts = facts;
  }

  /** Those that match, in the order of their files. */
  public List<Match> matches() {
    return matches;
  }

  /**
   * Whether no other fields were asked for, so that the result is the same for every document with
   * the same values of these. Fields have the names of the catalogue.
   */
  public boolean dependsOnlyOn(Set<String> fields) {
    return facts == null || facts.askedOnlyFor(fields);
  }
}
