package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** ECS {@code host}, {@code user} and {@code process}: who ran what, where. */
final class ProcessFields {

  private ProcessFields() {}

  static void add(ObjectNode document, Evidence evidence) {
    Event start = evidence.incident().start();
    Event connected = evidence.incident().connection();
    host(document, start.host(), connected == null ? null : connected.connection());
    user(document, start.user());
    ProcessInfo process = start.process();
    ObjectNode node = document.objectNode();
    identity(node, process);
    Ecs.put(node, "command_line", evidence.commandLine());
    args(node, evidence.args());
    Ecs.put(node, "working_directory", process.workingDirectory());
    pe(node, process);
    hash(node, process.hash());
    ProcessInfo parent = start.parent();
    if (parent != null) {
      ObjectNode parentNode = node.objectNode();
      identity(parentNode, parent);
      Ecs.put(parentNode, "command_line", evidence.parentCommandLine());
      Ecs.put(node, "parent", parentNode);
    }
    Ecs.put(document, "process", node);
    related(document, evidence);
  }

  /** Its address is the near end of the connection; one that the source leaves out is not known. */
  private static void host(ObjectNode document, Host host, @Nullable Connection connection) {
    ObjectNode node = document.putObject("host");
    Ecs.put(node, "name", host.name() != null ? host.name() : host.id());
    Ecs.put(node, "hostname", host.name());
    Ecs.put(node, "id", host.id());
    if (connection != null && connection.sourceIp() != null) {
      node.putArray("ip").add(connection.sourceIp());
    }
    if (host.os() != null) {
      node.putObject("os")
          .put("type", host.os())
          .put("family", host.os())
          .put("platform", host.os());
    }
  }

  private static void user(ObjectNode document, @Nullable User user) {
    if (user == null) {
      return;
    }
    ObjectNode node = document.objectNode();
    Ecs.put(node, "name", user.name());
    Ecs.put(node, "domain", user.domain());
    Ecs.put(node, "id", user.id());
    Ecs.put(document, "user", node);
  }

  private static void identity(ObjectNode node, ProcessInfo process) {
    Ecs.put(node, "entity_id", process.entityId());
    Ecs.putPositive(node, "pid", process.pid());
    Ecs.put(node, "name", process.name());
    Ecs.put(node, "executable", process.executable());
    if (process.start() != 0) {
      node.put("start", Ecs.iso(process.start()));
    }
  }

  private static void args(ObjectNode node, List<String> args) {
    if (args.isEmpty()) {
      return;
    }
    ArrayNode array = node.putArray("args");
    args.forEach(array::add);
    node.put("args_count", args.size());
  }

  private static void pe(ObjectNode node, ProcessInfo process) {
    ObjectNode peNode = node.objectNode();
    if (process.hash() != null) {
      Ecs.put(peNode, "imphash", process.hash().imphash());
    }
    PeFile pe = process.pe();
    if (pe == null) {
      Ecs.put(node, "pe", peNode);
      return;
    }
    Ecs.put(peNode, "original_file_name", pe.originalFileName());
    Ecs.put(peNode, "product", pe.product());
    Ecs.put(peNode, "company", pe.company());
    Ecs.put(peNode, "description", pe.description());
    Ecs.put(peNode, "file_version", pe.fileVersion());
    Ecs.put(node, "pe", peNode);
  }

  private static void hash(ObjectNode node, @Nullable Hashes hash) {
    if (hash == null) {
      return;
    }
    ObjectNode hashNode = node.objectNode();
    Ecs.put(hashNode, "md5", hash.md5());
    Ecs.put(hashNode, "sha1", hash.sha1());
    Ecs.put(hashNode, "sha256", hash.sha256());
    Ecs.put(node, "hash", hashNode);
  }

  /** Everything to pivot on, in ECS' one place for it. */
  private static void related(ObjectNode document, Evidence evidence) {
    Event start = evidence.incident().start();
    ObjectNode related = document.objectNode();
    Set<String> hosts = new LinkedHashSet<>();
    if (start.host().name() != null) {
      hosts.add(start.host().name().toLowerCase(Locale.ROOT));
    }
    hosts.addAll(evidence.destinationDomains());
    Ecs.put(related, "hosts", hosts);
    User user = start.user();
    Ecs.put(
        related, "user", user == null || user.name() == null ? List.of() : List.of(user.name()));
    Ecs.put(related, "ip", evidence.destinationIps());
    Hashes hash = start.process().hash();
    Ecs.put(related, "hash", hash == null ? List.of() : hashes(hash));
    Ecs.put(document, "related", related);
  }

  private static List<String> hashes(Hashes hash) {
    return Stream.of(hash.sha256(), hash.sha1(), hash.md5(), hash.imphash())
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .toList();
  }
}
