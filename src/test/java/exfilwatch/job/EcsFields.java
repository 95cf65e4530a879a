package exfilwatch.job;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the fields of the Elastic Common Schema mean in an alert, for {@code docs/alerts.md}. */
final class EcsFields {

  private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

  private EcsFields() {}

  /** By name, in the order of the page. */
  static Map<String, String> meanings() {
    return MEANINGS;
  }

  private static void field(String name, String meaning) {
    MEANINGS.put(name, meaning);
  }

  static {
    field("@timestamp", "of the event that the alert is about: start, first connection, end");
    field("message", "one sentence for people, also in `event.reason`");
    field("ecs.version", "of the Elastic Common Schema");
    field("tags", "to filter by");
    field("observer.vendor", "`Exfilwatch`");
    field("observer.product", "`Exfilwatch`");
    field("observer.type", "what kind of product alerts");
    field("event.kind", "`alert`");
    field("event.id", "of this alert; a replay gives the same, so use it as document id");
    field("event.created", "when the alert was written");
    field("event.module", "`exfilwatch`");
    field("event.provider", "`exfilwatch`");
    field("event.dataset", "`exfilwatch.alert`");
    field("event.action", "`exfiltration-` and the stage");
    field("event.category", "`process`, and `network` once there was a connection");
    field("event.type", "`info`");
    field("event.severity", "the risk score");
    field("event.risk_score", "the risk score");
    field("event.reason", "the message");
    field("event.start", "when the process started");
    field("event.end", "when it ended");
    field("event.duration", "nanoseconds from start to end");
    field("rule.id", "of the matched rule with the highest risk score");
    field("rule.uuid", "the same, where it is a UUID");
    field("rule.name", "its title");
    field("rule.ruleset", "`exfilwatch`");
    field("rule.description", "its description");
    field("rule.reference", "its first reference");
    field("rule.author", "its author");
    field("threat.framework", "`MITRE ATT&CK`");
    field("threat.software.id", "rclone's id in ATT&CK");
    field("threat.software.name", "`Rclone`");
    field("threat.software.type", "`Tool`");
    field("threat.software.reference", "its page");
    field("threat.tactic.id", "tactics of that rule, in parallel lists");
    field("threat.tactic.name", "their names");
    field("threat.tactic.reference", "their pages");
    field("threat.technique.id", "techniques of that rule");
    field("threat.technique.name", "their names");
    field("threat.technique.reference", "their pages");
    field("threat.technique.subtechnique.id", "sub-techniques of that rule");
    field("threat.technique.subtechnique.name", "their names");
    field("threat.technique.subtechnique.reference", "their pages");
    field("host.name", "as the source writes it; of CrowdStrike the agent's id");
    field("host.hostname", "the same where it is a name");
    field("host.id", "the sensor's id of the host");
    field("host.os.type", "`windows`, `linux` or `macos`");
    field("host.os.family", "the same");
    field("host.os.platform", "the same");
    field("host.ip", "this host's end of the connection");
    field("user.name", "who started the process");
    field("user.domain", "their domain");
    field("user.id", "their SID or uid");
    field("process.entity_id", "the sensor's id of the process");
    field("process.pid", "its number");
    field("process.name", "the file's name");
    field("process.executable", "the file's path");
    field("process.start", "when it was created");
    field("process.command_line", "secrets are `[REDACTED]`, here and everywhere");
    field("process.args", "the same in words, the way rclone gets them");
    field("process.args_count", "how many");
    field("process.working_directory", "where it was started");
    field("process.pe.original_file_name", "version data of the file, which renaming leaves");
    field("process.pe.product", "its product");
    field("process.pe.company", "its company");
    field("process.pe.description", "its description");
    field("process.pe.file_version", "its version");
    field("process.pe.imphash", "hash of its imports");
    field("process.hash.md5", "of the file");
    field("process.hash.sha1", "of the file");
    field("process.hash.sha256", "of the file");
    field("process.parent.entity_id", "of the process that started it");
    field("process.parent.pid", "its number");
    field("process.parent.name", "its file's name");
    field("process.parent.executable", "its file's path");
    field("process.parent.start", "when it was created");
    field("process.parent.command_line", "its command line, without secrets");
    field("source.ip", "of the connection that correlated: this host's end");
    field("source.port", "its port");
    field("destination.address", "the other end: its name, else its address");
    field("destination.ip", "its address");
    field("destination.port", "its port");
    field("destination.domain", "its name");
    field("network.direction", "`egress`");
    field("network.transport", "`tcp` or `udp`");
    field("network.type", "`ipv4` or `ipv6`");
    field("related.hosts", "what to search for elsewhere: the host in lower case");
    field("related.user", "the user");
    field("related.ip", "addresses of the destinations");
    field("related.hash", "of the file");
  }
}
