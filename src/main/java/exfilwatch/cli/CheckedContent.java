package exfilwatch.cli;

import exfilwatch.detection.DetectionContent;
import exfilwatch.detection.Exemption;
import exfilwatch.sigma.Category;
import exfilwatch.sigma.Correlation;
import exfilwatch.sigma.Filter;
import exfilwatch.sigma.Rule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code check} found, in plain values: the text and the JSON say the same. */
record CheckedContent(
    List<CheckedRule> rules, List<CheckedException> exceptions, CheckedCorrelation correlation) {

  private static final int WARNING_DAYS = 14;

  /**
   * A rule.
   *
   * @param category as Sigma calls it
   * @param fields as the rule calls them, in its order
   * @param keywords whether it looks for words anywhere in an event
   * @param notFilled by field the sources whose events of the category never have it
   * @param blind sources with such events on which the rule can't match, whatever they say
   * @param startsCorrelation whether its match is the first step of the correlation
   * @param exceptions ids of those that silence it
   */
  record CheckedRule(
      String id,
      String title,
      String level,
      String category,
      List<String> fields,
      boolean keywords,
      Map<String, List<String>> notFilled,
      List<String> blind,
      boolean startsCorrelation,
      List<String> exceptions) {}

  /**
   * An exception.
   *
   * @param status {@code applies}, {@code expires_soon}, {@code expired}
   * @param scope whether it holds for starts only, or also for activity without a start seen
   * @param rules ids of those that it silences
   * @param fields that it goes by
   */
  record CheckedException(
      String id,
      String title,
      String owner,
      String expiry,
      String status,
      String reason,
      String scope,
      List<String> rules,
      List<String> fields) {}

  /**
   * The correlation.
   *
   * @param title null for the one that stands in where the rules have none
   * @param start ids of the rules that are its first step
   * @param connection id of the rule that is its second; null where it stands in
   */
  record CheckedCorrelation(
      @Nullable String title,
      List<String> start,
      @Nullable String connection,
      long timespanSeconds) {}

  static CheckedContent of(DetectionContent content, LocalDate today) {
    SourceFields sources = new SourceFields();
    List<Rule> rules = content.rules().rules();
    return new CheckedContent(
        rules.stream().map(rule -> rule(rule, content, sources)).toList(),
        content.exemptions().stream().map(one -> exception(one, content, today)).toList(),
        correlation(content));
  }

  private static CheckedRule rule(Rule rule, DetectionContent content, SourceFields sources) {
    Category category = rule.logSource().category();
    List<String> fields = new ArrayList<>(rule.fieldNames());
    boolean keywords = fields.remove("");
    Map<String, List<String>> notFilled = new TreeMap<>();
    for (String field : fields) {
      List<String> without =
          sources.sources(category).stream()
              .filter(source -> !sources.has(source, category, field))
              .toList();
      if (!without.isEmpty()) {
        notFilled.put(field, without);
      }
    }
    return new CheckedRule(
        rule.id(),
        rule.title(),
        rule.level().name().toLowerCase(Locale.ROOT),
        category.sigmaName(),
        fields,
        keywords,
        notFilled,
        sources.sources(category).stream()
            .filter(source -> !rule.canMatch(field -> sources.has(source, category, field)))
            .toList(),
        content.startRules().contains(rule.id()),
        content.exemptions().stream()
            .filter(exemption -> filter(exemption, content).isFor(rule))
            .map(Exemption::id)
            .toList());
  }

  private static CheckedException exception(
      Exemption exemption, DetectionContent content, LocalDate today) {
    Filter filter = filter(exemption, content);
    return new CheckedException(
        exemption.id(),
        exemption.title(),
        exemption.owner(),
        exemption.expiry().toString(),
        status(exemption, today),
        exemption.reason(),
        exemption.scope(),
        content.rules().rules().stream().filter(filter::isFor).map(Rule::id).toList(),
        filter.fields().stream().filter(field -> !field.isEmpty()).toList());
  }

  /** Whether an exception applies on a day, with a warning for the last two weeks. */
  static String status(Exemption exemption, LocalDate today) {
    if (exemption.isExpired(today)) {
      return "expired";
    }
    return exemption.expiry().isAfter(today.plusDays(WARNING_DAYS)) ? "applies" : "expires_soon";
  }

  private static Filter filter(Exemption exemption, DetectionContent content) {
    return content.rules().filtersApart().stream()
        .filter(filter -> filter.id().equals(exemption.id()))
        .findFirst()
        .orElseThrow();
  }

  private static CheckedCorrelation correlation(DetectionContent content) {
    List<Correlation> correlations = content.rules().correlations();
    Correlation one = correlations.isEmpty() ? null : correlations.get(0);
    Set<String> start = content.startRules();
    return new CheckedCorrelation(
        one == null ? null : one.title(),
        content.rules().rules().stream().map(Rule::id).filter(start::contains).toList(),
        one == null ? null : one.networkRuleId(),
        content.timespan().toSeconds());
  }

  /** Rules by id, to name them by their titles. */
  Map<String, String> titles() {
    return rules.stream()
        .collect(Collectors.toMap(CheckedRule::id, CheckedRule::title, (one, same) -> one));
  }
}
