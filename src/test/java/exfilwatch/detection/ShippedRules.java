package exfilwatch.detection;

import exfilwatch.sigma.Category;
import exfilwatch.sigma.InvalidRulesException;
import exfilwatch.sigma.Match;
import exfilwatch.sigma.RuleSet;
import exfilwatch.telemetry.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of {@code conf/rules}, loaded once. */
final class ShippedRules {
  static final Path FOLDER = Path.of("conf", "rules");
  static final RuleSet RULES = load();

  private ShippedRules() {}

  private static RuleSet load() {
    try {
      return RuleSet.load(List.of(FOLDER), new EventFields());
    } catch (InvalidRulesException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  static List<Match> matches(Event event) {
    Category category =
        switch (event.kind()) {
          case CONNECTION -> Category.NETWORK_CONNECTION;
          case DNS -> Category.DNS_QUERY;
          default -> Category.PROCESS_CREATION;
        };
    return RULES.evaluate(
        category,
        category == Category.PROCESS_CREATION
            ? new StartDocument(event, new GrammarConfidence())
            : new EventDocument(event));
  }

  /** The names of the rules that match. */
  static Set<String> names(Event event) {
    return matches(event).stream()
        .map(m -> String.valueOf(m.rule().name()))
        .collect(Collectors.toSet());
  }
}
