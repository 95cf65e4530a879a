package exfilwatch.rclone;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.rclone.filter.Targeted;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation as JSON. */
final class ExplanationJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ExplanationJson() {}

  static ObjectNode of(Explanation explanation) {
    ObjectNode json = NODES.objectNode();
    json.put("verdict", explanation.verdict().toString());
    put(json, "reason", explanation.reason());
    json.put("confidence", explanation.confidence());
    ArrayNode evidence = json.putArray("evidence");
    for (Evidence item : explanation.evidence()) {
      evidence.addObject().put("name", item.name()).put("points", item.points());
    }
    json.set("argv", array(explanation.argv()));
    put(json, "wrapper", explanation.wrapper());
    Invocation invocation = explanation.invocation();
    if (invocation != null) {
      add(json, invocation);
    }
    json.set("redacted", array(explanation.redacted()));
    if (invocation != null) {
      json.set("collect", array(invocation.collect()));
    }
    return json;
  }

  private static void add(ObjectNode json, Invocation invocation) {
    put(json, "command", invocation.command());
    put(json, "rc_command", invocation.remoteControl());
    json.put("purpose", invocation.purpose().toString());
    json.put("direction", invocation.direction().toString());
    json.put("dry_run", invocation.dryRun());
    json.put("interactive", invocation.interactive());
    json.put("prompts_suppressed", invocation.promptsSuppressed());
    if (invocation.source() != null) {
      json.set("source", remote(invocation.source()));
    }
    if (invocation.destination() != null) {
      json.set("destination", remote(invocation.destination()));
    }
    json.set("filters", filters(invocation.filters()));
    json.set("targeted", targeted(invocation.targeted()));
    json.set("pace", object(invocation.pace()));
    json.set("hiding", array(invocation.hiding()));
    json.set("identities", object(invocation.identities()));
  }

  private static ObjectNode remote(Remote remote) {
    ObjectNode json = NODES.objectNode();
    json.put("raw", remote.raw());
    json.put("kind", remote.kind().toString());
    json.put("name", remote.name());
    put(json, "backend", remote.backend());
    put(json, "provider", remote.provider());
    json.set("config", object(remote.config()));
    json.put("path", remote.path());
    put(json, "bucket", remote.bucket());
    put(json, "endpoint", remote.endpoint());
    put(json, "intended_endpoint", remote.intendedEndpoint());
    put(json, "host", remote.host());
    put(json, "share", remote.share());
    put(json, "error", remote.error());
    if (!remote.wraps().isEmpty()) {
      json.set("wraps", remote(remote.wraps().get(0)));
    }
    if (remote.wraps().size() > 1) {
      ArrayNode upstreams = json.putArray("upstreams");
      remote.wraps().forEach(wrapped -> upstreams.add(remote(wrapped)));
    }
    return json;
  }

  private static ObjectNode filters(Selection selection) {
    ObjectNode json = object(selection.given());
    selection.bounds().forEach(json::put);
    List<String> order = selection.inOrder();
    if (!order.isEmpty()) {
      json.set("rules", array(order));
    }
    return json;
  }

  private static ObjectNode targeted(Targeted targeted) {
    ObjectNode json = NODES.objectNode();
    json.put("everything", targeted.everything());
    json.set("extensions", array(targeted.extensions()));
    json.set("categories", array(targeted.categories()));
    json.set("except", array(targeted.except()));
    json.set("globs", array(targeted.globs()));
    json.set("lists", array(targeted.lists()));
    json.put("partial", targeted.partial());
    return json;
  }

  private static ObjectNode object(Map<String, ?> map) {
    ObjectNode json = NODES.objectNode();
    map.forEach(
        (key, value) -> {
          if (value instanceof Long number) {
            json.put(key, number);
          } else if (value instanceof List<?> list) {
            ArrayNode array = json.putArray(key);
            list.forEach(item -> array.add(String.valueOf(item)));
          } else {
            json.put(key, String.valueOf(value));
          }
        });
    return json;
  }

  private static ArrayNode array(List<String> values) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(array::add);
    return array;
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
