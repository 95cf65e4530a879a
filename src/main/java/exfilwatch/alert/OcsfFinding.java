package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.correlation.Incident;
import exfilwatch.detection.RuleHit;
import exfilwatch.detection.RuleInfo;
import exfilwatch.detection.RuleInfo.Attack;
import exfilwatch.detection.RuleInfo.Reference;
import exfilwatch.detection.RuleInfo.Technique;

/** OCSF {@code finding_info}: which rules found what, since when, and what ATT&amp;CK calls it. */
final class OcsfFinding {

  private OcsfFinding() {}

  static ObjectNode of(Evidence evidence, ObjectNode node) {
    Incident incident = evidence.incident();
    RuleInfo rule = evidence.rule();
    node.put("uid", incident.id());
    node.put("title", evidence.topRule().title());
    node.put("created_time", incident.opened());
    node.put("modified_time", incident.time());
    node.put("first_seen_time", incident.start().time());
    node.put("last_seen_time", Math.max(incident.start().time(), incident.totals().lastSeen()));
    node.putArray("types").add("Exfiltration");
    Ecs.put(node, "data_sources", incident.sources());
    node.putArray("kill_chain")
        .addObject()
        .put("phase_id", 7)
        .put("phase", "Actions on Objectives");
    analytic(node.putObject("analytic"), evidence.topRule());
    ArrayNode others = node.arrayNode();
    incident.rules().stream().skip(1).forEach(hit -> analytic(others.addObject(), hit));
    if (!others.isEmpty()) {
      node.set("related_analytics", others);
    }
    if (rule != null) {
      Ecs.put(node, "desc", rule.description());
      if (rule.attack() != null) {
        attacks(node.putArray("attacks"), rule.attack());
      }
    }
    return node;
  }

  private static void analytic(ObjectNode node, RuleHit hit) {
    node.put("uid", hit.id());
    node.put("name", hit.title());
    node.put("type_id", 1);
    node.put("type", "Rule");
  }

  /** A rule doesn't tell which tactic a technique serves, so they stand by themselves. */
  private static void attacks(ArrayNode attacks, Attack attack) {
    for (Reference tactic : attack.tactics()) {
      named(add(attacks, attack), "tactic", tactic);
    }
    for (Technique technique : attack.techniques()) {
      if (technique.subtechniques().isEmpty()) {
        named(add(attacks, attack), "technique", technique.technique());
      }
      for (Reference subtechnique : technique.subtechniques()) {
        ObjectNode node = add(attacks, attack);
        named(node, "technique", technique.technique());
        named(node, "sub_technique", subtechnique);
      }
    }
  }

  private static ObjectNode add(ArrayNode attacks, Attack attack) {
    ObjectNode node = attacks.addObject();
    Ecs.put(node, "version", attack.version());
    return node;
  }

  private static void named(ObjectNode node, String field, Reference reference) {
    ObjectNode named = node.putObject(field);
    named.put("uid", reference.id());
    Ecs.put(named, "name", reference.name());
    Ecs.put(named, "src_url", reference.url());
  }
}
