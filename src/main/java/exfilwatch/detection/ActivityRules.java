package exfilwatch.detection;

import exfilwatch.sigma.Match;
import exfilwatch.sigma.RuleGroup;
import exfilwatch.telemetry.ProgramSet;
import exfilwatch.telemetry.Sighting;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules on connections, or on name queries. Where all of them ask for certain words in the name,
 * path or version data of the program, those programs that have none of them are remembered, so
 * that hardly any record is read for the rules. Not thread-safe.
 */
final class ActivityRules {

  /** Fields that depend on nothing but what {@link Sighting#isOf} compares. */
  private static final Set<String> OF_PROGRAM =
      Set.of(
          "Image",
          "process.name",
          "process.executable",
          "process.pe.original_file_name",
          "process.pe.product",
          "process.pe.company",
          "process.pe.description",
          "process.pe.file_version");

  private final RuleGroup rules;

  /** Programs of which no rule speaks; null where rules ask for something else. */
  private final @Nullable ProgramSet harmless;

  ActivityRules(RuleGroup rules) {
    this.rules = rules;
    Set<String> fields = rules.anchorFields();
    harmless = fields != null && OF_PROGRAM.containsAll(fields) ? new ProgramSet() : null;
  }

  /** Whether no rule matches, whatever else the record of this activity says. */
  boolean areKnownNotToMatch(Sighting activity) {
    return harmless != null && activity.isOf(harmless);
  }

  List<Match> evaluate(ActivityDocument document) {
    return rules.evaluate(document);
  }

  /** Takes note of the program of an activity, of which all has been read. */
  void remember(Sighting activity, ActivityDocument document) {
    if (harmless != null && !rules.mayMatch(document)) {
      activity.addTo(harmless);
    }
  }
}
