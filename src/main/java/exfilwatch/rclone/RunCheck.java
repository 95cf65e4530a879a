package exfilwatch.rclone;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rclone refuses once its flags are parsed: flags that exclude each other, filters, remotes.
 */
final class RunCheck {

  private RunCheck() {}

  /** Null when it would start. */
  static @Nullable String refusal(
      ParsedCommand parsed, Endpoints endpoints, List<String> filterErrors) {
    String conflict = conflict(parsed);
    if (conflict != null) {
      return conflict;
    }
    if (!filterErrors.isEmpty()) {
      return "failed to load filters: " + filterErrors.get(0);
    }
    return endpoints.refusal();
  }

  private static @Nullable String conflict(ParsedCommand parsed) {
    boolean quiet = parsed.isOn("quiet");
    boolean verbose = parsed.value("verbose") != null;
    if (quiet && verbose) {
      return "can't set -v and -q";
    }
    if (parsed.value("log-level") != null && (quiet || verbose)) {
      return "can't set " + (quiet ? "-q" : "-v") + " and --log-level";
    }
    int deletes = 0;
    for (String when : List.of("delete-before", "delete-during", "delete-after")) {
      deletes += parsed.isOn(when) ? 1 : 0;
    }
    if (deletes > 1) {
      return "only one of --delete-before, --delete-during or --delete-after can be used";
    }
    return parsed.value("compare-dest") != null && parsed.value("copy-dest") != null
        ? "can't use --compare-dest with --copy-dest"
        : null;
  }
}
