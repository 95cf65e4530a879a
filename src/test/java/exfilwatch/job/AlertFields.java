package exfilwatch.job;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each field of an alert means, for {@code docs/alerts.md}; {@link AlertReferenceTest} holds
 * it to real alerts. A name that ends in {@code .*} stands for all fields below it.
 */
final class AlertFields {

  /** Fields that only the streaming job can fill, since they need a clock or a full memory. */
  static final Map<String, String> NOT_IN_HUNTS = new LinkedHashMap<>();

  private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

  private AlertFields() {}

  /** By name, in the order of the page. */
  static Map<String, String> meanings() {
    return MEANINGS;
  }

  private static void field(String name, String meaning) {
    MEANINGS.put(name, meaning);
  }

  static {
    NOT_IN_HUNTS.put(
        "exfil.clock_ahead",
        "`true` when an event claimed a time ahead of the broker's; it counts as of its arrival");
    NOT_IN_HUNTS.put(
        "exfil.cut", "how many processes and names beyond the limits of an incident were not kept");

    field("exfil.stage", "`started`, `correlated` or `closed`");
    field("exfil.incident.id", "the same for the stages of one incident, and after a replay");
    field("exfil.rules.id", "of every rule that matched the start, the highest risk first");
    field("exfil.rules.title", "its title");
    field("exfil.rules.level", "its level, in Sigma's words");
    field("exfil.rules.risk_score", "its risk score");
    field("exfil.rules.matched.*", "the fields that made it match, with their values");
    field("exfil.sources", "telemetry sources whose record of the start matched a rule");
    field("exfil.tool.name", "always `rclone`");
    field("exfil.tool.renamed", "whether the program's file has another name");
    field(
        "exfil.tool.evidence",
        "why it is rclone: `original_file_name`, `product`, `image_name`, `command_grammar` …");
    field("exfil.tool.grammar_confidence", "0–100: how sure the command line alone is");
    field("exfil.tool.version", "of the file, where the source has version data");
    field("exfil.verdict", "`runs`, `rejected` (by rclone itself), `help`, `not_rclone`");
    field("exfil.verdict_reason", "why it would not run");
    field("exfil.wrapper", "what starts rclone in that command line: `cmd`, `powershell`, `sh` …");
    field("exfil.command", "rclone's command: `copy`, `sync`, `move` …");
    field("exfil.rc_command", "the call that `rclone rc` makes");
    field(
        "exfil.purpose",
        "`transfer`, `preparation`, `capability`, `cleanup`, `exposure` or `other`");
    field(
        "exfil.direction",
        "`upload`, `download`, `remote_to_remote`, `local`, `none` or `unknown`");
    field("exfil.dry_run", "whether nothing would be transferred");
    field("exfil.source.path", "what is taken");
    field("exfil.source.kind", "`local_path`, `unc_path` or `remote`");
    field("exfil.source.host", "of a UNC path");
    field("exfil.source.share", "of a UNC path");
    field("exfil.source.remote", "name of the remote that is read");
    field("exfil.source.backend", "its backend");
    field("exfil.destination.kind", "`local_path`, `unc_path` or `remote`");
    field("exfil.destination.remote", "name of the remote, as rclone parses it");
    field("exfil.destination.wrapper", "`crypt` and the like, around what the other fields tell");
    field("exfil.destination.backend", "rclone's backend: `s3`, `mega`, `sftp` …");
    field("exfil.destination.provider", "of the storage, from the command line or the connections");
    field("exfil.destination.bucket", "bucket, container or share");
    field("exfil.destination.path", "below it");
    field("exfil.destination.endpoint", "host or URL that the storage is at");
    field(
        "exfil.destination.intended_endpoint",
        "what an unquoted URL, which rclone cuts at its colon, was meant to say");
    field("exfil.destination.account", "the most telling of the identities: whom to report");
    field("exfil.destination.access_key_id", "key id to have revoked; the secret is never there");
    field("exfil.destination.account_id", "of Cloudflare R2");
    field("exfil.destination.host", "of backends that are told a host: `sftp`, `ftp` …");
    field("exfil.destination.user", "of backends that sign in with a user");
    field("exfil.destination.observed.provider", "storage that the process was seen to connect to");
    field("exfil.destination.observed.kind", "its kind, as `conf/destinations.yaml` has it");
    field("exfil.filters.*", "rclone's filter options as given: `include`, `max_age` …");
    field("exfil.targeted.everything", "whether no filter limits the kinds of files");
    field("exfil.targeted.extensions", "of the files that the filters let through");
    field("exfil.targeted.categories", "`documents`, `databases`, `mail`, `cad` …");
    field("exfil.targeted.except", "extensions that are left out of everything");
    field("exfil.targeted.globs", "patterns that say no extension");
    field("exfil.pace.*", "options for speed and amount: `transfers`, `bwlimit` …");
    field("exfil.hiding", "signs of hiding: `config_in_temp`, `no_console` …");
    field("exfil.collect", "files that tell more: configuration, log, lists of files");
    field("exfil.backend_match", "`declared`, `known_storage`, `public` or `internal`");
    field("exfil.connections.count", "outbound connections of the incident's processes so far");
    field("exfil.connections.first_seen", "time of the first");
    field("exfil.connections.last_seen", "time of the last");
    field("exfil.connections.bytes_sent", "where the source counts them");
    field("exfil.connections.via_proxy", "whether one went to a configured proxy");
    field("exfil.connections.destinations.ip", "of each distinct destination, 100 at most");
    field("exfil.connections.destinations.port", "its port");
    field("exfil.connections.destinations.domain", "its name, by the sensor or a name query");
    field("exfil.connections.destinations.provider", "whose service it is");
    field("exfil.connections.destinations.kind", "what kind of service");
    field("exfil.connections.destinations.backend_match", "as above, of this one");
    field("exfil.connections.destinations.scope", "`public` or `internal`");
    field("exfil.connections.destinations.via_proxy", "`true` for a configured proxy");
    field("exfil.connections.destinations.count", "connections to it");
    field("exfil.connections.destinations.first_seen", "time of the first connection to it");
    field("exfil.connections.destinations.last_seen", "time of the last");
    field("exfil.connections.other_destinations", "connections to those beyond the 100");
    field(
        "exfil.network_telemetry",
        "of an incident without connections: whether that host sends any, so whether to believe"
            + " it");
    field("exfil.risk.score", "0–100, also in `event.risk_score`");
    field("exfil.risk.severity", "`low`, `medium`, `high` or `critical`");
    field("exfil.risk.factors.name", "of each factor, in the order they were added");
    field("exfil.risk.factors.points", "what it adds or takes away");
    field("exfil.risk.factors.why", "in words");
    field("exfil.risk.not_assessed", "factors that nothing is known about");
    field("exfil.suppressed", "how many alike this alert stands for");
    field("exfil.summary", "`true` for an alert that stands for a storm on one host");
    field("exfil.missing", "`start`: its record was never seen");
    field(
        "exfil.late_first_connection",
        "`true`: it came after the time span, of a program that waits for requests");
    field("exfil.timeline.time", "of each thing that happened, in their order");
    field("exfil.timeline.kind", "`start`, `seen` (its start was not), `dns`, `connection`, `end`");
    field("exfil.timeline.entity_id", "of the process that started or ended");
    field("exfil.timeline.pid", "its number");
    field("exfil.timeline.name", "its file's name");
    field("exfil.timeline.command_line", "its command line, without secrets");
    field("exfil.timeline.parent_entity_id", "who started it");
    field("exfil.timeline.parent_pid", "its number");
    field("exfil.timeline.domain", "that was asked for, or connected to");
    field("exfil.timeline.ips", "in the answers to the name query");
    field("exfil.timeline.ip", "that was connected to");
    field("exfil.timeline.port", "its port");
    field("exfil.timeline.last", "when the same was seen for the last time");
    field("exfil.timeline.count", "how often");
    field("exfil.timeline_cut", "how much more there was than the timeline keeps");
    field("exfil.questions", "what the rule's author would ask");
    field("exfil.false_positives", "what else it might be");
    field("exfil.attack_version", "of ATT&CK that `threat.*` is from");

    field("@timestamp", "of the event that the alert is about: start, first connection, end");
    field("message", "one sentence for people, also in `event.reason`");
    field("ecs.version", "of the Elastic Common Schema");
    field("event.kind", "`alert`");
    field("event.id", "of this alert; a replay gives the same, so use it as document id");
    field("event.created", "when the alert was written");
    field("event.module", "`exfilwatch`");
    field("event.dataset", "`exfilwatch.alert`");
    field("event.action", "`exfiltration-` and the stage");
    field("event.category", "`process`, and `network` once there was a connection");
    field("event.type", "`info`");
    field("event.severity", "the risk score");
    field("event.risk_score", "the risk score");
    field("event.reason", "the message");
    field("event.start", "when the process started");
    field("event.end", "when it ended");
    field("rule.id", "of the matched rule with the highest risk score");
    field("rule.name", "its title");
    field("rule.ruleset", "`exfilwatch`");
    field("rule.description", "its description");
    field("rule.reference", "its first reference");
    field("rule.author", "its author");
    field("threat.framework", "`MITRE ATT&CK`");
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
    field("related.hosts", "what to search for elsewhere: the host in lower case");
    field("related.user", "the user");
    field("related.ip", "addresses of the destinations");
    field("related.hash", "of the file");
  }
}
