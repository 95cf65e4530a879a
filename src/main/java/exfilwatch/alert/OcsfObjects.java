package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import org.jspecify.annotations.Nullable;

/**
 * OCSF objects from parts of an event; empty where what the schema asks for at least is not known.
 */
final class OcsfObjects {

  private OcsfObjects() {}

  static ObjectNode process(
      ObjectNode factory, ProcessInfo process, @Nullable String commandLine, @Nullable User user) {
    ObjectNode node = factory.objectNode();
    Ecs.putPositive(node, "pid", process.pid());
    Ecs.put(node, "uid", process.entityId());
    if (node.isEmpty()) {
      return node;
    }
    Ecs.put(node, "name", process.name());
    Ecs.put(node, "path", process.executable());
    Ecs.put(node, "cmd_line", commandLine);
    Ecs.putPositive(node, "created_time", process.start());
    Ecs.put(node, "working_directory", process.workingDirectory());
    integrity(node, process.integrity());
    Ecs.put(node, "file", file(factory, process));
    Ecs.put(node, "user", user(factory, user));
    return node;
  }

  private static void integrity(ObjectNode node, @Nullable String integrity) {
    if (integrity == null) {
      return;
    }
    switch (integrity) {
      case "untrusted" -> node.put("integrity_id", 1).put("integrity", "Untrusted");
      case "low" -> node.put("integrity_id", 2).put("integrity", "Low");
      case "medium" -> node.put("integrity_id", 3).put("integrity", "Medium");
      case "high" -> node.put("integrity_id", 4).put("integrity", "High");
      case "system" -> node.put("integrity_id", 5).put("integrity", "System");
      default -> node.put("integrity_id", 99).put("integrity", integrity);
    }
  }

  static ObjectNode file(ObjectNode factory, ProcessInfo process) {
    ObjectNode node = factory.objectNode();
    String path = process.executable();
    String name =
        process.name() != null || path == null
            ? process.name()
            : path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    if (name == null || name.isEmpty()) {
      return node;
    }
    node.put("name", name);
    Ecs.put(node, "path", path);
    node.put("type_id", 8).put("type", "Executable File");
    PeFile pe = process.pe();
    if (pe != null) {
      Ecs.put(node, "internal_name", pe.originalFileName());
      Ecs.put(node, "company_name", pe.company());
      Ecs.put(node, "desc", pe.description());
      Ecs.put(node, "version", pe.fileVersion());
      if (pe.product() != null && !pe.product().isEmpty()) {
        node.putObject("product").put("name", pe.product());
      }
    }
    hashes(node, process.hash());
    return node;
  }

  private static void hashes(ObjectNode node, @Nullable Hashes hash) {
    if (hash == null) {
      return;
    }
    ArrayNode hashes = node.arrayNode();
    hash(hashes, 1, "MD5", hash.md5());
    hash(hashes, 2, "SHA-1", hash.sha1());
    hash(hashes, 3, "SHA-256", hash.sha256());
    hash(hashes, 18, "Imphash", hash.imphash());
    if (!hashes.isEmpty()) {
      node.set("hashes", hashes);
    }
  }

  private static void hash(ArrayNode hashes, int id, String algorithm, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      hashes.addObject().put("algorithm_id", id).put("algorithm", algorithm).put("value", value);
    }
  }

  static ObjectNode user(ObjectNode factory, @Nullable User user) {
    ObjectNode node = factory.objectNode();
    if (user == null) {
      return node;
    }
    Ecs.put(node, "name", user.name());
    Ecs.put(node, "uid", user.id());
    if (!node.isEmpty()) {
      Ecs.put(node, "domain", user.domain());
    }
    return node;
  }

  /** Every event has a host with a name or an id. */
  static ObjectNode device(ObjectNode factory, Host host, @Nullable String ip) {
    ObjectNode node = factory.objectNode();
    Ecs.put(node, "hostname", host.name());
    Ecs.put(node, "uid", host.id());
    Ecs.put(node, "ip", ip);
    node.put("type_id", 0).put("type", "Unknown");
    if (host.os() != null) {
      ObjectNode os = node.putObject("os");
      switch (host.os()) {
        case "windows" -> os.put("name", "Windows").put("type_id", 100).put("type", "Windows");
        case "linux" -> os.put("name", "Linux").put("type_id", 200).put("type", "Linux");
        case "macos" -> os.put("name", "macOS").put("type_id", 300).put("type", "macOS");
        default -> os.put("name", host.os()).put("type_id", 99).put("type", host.os());
      }
    }
    return node;
  }
}
