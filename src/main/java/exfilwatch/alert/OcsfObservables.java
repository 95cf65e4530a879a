package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Hashes;
import org.jspecify.annotations.Nullable;

/** OCSF {@code observables}: everything to pivot on, in the schema's one place for it. */
final class OcsfObservables {

  private OcsfObservables() {}

  static void add(ObjectNode document, Evidence evidence) {
    ArrayNode observables = document.putArray("observables");
    Event start = evidence.incident().start();
    put(observables, "device.hostname", 1, "Hostname", start.host().name());
    if (start.user() != null) {
      put(observables, "actor.user.name", 4, "User Name", start.user().name());
    }
    put(observables, "actor.process.name", 9, "Process Name", start.process().name());
    put(observables, "actor.process.path", 45, "File Path", start.process().executable());
    put(observables, "actor.process.cmd_line", 13, "Command Line", evidence.commandLine());
    Hashes hash = start.process().hash();
    if (hash != null) {
      String field = "actor.process.file.hashes.value";
      put(observables, field, 8, "Hash", hash.sha256());
      put(observables, field, 8, "Hash", hash.sha1());
      put(observables, field, 8, "Hash", hash.md5());
    }
    for (String domain : evidence.destinationDomains()) {
      put(observables, "evidences.dst_endpoint.hostname", 1, "Hostname", domain);
    }
    for (String ip : evidence.destinationIps()) {
      put(observables, "evidences.dst_endpoint.ip", 2, "IP Address", ip);
    }
  }

  private static void put(
      ArrayNode observables, String name, int type, String caption, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      observables
          .addObject()
          .put("name", name)
          .put("type_id", type)
          .put("type", caption)
          .put("value", value);
    }
  }
}
