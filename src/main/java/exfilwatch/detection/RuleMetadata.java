package exfilwatch.detection;

import exfilwatch.detection.RuleInfo.Attack;
import exfilwatch.detection.RuleInfo.Reference;
import exfilwatch.detection.RuleInfo.Technique;
import exfilwatch.sigma.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of itself beyond Sigma, under its top-level key {@code exfilwatch}: {@code
 * risk_score}, {@code keep_risk_score}, {@code questions}, and {@code attack: {version, tactics:
 * [{id, name, reference}], techniques: [{id, name, reference, subtechniques: [...]}]}}. Without
 * that, ATT&amp;CK ids are taken from the rule's tags and the score from its level.
 */
final class RuleMetadata {

  private static final String ATTACK = "https://attack.mitre.org/techniques/";

  private RuleMetadata() {}

  static RuleInfo info(Rule rule) {
    Map<String, ?> own = map(rule.custom().get("exfilwatch"));
    return new RuleInfo(
        rule.id(),
        rule.title(),
        rule.description(),
        rule.author(),
        rule.references(),
        rule.falsePositives(),
        attack(rule, map(own.get("attack"))),
        strings(own.get("questions")),
        Boolean.TRUE.equals(own.get("keep_risk_score")));
  }

  static int riskScore(Rule rule) {
    Object score = map(rule.custom().get("exfilwatch")).get("risk_score");
    if (score instanceof Number number) {
      return Math.max(0, Math.min(100, number.intValue()));
    }
    return switch (rule.level()) {
      case INFORMATIONAL -> 1;
      case LOW -> 21;
      case MEDIUM -> 47;
      case HIGH -> 73;
      case CRITICAL -> 99;
    };
  }

  private static @Nullable Attack attack(Rule rule, Map<String, ?> own) {
    if (own.isEmpty()) {
      return fromTags(rule.tags());
    }
    List<Technique> techniques = new ArrayList<>();
    for (Map<String, ?> technique : maps(own.get("techniques"))) {
      techniques.add(
          new Technique(
              reference(technique),
              maps(technique.get("subtechniques")).stream().map(RuleMetadata::reference).toList()));
    }
    return new Attack(
        text(own.get("version")),
        maps(own.get("tactics")).stream().map(RuleMetadata::reference).toList(),
        techniques);
  }

  private static @Nullable Attack fromTags(List<String> tags) {
    List<Technique> techniques = new ArrayList<>();
    for (String tag : tags) {
      if (tag.toLowerCase(Locale.ROOT).matches("attack\\.t\\d{4}(\\.\\d{3})?")) {
        String id = tag.substring("attack.".length()).toUpperCase(Locale.ROOT);
        String url = ATTACK + id.replace('.', '/') + "/";
        techniques.add(new Technique(new Reference(id, null, url), List.of()));
      }
    }
    return techniques.isEmpty() ? null : new Attack(null, List.of(), techniques);
  }

  private static Reference reference(Map<String, ?> node) {
    String id = text(node.get("id"));
    return new Reference(id == null ? "" : id, text(node.get("name")), text(node.get("reference")));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static List<String> strings(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  @SuppressWarnings("unchecked") // YAML maps have text keys
  private static Map<String, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, ?>) map : Map.of();
  }

  private static List<Map<String, ?>> maps(@Nullable Object value) {
    List<Map<String, ?>> maps = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(element -> maps.add(map(element)));
    }
    return maps;
  }
}
