package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.detection.ToolEvidence;
import exfilwatch.rclone.Explanation;
import exfilwatch.rclone.Invocation;
import exfilwatch.rclone.Rclone;
import exfilwatch.rclone.Remote;
import exfilwatch.rclone.filter.Targeted;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says, in {@code exfil.*}: the tool, what it takes, from where, to which
 * account.
 */
final class CommandFields {

  private CommandFields() {}

  static void add(ObjectNode node, Evidence evidence) {
    Explanation explanation = evidence.explanation();
    tool(node, evidence.incident().start().process(), explanation);
    Invocation invocation = explanation.invocation();
    if (invocation == null) {
      node.put("direction", "unknown");
      return;
    }
    node.put("verdict", explanation.verdict().toString());
    Ecs.put(node, "verdict_reason", explanation.reason());
    Ecs.put(node, "wrapper", explanation.wrapper());
    Ecs.put(node, "command", invocation.command());
    Ecs.put(node, "rc_command", invocation.remoteControl());
    node.put("purpose", invocation.purpose().toString());
    node.put("direction", invocation.direction().toString());
    node.put("dry_run", invocation.dryRun());
    source(node, invocation.source());
    destination(node, invocation);
    Ecs.put(node, "filters", object(node, invocation.filters().given()));
    targeted(node, invocation.targeted());
    Ecs.put(node, "pace", object(node, invocation.pace()));
    Ecs.put(node, "hiding", invocation.hiding());
    Ecs.put(node, "collect", invocation.collect());
  }

  private static void tool(ObjectNode node, ProcessInfo process, Explanation explanation) {
    List<String> evidence = new ArrayList<>(ToolEvidence.ofProgram(process));
    if (explanation.confidence() >= Rclone.CONFIDENCE_THRESHOLD) {
      evidence.add("command_grammar");
    }
    ObjectNode tool = node.putObject("tool");
    tool.put("name", "rclone");
    tool.put("renamed", !ToolEvidence.isNamedRclone(process));
    ArrayNode array = tool.putArray("evidence");
    evidence.forEach(array::add);
    tool.put("grammar_confidence", explanation.confidence());
    PeFile pe = process.pe();
    if (pe != null && !ToolEvidence.ofProgram(process).isEmpty()) {
      Ecs.put(tool, "version", pe.fileVersion());
    }
  }

  private static void source(ObjectNode node, @Nullable Remote source) {
    if (source == null) {
      return;
    }
    ObjectNode json = node.putObject("source");
    json.put("path", source.isLocal() ? source.raw() : source.path());
    json.put("kind", source.kind().toString());
    Ecs.put(json, "host", source.host());
    Ecs.put(json, "share", source.share());
    if (!source.isLocal()) {
      Ecs.put(json, "remote", source.name());
      Ecs.put(json, "backend", source.backend());
    }
  }

  /**
   * Of a wrapper (crypt, alias …) the responder needs what is below it: that is where the data
   * lies.
   */
  static void destination(ObjectNode node, Invocation invocation) {
    Remote destination = invocation.destination();
    if (destination == null) {
      return;
    }
    Remote innermost = destination.innermost();
    ObjectNode json = node.putObject("destination");
    json.put("kind", destination.kind().toString());
    Ecs.put(json, "remote", destination.isLocal() ? null : destination.name());
    Ecs.put(json, "backend", innermost.backend());
    Ecs.put(json, "wrapper", destination.wraps().isEmpty() ? null : destination.backend());
    Ecs.put(json, "provider", innermost.provider());
    Ecs.put(json, "bucket", innermost.bucket());
    Ecs.put(json, "path", innermost.path());
    Ecs.put(json, "endpoint", innermost.endpoint());
    Ecs.put(json, "intended_endpoint", innermost.intendedEndpoint());
    for (Map.Entry<String, String> identity : innermost.identities().entrySet()) {
      if (!json.has(identity.getKey())) {
        json.put(identity.getKey(), identity.getValue());
      }
    }
    Ecs.put(json, "account", innermost.account());
  }

  private static void targeted(ObjectNode node, Targeted targeted) {
    ObjectNode json = node.putObject("targeted");
    json.put("everything", targeted.everything());
    Ecs.put(json, "extensions", targeted.extensions());
    Ecs.put(json, "categories", targeted.categories());
    Ecs.put(json, "except", targeted.except());
    Ecs.put(json, "globs", targeted.globs());
  }

  private static ObjectNode object(ObjectNode factory, Map<String, Object> values) {
    ObjectNode node = factory.objectNode();
    values.forEach(
        (name, value) -> {
          if (value instanceof List<?> list) {
            ArrayNode array = node.putArray(name);
            list.forEach(element -> array.add(String.valueOf(element)));
          } else if (value instanceof Long number) {
            node.put(name, number);
          } else {
            node.put(name, String.valueOf(value));
          }
        });
    return node;
  }
}
