package exfilwatch.sigma;

import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlFile;
import exfilwatch.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compiles rule files and collects everything that is wrong with them. */
final class RuleLoader {
  private static final String OS = "host.os.type";
  private static final List<String> KINDS = List.of("detection", "correlation", "filter");

  private final FieldCatalogue catalogue;
  private final Predicate<YamlNode> apart;
  private final FieldTable fields = new FieldTable();
  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Map<String, YamlNode> taken = new HashMap<>();
  private final Set<String> failed = new HashSet<>();
  private final List<Draft> drafts = new ArrayList<>();
  private final List<Filter> filters = new ArrayList<>();
  private final List<Header> correlations = new ArrayList<>();

  /** A rule that still lacks its filters. */
  private record Draft(Header header, LogSource logSource, Expression expression) {}

  /**
   * @param apart whether a filter's document is not to be applied, but kept to be asked
   */
  RuleLoader(FieldCatalogue catalogue, Predicate<YamlNode> apart) {
    this.catalogue = catalogue;
    this.apart = apart;
  }

  RuleSet load(List<RuleFile> files) throws InvalidRulesException {
    for (RuleFile file : files) {
      try {
        YamlFile.documents(file.name(), file.text()).forEach(this::document);
      } catch (YamlException e) {
        problems.add(Problem.of(e, ""));
      }
    }
    List<Rule> rules = rules();
    Map<String, Rule> byName = new LinkedHashMap<>();
    rules.forEach(r -> names(r.id(), r.name()).forEach(n -> byName.put(n, r)));
    List<Problem> found = new ArrayList<>();
    List<Correlation> result = new CorrelationParser(byName, failed).parse(correlations, found);
    problems.addAll(found);
    if (!problems.isEmpty()) {
      throw new InvalidRulesException(
          problems.stream()
              .sorted(Comparator.comparing(Problem::file).thenComparing(Problem::line))
              .toList());
    }
    return new RuleSet(
        rules, result, filters.stream().filter(f -> apart.test(f.document())).toList(), fields);
  }

  private void document(YamlNode node) {
    String label = Header.label(node);
    Set<Problem> own = new LinkedHashSet<>();
    Consumer<YamlException> complain = e -> own.add(Problem.of(e, label));
    try {
      Header header = Header.read(node, complain);
      unique(header);
      List<String> kinds = KINDS.stream().filter(k -> node.find(k).isPresent()).toList();
      if (kinds.size() != 1) {
        throw node.error(
            kinds.isEmpty()
                ? "has neither detection nor correlation nor filter; add one"
                : "has " + String.join(" and ", kinds) + "; write one document for each");
      }
      switch (kinds.get(0)) {
        case "detection" -> rule(header, complain);
        case "filter" -> filters.add(Filter.read(header, fields));
        default -> correlations.add(header);
      }
    } catch (YamlException e) {
      complain.accept(e);
    }
    if (!own.isEmpty()) {
      failed.addAll(Header.references(node));
      problems.addAll(own);
    }
  }

  private void rule(Header header, Consumer<YamlException> complain) {
    LogSource logSource = LogSourceParser.parse(header.node().get("logsource"));
    Expression expression =
        detection(logSource.category(), complain).parse(header.node().get("detection"), Set.of());
    if (expression != null) {
      drafts.add(new Draft(header, logSource, expression));
    }
  }

  private void unique(Header header) {
    for (String name : names(header.id(), header.name())) {
      if (name.isEmpty()) {
        continue; // Its title is missing, which is told already
      }
      YamlNode first = taken.putIfAbsent(name, header.node());
      if (first != null && first != header.node()) {
        throw header
            .node()
            .error(
                "the id or name '"
                    + name
                    + "' is taken by "
                    + first.file()
                    + ":"
                    + first.line()
                    + "; give each document its own");
      }
    }
  }

  private List<Rule> rules() {
    Map<String, LogSource> known = new LinkedHashMap<>();
    drafts.forEach(
        d -> Header.references(d.header().node()).forEach(n -> known.put(n, d.logSource())));
    known.remove("");
    for (Filter filter : filters) {
      try {
        filter.check(known, failed);
        // Also one that no rule is there for must be right
        filter.category().ifPresent(c -> expression(filter, c));
      } catch (YamlException e) {
        problems.add(Problem.of(e, Header.label(filter.header().node())));
      }
    }
    return drafts.stream().map(this::rule).toList();
  }

  private Rule rule(Draft draft) {
    LogSource logSource = draft.logSource();
    List<Expression> parts = new ArrayList<>();
    if (logSource.product() != null) {
      parts.add(productIs(logSource.product()));
    }
    parts.add(draft.expression());
    for (Filter filter : filters) {
      if (filter.appliesTo(draft.header(), logSource)) {
        Optional<Expression> met = expression(filter, logSource.category());
        if (!apart.test(filter.document())) {
          met.ifPresent(parts::add);
        }
      }
    }
    return new Rule(draft.header(), logSource, Expression.and(parts), draft.expression(), fields);
  }

  private Optional<Expression> expression(Filter filter, Category category) {
    String label = Header.label(filter.header().node());
    return filter.expression(
        category, c -> detection(c, e -> problems.add(Problem.of(e, label))), this::productIs);
  }

  private DetectionParser detection(Category category, Consumer<YamlException> complain) {
    return new DetectionParser(new ItemParser(category, catalogue, fields), complain);
  }

  private Expression productIs(String product) {
    Check is = new Check.Text(List.of(TextPattern.of(SigmaString.parse(product), false)));
    return new Item(OS, fields.slot(OS), 1, List.of(is), false);
  }

  private static List<String> names(String id, @Nullable String name) {
    return name == null ? List.of(id) : List.of(id, name);
  }
}
