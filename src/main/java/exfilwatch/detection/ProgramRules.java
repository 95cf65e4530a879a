package exfilwatch.detection;

import static java.util.stream.Collectors.toUnmodifiableSet;

import exfilwatch.sigma.Document;
import exfilwatch.sigma.Evaluation;
import exfilwatch.sigma.Match;
import exfilwatch.sigma.RuleGroup;
import exfilwatch.telemetry.ProgramSet;
import exfilwatch.telemetry.ProgramSet.Part;
import exfilwatch.telemetry.Sighting;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rules of one category. A program of which its name, path and the like were enough to see that no
 * rule matches is remembered, so that hardly any record is read for the rules. Not thread-safe.
 */
final class ProgramRules {

  /** Fields that depend on nothing but {@link Part#PROGRAM}. */
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

  /** Fields that depend on nothing else but {@link Part#COMMAND}. */
  private static final Set<String> OF_COMMAND =
      Stream.concat(
              OF_PROGRAM.stream(),
              Stream.of("process.command_line", "process.args", EventFields.CONFIDENCE))
          .collect(toUnmodifiableSet());

  private final RuleGroup rules;
  private final Part part;

  private final ProgramSet harmless = new ProgramSet();

  /**
   * @param part what the rules ask for most
   */
  ProgramRules(RuleGroup rules, Part part) {
    this.rules = rules;
    this.part = part;
  }

  /** Whether no rule matches, whatever else the record says; false when that isn't known. */
  boolean excludes(Sighting sighting) {
    return sighting.isOf(harmless, part);
  }

  /** The rules that match. */
  List<Match> evaluate(Sighting sighting, Document document) {
    Evaluation evaluation = rules.evaluation(document);
    if (evaluation.matches().isEmpty()
        && evaluation.dependsOnlyOn(part == Part.COMMAND ? OF_COMMAND : OF_PROGRAM)) {
      sighting.addTo(harmless, part);
    }
    return evaluation.matches();
  }
}
