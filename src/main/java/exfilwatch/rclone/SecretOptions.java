package exfilwatch.rclone;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which options are secrets, from {@code secret-options.tsv}; names of no table by their sound. */
final class SecretOptions {

  private static final Map<String, Map<String, Treatment>> BY_BACKEND = new HashMap<>();

  /** The strictest treatment that any backend has for the name. */
  private static final Map<String, Treatment> STRICTEST = new HashMap<>();

  static {
    for (String[] row : Table.rows("secret-options.tsv", 3)) {
      Treatment treatment = Treatment.of(row[2]);
      BY_BACKEND.computeIfAbsent(row[0], key -> new HashMap<>()).put(row[1], treatment);
      if (!row[0].equals("*")) {
        STRICTEST.merge(row[1], treatment, SecretOptions::stricter);
      }
    }
  }

  private static final String[] SOUNDS = {
    "pass",
    "pwd",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "accesskey",
    "access_key",
    "access-key",
    "accountkey",
    "account_key",
    "account-key",
    "privatekey",
    "private_key",
    "private-key",
    "credential",
    "signature",
    "sharedaccess",
    "passphrase",
    "otp",
    "cookie",
    "authorization"
  };

  /** A name that ends so speaks of a secret but does not hold it. */
  private static final String[] HARMLESS_ENDS = {
    "id",
    "file",
    "path",
    "url",
    "type",
    "command",
    "from",
    "user",
    "username",
    "name",
    "expiry",
    "time",
    "size",
    "count",
    "through",
    "word-list",
    "policy",
    "-mode",
    "port",
    "style",
    "bypass",
    "compass"
  };

  private SecretOptions() {}

  /** Null backend: not known, so the strictest treatment of any backend holds. */
  static Treatment of(@Nullable Backend backend, String option) {
    int dot = option.indexOf('.');
    if (dot >= 0) {
      return ofFlag(option.substring(dot + 1));
    }
    if (backend == null) {
      Treatment strictest = STRICTEST.get(option);
      return strictest != null ? strictest : byName(option);
    }
    Treatment treatment = BY_BACKEND.getOrDefault(backend.prefix(), Map.of()).get(option);
    if (treatment != null) {
      return treatment;
    }
    return backend.options().contains(option) ? Treatment.KEEP : byName(option);
  }

  /** A flag of no backend, by its option name: {@code rc_pass}. */
  static Treatment ofFlag(String option) {
    Treatment treatment = BY_BACKEND.getOrDefault("*", Map.of()).get(option);
    return treatment == null ? Treatment.KEEP : treatment;
  }

  /**
   * Of {@code RCLONE_CONFIG_<REMOTE>_<OPTION>} the longest end that is an option decides, because a
   * remote's name may hold underscores.
   */
  static Treatment ofVariable(String variable) {
    String name = variable.toUpperCase(Locale.ROOT);
    Flag flag = FlagSet.byEnvironment(name);
    if (flag != null) {
      Backend backend = flag.backend().isEmpty() ? null : Backend.named(flag.backend());
      return backend == null ? ofFlag(flag.option()) : of(backend, flag.option());
    }
    if (name.equals("RCLONE_CONFIG_PASS")) {
      return Treatment.REDACT;
    }
    if (name.startsWith("RCLONE_CONFIG_") && name.length() < 200) {
      for (int at = name.indexOf('_', 14); at >= 0; at = name.indexOf('_', at + 1)) {
        Treatment treatment = STRICTEST.get(name.substring(at + 1).toLowerCase(Locale.ROOT));
        if (treatment != null) {
          return treatment;
        }
      }
    }
    return byName(name);
  }

  static Treatment byName(String name) {
    return soundsSecret(name) ? Treatment.REDACT : Treatment.KEEP;
  }

  /** An identity that has an account taken down: kept by the table, and not a path. */
  static boolean isIdentity(Backend backend, String option) {
    return BY_BACKEND.getOrDefault(backend.prefix(), Map.of()).get(option) == Treatment.KEEP;
  }

  static boolean soundsSecret(String name) {
    if (name.length() > 100 || name.length() < 3) {
      return false;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("sig") || lower.equals("key") || lower.equals("bearer")) {
      return true;
    }
    for (String end : HARMLESS_ENDS) {
      if (lower.endsWith(end)) {
        return false;
      }
    }
    for (String sound : SOUNDS) {
      if (lower.contains(sound)) {
        return true;
      }
    }
    return false;
  }

  private static Treatment stricter(Treatment one, Treatment other) {
    return rank(one) >= rank(other) ? one : other;
  }

  private static int rank(Treatment treatment) {
    return switch (treatment) {
      case KEEP -> 0;
      case PATH -> 1;
      case REDACT -> 3;
      default -> 2;
    };
  }
}
