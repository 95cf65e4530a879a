package exfilwatch.alert;

import static exfilwatch.alert.AlertFields.Type.BOOLEAN;
import static exfilwatch.alert.AlertFields.Type.DATE;
import static exfilwatch.alert.AlertFields.Type.FLATTENED;
import static exfilwatch.alert.AlertFields.Type.IP;
import static exfilwatch.alert.AlertFields.Type.KEYWORD;
import static exfilwatch.alert.AlertFields.Type.LONG;
import static exfilwatch.alert.AlertFields.Type.NESTED;
import static exfilwatch.alert.AlertFields.Type.STORED;
import static exfilwatch.alert.AlertFields.Type.TEXT;
import static exfilwatch.alert.AlertFields.Type.WILDCARD;

import java.util.List;
import java.util.Locale;

/** The catalogue of our own fields of an alert. All others are ECS'. */
public final class AlertFields {

  private AlertFields() {}

  /** How a field is indexed; of the names of Elasticsearch's types. */
  public enum Type {
    KEYWORD,
    WILDCARD,
    TEXT,
    LONG,
    BOOLEAN,
    DATE,
    IP,
    /** Objects whose keys vary, with values that are searched as keywords. */
    FLATTENED,
    /** Objects in a list, each searched as one. */
    NESTED,
    /** Kept with the alert, not indexed. */
    STORED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A field.
   *
   * @param name with its parents; {@code *} for the names of options that vary
   * @param many whether it is a list
   */
  public record AlertField(String name, Type type, boolean many, String meaning) {}

