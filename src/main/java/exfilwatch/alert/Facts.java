package exfilwatch.alert;

import exfilwatch.correlation.ConnectionTotals;
import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.Incident;
import exfilwatch.destination.ObservedDestination;
import exfilwatch.rclone.Invocation;
import exfilwatch.rclone.Remote;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The evidence in the words of the guide: each method gives one thing as Markdown, or a value. */
final class Facts {

  private final Evidence evidence;

  Facts(Evidence evidence) {
    this.evidence = evidence;
  }

  Evidence evidence() {
    return evidence;
  }

  Incident incident() {
    return evidence.incident();
  }

  Event start() {
    return incident().start();
  }

  ProcessInfo process() {
    return start().process();
  }

  @Nullable Invocation invocation() {
    return evidence.explanation().invocation();
  }

  ConnectionTotals totals() {
    return incident().totals();
  }

  @Nullable String hostName() {
    return start().host().name();
  }

  String host() {
    String name = hostName();
    String id = start().host().id();
    return Md.code(name != null ? name : id != null ? id : "?");
  }

  String program() {
    ProcessInfo process = process();
    String name = process.name() != null ? process.name() : process.executable();
    return name == null ? "the process" : Md.code(name);
  }

  /** With its process id, where that is known. */
  static String withId(String program, ProcessInfo process) {
    return process.pid() == 0 ? program : program + " (process " + process.pid() + ")";
  }

  /** Null when the source tells none. */
  @Nullable String account() {
    User user = start().user();
    if (user == null || user.name() == null) {
      return null;
    }
    String name = Md.code(user.domain() == null ? user.name() : user.domain() + "\\" + user.name());
    return user.id() == null ? name : name + " (" + Md.code(user.id()) + ")";
  }

  @Nullable String sha256() {
    Hashes hash = process().hash();
    return hash != null && hash.sha256() != null && hash.sha256().matches("[0-9a-f]{64}")
        ? hash.sha256()
        : null;
  }

  /** What it reads, in words. */
  @Nullable String source() {
    Invocation invocation = invocation();
    Remote source = invocation == null ? null : invocation.source();
    if (source == null) {
      return null;
    }
    return switch (source.kind()) {
      case LOCAL_PATH -> Md.code(source.raw());
      case UNC_PATH -> "the share " + Md.code(source.raw());
      case URL -> "the address " + Md.code(source.raw());
      case REMOTE ->
          "the remote "
              + Md.code(source.name() + ":" + source.path())
              + (source.backend() == null ? "" : " (" + Md.code(source.backend()) + ")");
    };
  }

  /** What it writes to, in words; null when the command line names none. */
  @Nullable String destination() {
    Invocation invocation = invocation();
    Remote destination = invocation == null ? null : invocation.destination();
    if (destination == null) {
      return null;
    }
    if (destination.isLocal()) {
      return Md.code(destination.raw());
    }
    Remote inner = destination.innermost();
    List<String> parts = new ArrayList<>();
    parts.add("the remote " + Md.code(destination.name() + ":"));
    part(parts, "of the kind ", inner.backend());
    part(parts, "at ", provider());
    part(parts, "bucket ", inner.bucket());
    part(parts, "path ", inner.path().isEmpty() ? null : inner.path());
    part(parts, "endpoint ", inner.endpoint());
    inner.identities().forEach((option, value) -> part(parts, option + " ", value));
    return String.join(", ", parts);
  }

  private static void part(List<String> parts, String name, @Nullable String value) {
    if (value != null) {
      parts.add(name + Md.code(value));
    }
  }

  /** By the command line, else by what it connected to. */
  @Nullable String provider() {
    Invocation invocation = invocation();
    Remote destination = invocation == null ? null : invocation.destination();
    String declared = destination == null ? null : destination.innermost().provider();
    ObservedDestination storage = evidence.destinations().storage();
    return declared != null ? declared : storage == null ? null : storage.provider();
  }

  /** Whether the account that receives the data stands in a file, not on the command line. */
  boolean accountIsInConfig() {
    Invocation invocation = invocation();
    Remote destination = invocation == null ? null : invocation.destination();
    return destination != null
        && !destination.isLocal()
        && destination.innermost().identities().isEmpty()
        && !destination.name().startsWith(":");
  }

  /**
   * Names and addresses that it connected to, of others than the organisation's own; of what lies
   * behind a proxy the name.
   */
  List<String> outside() {
    Set<String> outside = new LinkedHashSet<>();
    for (int i = 0; i < totals().destinations().size(); i++) {
      ObservedDestination observed = evidence.destinations().observed().get(i);
      DestinationTotal total = totals().destinations().get(i);
      boolean behindProxy = observed.viaProxy() && observed.service() != null;
      if (behindProxy || (!observed.internal() && !observed.viaProxy())) {
        String name = total.domain() != null || behindProxy ? total.domain() : total.ip();
        if (name != null) {
          outside.add(name);
        }
      }
    }
    return List.copyOf(outside);
  }

  List<String> domains() {
    return totals().destinations().stream()
        .map(DestinationTotal::domain)
        .filter(Objects::nonNull)
        .distinct()
        .limit(10)
        .toList();
  }

  /** The program itself comes first: it proves what ran. */
  List<String> collect() {
    Set<String> files = new LinkedHashSet<>();
    if (process().executable() != null) {
      files.add(process().executable());
    }
    Invocation invocation = invocation();
    if (invocation != null) {
      files.addAll(invocation.collect());
    }
    return List.copyOf(files);
  }

  /** Up to now, as far as the incident goes; epoch milliseconds. */
  long end() {
    return Math.max(Math.max(incident().time(), incident().ended()), start().time());
  }
}
