package exfilwatch.sigma;

import exfilwatch.yaml.Suggestion;
import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Sigma correlations of the one form that the product runs: {@code temporal_ordered} over two
 * steps. As Sigma's list of rules is flat, "any of these start rules" is a correlation of its own,
 * {@code event_count} with {@code gte: 1}, that the first step names (Sigma calls this chaining).
 */
final class CorrelationParser {
  private static final Set<String> HOST_FIELDS =
      Set.of("host.id", "host.name", "host.hostname", "Computer", "ComputerName");
  private static final Set<String> PROCESS_FIELDS =
      Set.of("process.entity_id", "process.pid", "ProcessGuid", "ProcessId");
  private static final String FORM =
      "write type: temporal_ordered with rules: [a process_creation rule, a network_connection"
          + " rule]; an event_count with gte: 1 over several rules may stand for the first";

  private final Map<String, Rule> rules;
  private final Set<String> failed;
  private final Map<String, Header> correlations = new LinkedHashMap<>();

  /**
   * @param rules by each name that they can be referred to by
   * @param failed names of rules with problems of their own
   */
  CorrelationParser(Map<String, Rule> rules, Set<String> failed) {
    this.rules = rules;
    this.failed = failed;
  }

  /** All documents with a {@code correlation}; problems go to the list. */
  List<Correlation> parse(List<Header> headers, List<Problem> problems) {
    headers.forEach(h -> Header.references(h.node()).forEach(r -> correlations.putIfAbsent(r, h)));
    correlations.remove("");
    List<Correlation> result = new ArrayList<>();
    for (Header header : headers) {
      try {
        YamlNode body = header.node().get("correlation");
        YamlNode type = body.get("type");
        switch (type.string()) {
          case "temporal_ordered" -> {
            Correlation correlation = ordered(header, body);
            if (correlation != null) {
              result.add(correlation);
            }
          }
          case "event_count" -> {
            if (!isReferred(header, headers)) {
              throw body.error("no temporal_ordered correlation has it as its first step; " + FORM);
            }
          }
          default -> throw type.error("'" + type.string() + "' isn't supported; " + FORM);
        }
      } catch (YamlException e) {
        problems.add(Problem.of(e, Header.label(header.node())));
      }
    }
    return result;
  }

  private static boolean isReferred(Header header, List<Header> all) {
    List<String> names = Header.references(header.node());
    return all.stream()
        .flatMap(h -> h.node().find("correlation").stream())
        .filter(YamlNode::isMap)
        .flatMap(body -> body.find("rules").stream())
        .flatMap(rules -> rules.listOrOne().stream())
        .anyMatch(rule -> rule.isScalar() && names.contains(rule.string()));
  }

  private @Nullable Correlation ordered(Header header, YamlNode body) {
    body.rejectUnknownKeys("type", "rules", "group-by", "timespan", "generate");
    List<YamlNode> steps = body.get("rules").listOrOne();
    if (steps.size() != 2) {
      throw body.get("rules").error("has " + steps.size() + " steps instead of two; " + FORM);
    }
    Duration timespan = timespan(body);
    groupBy(body);
    generate(body);
    Set<String> starts = new LinkedHashSet<>();
    boolean whole = firstStep(steps.get(0), starts);
    String network = ruleId(steps.get(1), Category.NETWORK_CONNECTION);
    return whole && network != null
        ? new Correlation(
            header.id(),
            header.title(),
            header.level(),
            header.description(),
            Set.copyOf(starts),
            network,
            timespan,
            header.custom())
        : null;
  }

  /** False when a rule that it names has problems of its own. */
  private boolean firstStep(YamlNode step, Set<String> starts) {
    Header anyOf = correlations.get(step.string());
    if (anyOf == null) {
      String id = ruleId(step, Category.PROCESS_CREATION);
      return id != null && starts.add(id);
    }
    YamlNode body = anyOf.node().get("correlation");
    body.rejectUnknownKeys("type", "rules", "group-by", "timespan", "condition", "generate");
    if (!body.string("type").equals("event_count")) {
      throw step.error("only an event_count with gte: 1 can be the first step");
    }
    YamlNode condition = body.get("condition");
    condition.rejectUnknownKeys("gte");
    condition.get("gte").integer(1, 1);
    timespan(body);
    groupBy(body);
    generate(body);
    boolean whole = true;
    for (YamlNode rule : body.get("rules").listOrOne()) {
      String id = ruleId(rule, Category.PROCESS_CREATION);
      whole &= id != null && starts.add(id);
    }
    if (body.get("rules").listOrOne().isEmpty()) {
      throw body.get("rules").error("the list is empty; name at least one rule");
    }
    return whole;
  }

  /** Null when the rule has problems of its own. */
  private @Nullable String ruleId(YamlNode reference, Category category) {
    String name = reference.string();
    if (failed.contains(name)) {
      return null;
    }
    Rule rule = rules.get(name);
    if (rule == null) {
      throw reference.error(
          correlations.containsKey(name)
              ? "a correlation can't stand here; " + FORM
              : "there is no rule with the id or name '"
                  + name
                  + "'; "
                  + Suggestion.hint(name, rules.keySet()));
    }
    if (rule.logSource().category() != category) {
      throw reference.error(
          "is a rule of the category "
              + rule.logSource().category().sigmaName()
              + ", but must be one of "
              + category.sigmaName());
    }
    return rule.id();
  }

  private static Duration timespan(YamlNode body) {
    YamlNode node = body.get("timespan");
    Duration timespan = node.duration();
    if (timespan.compareTo(Duration.ofSeconds(1)) < 0 || timespan.toDays() > 30) {
      throw node.error("'" + node.string() + "' is out of bounds; write from 1s to 30d");
    }
    return timespan;
  }

  private static void groupBy(YamlNode body) {
    YamlNode node = body.get("group-by");
    List<String> fields = node.strings();
    for (YamlNode field : node.listOrOne()) {
      if (!HOST_FIELDS.contains(field.string()) && !PROCESS_FIELDS.contains(field.string())) {
        throw field.error("can't be grouped by; correlations group by host and process");
      }
    }
    if (fields.stream().noneMatch(HOST_FIELDS::contains)
        || fields.stream().noneMatch(PROCESS_FIELDS::contains)) {
      throw node.error(
          "must name host and process, as [host.name, process.entity_id]; correlations group by"
              + " both");
    }
  }

  private static void generate(YamlNode body) {
    YamlNode node = body.find("generate").orElse(null);
    if (node != null && !node.bool()) {
      throw node.error("start rules always alert by themselves; write true, or drop the key");
    }
  }
}
