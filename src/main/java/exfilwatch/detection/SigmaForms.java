package exfilwatch.detection;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values in the form that Sigma rules expect of Sysmon, where ECS has another form or none. */
final class SigmaForms {
  private SigmaForms() {}

  /**
   * The full path. A source that has only the file name gets a separator before it, because rules
   * ask for {@code Image|endswith: '\rclone.exe'}.
   */
  static @Nullable String image(ProcessInfo p) {
    if (p.executable() != null || p.name() == null) {
      return p.executable();
    }
    boolean windows = p.name().toLowerCase(Locale.ROOT).endsWith(".exe");
    return (windows ? "\\" : "/") + p.name();
  }

  /** The file name; of the path where the source has no name. */
  static @Nullable String name(ProcessInfo p) {
    String path = p.executable();
    if (p.name() != null || path == null) {
      return p.name();
    }
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  /** With the domain, as Windows writes it, and without. */
  static List<String> user(User user) {
    List<String> forms = new ArrayList<>();
    if (user.name() != null) {
      if (user.domain() != null) {
        forms.add(user.domain() + "\\" + user.name());
      }
      forms.add(user.name());
    }
    return forms;
  }

  /** {@code MD5=…,SHA256=…,IMPHASH=…}; null when there is none. */
  static @Nullable String hashes(Hashes hashes) {
    List<String> all = new ArrayList<>();
    add(all, "SHA1", hashes.sha1());
    add(all, "MD5", hashes.md5());
    add(all, "SHA256", hashes.sha256());
    add(all, "IMPHASH", hashes.imphash());
    return all.isEmpty() ? null : String.join(",", all);
  }

  private static void add(List<String> all, String name, @Nullable String hash) {
    if (hash != null) {
      all.add(name + "=" + hash.toUpperCase(Locale.ROOT));
    }
  }

  /** Null when the source doesn't say. */
  static @Nullable String initiated(Connection c) {
    return c.direction() == Direction.UNKNOWN
        ? null
        : c.direction() == Direction.OUTBOUND ? "true" : "false";
  }

  /** The host's own name where it opened the connection; else absent. */
  static @Nullable String sourceHostname(Event e) {
    Connection c = e.connection();
    return c != null && c.direction() == Direction.OUTBOUND ? e.host().name() : null;
  }

  /** Names, then addresses, each by itself and the IPv4 ones as Sysmon maps them, too. */
  static List<String> queryResults(Dns dns) {
    List<String> results = new ArrayList<>(dns.answers());
    for (String ip : dns.resolvedIps()) {
      results.add(ip);
      if (ip.indexOf(':') < 0) {
        results.add("::ffff:" + ip);
      }
    }
    return results;
  }
}
