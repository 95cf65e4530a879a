package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.detection.RuleInfo.Attack;
import exfilwatch.detection.RuleInfo.Reference;
import exfilwatch.detection.RuleInfo.Technique;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * ECS {@code threat.*}: the techniques of the rule, as parallel lists of ids, names and references.
 */
final class ThreatFields {

  private ThreatFields() {}

  /** ATT&amp;CK knows rclone as a tool whatever the rule is about. */
  static void add(ObjectNode document, @Nullable Attack attack) {
    ObjectNode threat = document.putObject("threat");
    threat.put("framework", "MITRE ATT&CK");
    threat
        .putObject("software")
        .put("id", "S1040")
        .put("name", "Rclone")
        .put("type", "Tool")
        .put("reference", "https://attack.mitre.org/software/S1040/");
    if (attack == null) {
      return;
    }
    Ecs.put(threat, "tactic", references(threat, attack.tactics()));
    List<Reference> techniques = attack.techniques().stream().map(Technique::technique).toList();
    ObjectNode technique = references(threat, techniques);
    List<Reference> subtechniques = new ArrayList<>();
    attack.techniques().forEach(t -> subtechniques.addAll(t.subtechniques()));
    Ecs.put(technique, "subtechnique", references(threat, subtechniques));
    Ecs.put(threat, "technique", technique);
  }

  private static ObjectNode references(ObjectNode factory, List<Reference> references) {
    ObjectNode node = factory.objectNode();
    list(node, "id", references, Reference::id);
    list(node, "name", references, Reference::name);
    list(node, "reference", references, Reference::url);
    return node;
  }

  private static void list(
      ObjectNode node,
      String field,
      List<Reference> references,
      Function<Reference, @Nullable String> value) {
    ArrayNode array = node.arrayNode();
    for (Reference reference : references) {
      String text = value.apply(reference);
      if (text != null) {
        array.add(text);
      }
    }
    if (!array.isEmpty()) {
      node.set(field, array);
    }
  }
}
