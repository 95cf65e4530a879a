package exfilwatch.correlation;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.detection.CommandLines;
import exfilwatch.detection.RuleHit;
import exfilwatch.rclone.Invocation;
import exfilwatch.rclone.Remote;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What similar incidents have in common: rule, host, user, executable, declared destination. */
final class Likeness {

  private Likeness() {}

  /** A key for {@code start} that {@code rule} matched; without anything secret in it. */
  static String of(Event start, RuleHit rule) {
    ProcessInfo process = start.process();
    User user = start.user();
    String executable = process.executable() != null ? process.executable() : process.name();
    String what =
        String.join(
            "\n",
            rule.id(),
            user == null ? "" : lower(user.domain()) + "\\" + lower(user.name()),
            lower(executable),
            destination(CommandLines.explain(start).invocation()));
    return HostKey.of(start.host()) + "|" + UUID.nameUUIDFromBytes(what.getBytes(UTF_8));
  }

  /** Remote and bucket; a folder in there may have another name every day. */
  private static String destination(@Nullable Invocation invocation) {
    Remote remote = invocation == null ? null : invocation.destination();
    if (remote == null) {
      return "";
    }
    return place(remote);
  }

  private static String place(Remote remote) {
    if (remote.kind() != Remote.Kind.REMOTE) {
      return remote.path();
    }
    if (!remote.wraps().isEmpty()) {
      return remote.name()
          + remote.wraps().stream().map(Likeness::place).collect(Collectors.joining(",", "(", ")"));
    }
    String place = remote.bucket() != null ? remote.bucket() : remote.endpoint();
    return remote.name()
        + remote.identities()
        + ":"
        + (place != null ? place : topFolder(remote.path()));
  }

  private static String topFolder(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
