package exfilwatch.detection;

import exfilwatch.sigma.Document;
import exfilwatch.sigma.Evaluation;
import exfilwatch.sigma.Match;
import exfilwatch.sigma.RuleGroup;
import exfilwatch.telemetry.ProgramSet;
import exfilwatch.telemetry.Sighting;
import java.util.List;
import java.util.Set;

/**
 * Rules of one category. A program of which its name, path and the like were enough to see that no
 * rule matches is remembered, so that hardly any record is read for the rules. Not thread-safe.
 */
final class ProgramRules {

  /** Fields of an activity that depend on nothing but what {@link Sighting#isOf} compares. */
  static final Set<String> OF_ACTIVITY =
      Set.of(
          "Image",
          "process.name",
          "process.executable",
          "process.pe.original_file_name",
          "process.pe.product",
          "process.pe.company",
          "process.pe.description",
          "process.pe.file_version");

  /** Such fields of a start. */
  static final Set<String> OF_START =
      Set.of(
          "Image",
          "process.name",
          "process.executable",
          "process.pe.original_file_name",
          "process.pe.product",
          "process.pe.company",
          "process.pe.description",
          "process.pe.file_version",
          "process.command_line",
          "process.args",
          EventFields.CONFIDENCE);

  private final RuleGroup rules;
  private final Set<String> fields;

  private final ProgramSet harmless = new ProgramSet();

  /**
   * @param fields those that depend on the program alone
   */
  ProgramRules(RuleGroup rules, Set<String> fields) {
    this.rules = rules;
    this.fields = fields;
  }

  /** Whether no rule matches, whatever else the record says; false when that isn't known. */
  boolean excludes(Sighting sighting) {
    return sighting.isOf(harmless);
  }

  /** The rules that match. */
  List<Match> evaluate(Sighting sighting, Document document) {
    Evaluation evaluation = rules.evaluation(document);
    if (evaluation.matches().isEmpty() && evaluation.dependsOnlyOn(fields)) {
      sighting.addTo(harmless);
    }
    return evaluation.matches();
  }
}
