package exfilwatch.sigma;

import exfilwatch.yaml.YamlNode;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** All rules of some files, with their filters applied, and the correlations. Immutable. */
public final class RuleSet {
  private final List<Rule> rules;
  private final List<Correlation> correlations;
  private final List<Filter> filtersApart;
  private final FieldTable fields;
  private final Map<Category, RuleGroup> byCategory = new EnumMap<>(Category.class);

  RuleSet(
      List<Rule> rules,
      List<Correlation> correlations,
      List<Filter> filtersApart,
      FieldTable fields) {
    this.rules = List.copyOf(rules);
    this.correlations = List.copyOf(correlations);
    this.filtersApart = List.copyOf(filtersApart);
    this.fields = fields;
    for (Category category : Category.values()) {
      byCategory.put(category, group(rule -> rule.logSource().category() == category));
    }
  }

  /**
   * Reads and compiles rule files, as {@link #read} and {@link #compile}.
   *
   * @throws InvalidRulesException with all that is wrong in all files
   */
  public static RuleSet load(List<Path> filesOrFolders, FieldCatalogue catalogue)
      throws InvalidRulesException {
    return compile(read(filesOrFolders), catalogue);
  }

  /**
   * Reads the given files, and {@code *.yml} and {@code *.yaml} in folders and below, in the order
   * of their paths.
   *
   * @throws InvalidRulesException when a file isn't there, can't be read or a folder has none
   */
  public static List<RuleFile> read(List<Path> filesOrFolders) throws InvalidRulesException {
    return RuleFiles.read(filesOrFolders, false);
  }

  /** As {@link #read}, where a folder may have no file. */
  public static List<RuleFile> readIfAny(List<Path> filesOrFolders) throws InvalidRulesException {
    return RuleFiles.read(filesOrFolders, true);
  }

  /**
   * Compiles rules. A rule with a problem is never used in part: there is a rule set only when
   * everything is good.
   *
   * @throws InvalidRulesException with all that is wrong
   */
  public static RuleSet compile(List<RuleFile> files, FieldCatalogue catalogue)
      throws InvalidRulesException {
    return compile(files, catalogue, document -> false);
  }

  /**
   * As above, with some filters kept apart: they don't limit the rules, but are there to be asked.
   *
   * @param apart whether the filter of this document is kept apart
   */
  public static RuleSet compile(
      List<RuleFile> files, FieldCatalogue catalogue, Predicate<YamlNode> apart)
      throws InvalidRulesException {
    return new RuleLoader(catalogue, apart).load(files);
  }

  public List<Rule> rules() {
    return rules;
  }

  public List<Correlation> correlations() {
    return correlations;
  }

  /** The filters that are kept apart, in the order of their files. */
  public List<Filter> filtersApart() {
    return filtersApart;
  }

  public Optional<Rule> rule(String id) {
    return rules.stream().filter(r -> r.id().equals(id)).findFirst();
  }

  /** The rules that are {@code wanted}, to be evaluated together; all of one category. */
  public RuleGroup group(Predicate<Rule> wanted) {
    return new RuleGroup(rules.stream().filter(wanted).toList(), fields);
  }

  /** Evaluates all rules of a category, as {@link RuleGroup#evaluate}. */
  public List<Match> evaluate(Category category, Document document) {
    RuleGroup group = byCategory.get(category);
    return group == null ? List.of() : group.evaluate(document);
  }
}
