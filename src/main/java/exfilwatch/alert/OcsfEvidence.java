package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.Incident;
import exfilwatch.destination.ObservedDestination;
import exfilwatch.rclone.Invocation;
import exfilwatch.rclone.Remote;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.ProcessInfo;
import org.jspecify.annotations.Nullable;

/**
 * OCSF {@code actor}, {@code device}, {@code evidences}, {@code resources} and {@code enrichments}:
 * who did it where, with what, to which data.
 */
final class OcsfEvidence {

  private static final int DESTINATIONS = 20;

  private final Evidence evidence;
  private final Incident incident;
  private final Event start;

  OcsfEvidence(Evidence evidence) {
    this.evidence = evidence;
    this.incident = evidence.incident();
    this.start = incident.start();
  }

  void add(ObjectNode document) {
    ObjectNode user = OcsfObjects.user(document, start.user());
    ObjectNode process = process(document);
    ObjectNode actor = document.objectNode();
    Ecs.put(actor, "process", process);
    Ecs.put(actor, "user", user);
    Ecs.put(document, "actor", actor);
    document.set("device", OcsfObjects.device(document, start.host(), sourceIp()));
    ArrayNode evidences = document.putArray("evidences");
    program(evidences, process, user);
    connections(evidences);
    bucket(evidences);
    resources(document);
    enrichments(document);
  }

  private ObjectNode process(ObjectNode factory) {
    ObjectNode process =
        OcsfObjects.process(factory, start.process(), evidence.commandLine(), start.user());
    ProcessInfo parent = start.parent();
    if (parent != null && !process.isEmpty()) {
      Ecs.put(
          process,
          "parent_process",
          OcsfObjects.process(factory, parent, evidence.parentCommandLine(), null));
    }
    return process;
  }

  /** The schema has no process without an id; then its file and account stand for it. */
  private void program(ArrayNode evidences, ObjectNode process, ObjectNode user) {
    ObjectNode item = evidences.objectNode();
    if (process.isEmpty()) {
      Ecs.put(item, "file", OcsfObjects.file(item, start.process()));
      Ecs.put(item, "user", user);
    } else {
      item.set("process", process);
      Ecs.put(
          item,
          "actor",
          process.has("parent_process")
              ? item.objectNode().set("process", process.get("parent_process"))
              : item.objectNode());
    }
    if (!item.isEmpty()) {
      evidences.add(item.put("name", "program"));
    }
  }

  private void connections(ArrayNode evidences) {
    for (int i = 0; i < Math.min(DESTINATIONS, incident.totals().destinations().size()); i++) {
      DestinationTotal total = incident.totals().destinations().get(i);
      ObservedDestination observed = evidence.destinations().observed().get(i);
      ObjectNode endpoint = evidences.objectNode();
      Ecs.put(endpoint, "hostname", total.domain());
      Ecs.put(endpoint, "ip", total.ip());
      if (endpoint.isEmpty()) {
        continue;
      }
      Ecs.putPositive(endpoint, "port", total.port());
      endpoint.put("network_scope_id", observed.internal() ? 1 : 2);
      endpoint.put("network_scope", observed.internal() ? "Internal" : "External");
      ObjectNode item = evidences.addObject().put("name", "connection");
      item.set("dst_endpoint", endpoint);
      ObjectNode info = item.putObject("connection_info");
      info.put("direction_id", 2).put("direction", "Outbound");
      Connection connection = connection();
      if (connection != null) {
        Ecs.put(info, "protocol_name", connection.transport());
      }
      if (sourceIp() != null) {
        item.putObject("src_endpoint").put("ip", sourceIp());
      }
    }
  }

  private @Nullable Connection connection() {
    Event event = incident.connection();
    return event == null ? null : event.connection();
  }

  private @Nullable String sourceIp() {
    Connection connection = connection();
    return connection == null ? null : connection.sourceIp();
  }

  private @Nullable Remote destination() {
    Invocation invocation = evidence.explanation().invocation();
    Remote destination = invocation == null ? null : invocation.destination();
    return destination == null || destination.isLocal() ? null : destination.innermost();
  }

  private void bucket(ArrayNode evidences) {
    Remote destination = destination();
    if (destination == null || destination.bucket() == null || destination.bucket().isEmpty()) {
      return;
    }
    String backend = destination.backend() == null ? "" : destination.backend();
    ObjectNode bucket = evidences.addObject().put("name", "destination").putObject("databucket");
    bucket.put("name", destination.bucket());
    switch (backend) {
      case "s3" -> bucket.put("type_id", 1).put("type", "S3");
      case "azureblob" -> bucket.put("type_id", 2).put("type", "Azure Blob");
      case "google cloud storage" -> bucket.put("type_id", 3).put("type", "GCP Bucket");
      default -> bucket.put("type_id", 99).put("type", backend.isEmpty() ? "Other" : backend);
    }
    Ecs.put(bucket, "hostname", hostOf(destination.endpoint()));
    if (destination.account() != null) {
      bucket.putObject("owner").putObject("account").put("name", destination.account());
    }
  }

  /** Of a URL, {@code host:port} or host; null of an IPv6 address, which is no name. */
  private static @Nullable String hostOf(@Nullable String endpoint) {
    if (endpoint == null) {
      return null;
    }
    String rest = endpoint.substring(endpoint.indexOf("://") < 0 ? 0 : endpoint.indexOf("://") + 3);
    String authority = rest.split("[/?#]", 2)[0];
    String host = authority.substring(authority.lastIndexOf('@') + 1).split(":", 2)[0];
    return host.startsWith("[") ? null : host;
  }

  /** The data that is taken, and the remote that it goes to. */
  private void resources(ObjectNode document) {
    ArrayNode resources = document.arrayNode();
    Invocation invocation = evidence.explanation().invocation();
    if (invocation != null) {
      resource(resources, invocation.source(), 3, "Affected");
      resource(resources, invocation.destination(), 4, "Related");
    }
    if (!resources.isEmpty()) {
      document.set("resources", resources);
    }
  }

  private static void resource(
      ArrayNode resources, @Nullable Remote remote, int roleId, String role) {
    if (remote != null && !remote.raw().isEmpty()) {
      ObjectNode resource = resources.addObject();
      resource.put("name", remote.raw()).put("type", remote.kind().toString());
      resource.put("role_id", roleId).put("role", role);
      Ecs.put(resource, "hostname", remote.host());
    }
  }

  /** What the catalogue knows of the destinations. */
  private void enrichments(ObjectNode document) {
    ArrayNode enrichments = document.arrayNode();
    for (int i = 0; i < Math.min(DESTINATIONS, incident.totals().destinations().size()); i++) {
      DestinationTotal total = incident.totals().destinations().get(i);
      ObservedDestination observed = evidence.destinations().observed().get(i);
      if (observed.service() != null && total.domain() != null) {
        ObjectNode enrichment = enrichments.addObject();
        enrichment.put("name", "evidences.dst_endpoint.hostname").put("value", total.domain());
        enrichment.put("type", "destination").put("provider", "exfilwatch");
        enrichment
            .putObject("data")
            .put("provider", observed.service().provider())
            .put("kind", observed.service().kind().toString())
            .put("backend_match", observed.match().toString());
      }
    }
    if (!enrichments.isEmpty()) {
      document.set("enrichments", enrichments);
    }
  }
}