  private static final List<AlertField> ALL =
      List.of(
          one("stage", KEYWORD, "started, correlated or closed"),
          one("incident.id", KEYWORD, "the same for the alerts of one incident"),
          one("content.version", KEYWORD, "of the rules, exceptions and destinations that decided"),
          one("tool.name", KEYWORD, "rclone"),
          one("tool.renamed", BOOLEAN, "whether the program is called something else"),
          many(
              "tool.evidence",
              KEYWORD,
              "what shows that it is rclone: original_file_name, product, image_name,"
                  + " command_grammar"),
          one(
              "tool.grammar_confidence",
              LONG,
              "0 to 100, that the command line is of rclone's grammar"),
          one("tool.version", KEYWORD, "from the version data of the program"),
          one("verdict", KEYWORD, "runs, rejected, help or not_rclone: what the command line does"),
          one("verdict_reason", TEXT, "why it is rejected, or what help is printed"),
          one("wrapper", KEYWORD, "the programs around rclone, cmd /c"),
          one("command", KEYWORD, "copy, sync, move …"),
          one("rc_command", KEYWORD, "the call that rclone rc makes, sync/copy"),
          one("purpose", KEYWORD, "transfer, preparation, capability, cleanup, exposure or other"),
          one(
              "direction",
              KEYWORD,
              "upload, download, remote_to_remote, local, none or unknown: which way content goes"),
          one("dry_run", BOOLEAN, "whether nothing is transferred"),
          one("source.path", WILDCARD, "what is read"),
          one("source.kind", KEYWORD, "local_path, unc_path, remote or url"),
          one("source.host", KEYWORD, "the machine of a UNC path"),
          one("source.share", KEYWORD, "the share of a UNC path"),
          one("source.remote", KEYWORD, "name of the remote that is read"),
          one("source.backend", KEYWORD, "rclone's type of that remote"),
          one("destination.kind", KEYWORD, "remote, local_path or unc_path"),
          one("destination.remote", KEYWORD, "name of the remote that is written, :s3 on the fly"),
          one("destination.backend", KEYWORD, "rclone's type of what stores the data"),
          one("destination.wrapper", KEYWORD, "type of what lies around that: crypt, alias …"),
          one(
              "destination.provider",
              KEYWORD,
              "the cloud, by the command line or else by what it connected to"),
          one("destination.bucket", KEYWORD, "bucket, container or share"),
          one("destination.path", WILDCARD, "path in the remote"),
          one("destination.endpoint", KEYWORD, "URL or host of the service"),
          one(
              "destination.intended_endpoint",
              KEYWORD,
              "what an endpoint that rclone cuts at its colon was meant to be"),
          one("destination.account", KEYWORD, "the account to have taken down"),
          one("destination.*", KEYWORD, "options that name the account: access_key_id, user …"),
          one("destination.observed.provider", KEYWORD, "the storage that it connected to"),
          one("destination.observed.kind", KEYWORD, "object_storage, cloud_drive …"),
          one("filters", FLATTENED, "flags that select files, as given"),
          one("targeted.everything", BOOLEAN, "whether no filter holds a file back"),
          many("targeted.extensions", KEYWORD, "wanted, without dot"),
          many(
              "targeted.categories",
              KEYWORD,
              "kinds of data that the filters want: documents, databases, cad …"),
          many("targeted.except", KEYWORD, "extensions that are held back"),
          many("targeted.globs", KEYWORD, "filters that don't tell a kind"),
          one("pace", FLATTENED, "flags that set speed and amount, as given"),
          many("hiding", KEYWORD, "how it keeps from being noticed"),
          many("collect", KEYWORD, "files on the host that the command line names, or implies"),
          many("rules", NESTED, "every rule that matched, highest risk first"),
          one("rules.id", KEYWORD, "id of the rule"),
          one("rules.title", KEYWORD, "its title"),
          one("rules.level", KEYWORD, "its Sigma level"),
          one("rules.risk_score", LONG, "0 to 100"),
          one("rules.matched", FLATTENED, "the fields that matched, with their values"),
          many("sources", KEYWORD, "telemetry sources that saw the start"),
          one("connections.count", LONG, "outbound connections"),
          one("connections.first_seen", DATE, "of the first"),
          one("connections.last_seen", DATE, "of the last"),
          one("connections.bytes_sent", LONG, "absent where no source counts them"),
          one("connections.via_proxy", BOOLEAN, "whether any went to the organisation's proxy"),
          one(
              "connections.other_destinations",
              LONG,
              "connections to destinations beyond the hundred that are listed"),
          many("connections.destinations", NESTED, "where it connected"),
          one("connections.destinations.ip", IP, "its address"),
          one("connections.destinations.port", LONG, "its port"),
          one("connections.destinations.domain", KEYWORD, "its name"),
          one("connections.destinations.provider", KEYWORD, "whose it is"),
          one("connections.destinations.kind", KEYWORD, "object_storage, cloud_drive …"),
          one(
              "connections.destinations.backend_match",
              KEYWORD,
              "declared, known_storage, public or internal"),
          one("connections.destinations.scope", KEYWORD, "internal or public"),
          one("connections.destinations.via_proxy", BOOLEAN, "present when it is a proxy"),
          one("connections.destinations.count", LONG, "connections to it"),
          one("connections.destinations.first_seen", DATE, "time of the first of them"),
          one("connections.destinations.last_seen", DATE, "time of the last"),
          one(
              "backend_match",
              KEYWORD,
              "how the best fitting destination fits the command line: declared, known_storage,"
                  + " public or internal"),
          one(
              "network_telemetry",
              BOOLEAN,
              "when no connection was seen: whether the host sends any at all"),
          one("risk.score", LONG, "0 to 100"),
          one("risk.severity", KEYWORD, "low, medium, high or critical"),
          many("risk.factors", NESTED, "what the score is made of"),
          one("risk.factors.name", KEYWORD, "the factor, as in the configuration"),
          one("risk.factors.points", LONG, "what it adds or takes"),
          one("risk.factors.why", TEXT, "in one line"),
          many("risk.not_assessed", KEYWORD, "factors that nothing is known about"),
          one("suppressed", LONG, "how many incidents like it this one stands for"),
          one("summary", BOOLEAN, "present when it stands for the incidents of its host"),
          many("missing", KEYWORD, "start, when that was not seen"),
          one(
              "late_first_connection",
              BOOLEAN,
              "present when it came after the correlation's time, of a process that waits"),
          one("clock_ahead", BOOLEAN, "present when a record's clock was ahead"),
          one("cut", LONG, "processes and names beyond what is remembered"),
          many("questions", TEXT, "what the author of the rule would ask"),
          many("false_positives", TEXT, "what the author of the rule knows of"),
          one("attack_version", KEYWORD, "of MITRE ATT&CK"),
          many("timeline", STORED, "what happened, in order"),
          one("timeline_cut", LONG, "processes, names and connections that are not in it"),
          one(
              "guide",
              STORED,
              "what was seen, questions with answer or query, response, files to collect; and all"
                  + " of it as Markdown"));

  /** All of them, parents before their fields. */
  public static List<AlertField> all() {
    return ALL;
  }

  private static AlertField one(String name, Type type, String meaning) {
    return new AlertField("exfil." + name, type, false, meaning);
  }

  private static AlertField many(String name, Type type, String meaning) {
    return new AlertField("exfil." + name, type, true, meaning);
  }
}
