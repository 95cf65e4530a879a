package exfilwatch.detection;

import exfilwatch.rclone.Explanation;
import exfilwatch.rclone.Invocation;
import exfilwatch.rclone.Remote;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a command line says, as fields that rules and exceptions may ask for. The names are those of
 * alerts. Of a wrapper (crypt, alias …) the destination is what lies below it, as in alerts.
 */
final class CommandFacts {

  /** A field's value; null when absent. */
  private interface Accessor {
    @Nullable Object of(Invocation invocation);
  }

  private interface RemoteAccessor {
    @Nullable Object of(Remote remote);
  }

  private static final Map<String, Accessor> ACCESSORS = new LinkedHashMap<>();

  static {
    put("command", Invocation::command);
    put("rc_command", Invocation::remoteControl);
    put("purpose", i -> i.purpose().toString());
    put("direction", i -> i.direction().toString());
    put("dry_run", Invocation::dryRun);
    put("config_path", i -> i.config() == null ? null : Paths.resolved(i.config()));
    put("hiding", Invocation::hiding);
    put("targeted.categories", i -> i.targeted().categories());
    put("targeted.extensions", i -> i.targeted().extensions());
    source("kind", r -> r.kind().toString());
    source("path", r -> Paths.resolved(r.isLocal() ? r.raw() : r.path()));
    source("host", Remote::host);
    source("share", Remote::share);
    source("remote", r -> r.isLocal() ? null : r.name());
    source("backend", Remote::backend);
    destination("kind", r -> r.kind().toString());
    destination("remote", r -> r.isLocal() ? null : r.name());
    destination("wrapper", r -> r.wraps().isEmpty() ? null : r.backend());
    destination("backend", r -> r.innermost().backend());
    destination("provider", r -> r.innermost().provider());
    destination("bucket", r -> r.innermost().bucket());
    destination("path", r -> Paths.resolved(r.innermost().path()));
    destination("endpoint", r -> r.innermost().endpoint());
    // the source's account must not approve another destination
    destination("account", r -> r.innermost().account());
    for (String option : List.of("access_key_id", "user", "email", "account_id", "project_id")) {
      destination(option, r -> r.innermost().identities().get(option));
    }
    put("destination.redirected_by", Invocation::redirects);
  }

  private CommandFacts() {}

  static Set<String> names() {
    return ACCESSORS.keySet();
  }

  /** The field {@code exfil.command} and so on; null when the command line doesn't have it. */
  static @Nullable Object field(String name, Explanation explanation) {
    Accessor accessor = ACCESSORS.get(name);
    Invocation invocation = explanation.invocation();
    return accessor == null || invocation == null ? null : accessor.of(invocation);
  }

  private static void put(String name, Accessor accessor) {
    ACCESSORS.put("exfil." + name, accessor);
  }

  private static void source(String name, RemoteAccessor of) {
    put("source." + name, i -> i.source() == null ? null : of.of(i.source()));
  }

  private static void destination(String name, RemoteAccessor of) {
    put("destination." + name, i -> i.destination() == null ? null : of.of(i.destination()));
  }
}
