package exfilwatch.rclone;

import exfilwatch.rclone.ParsedCommand.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Options that turn a configured remote to another place or account. rclone ranks the connection
 * string ({@code backup,endpoint=…:}), then flags, then the environment before the configuration
 * file (rclone docs, "Configuration precedence").
 */
final class Redirects {

  private static final String SEVERAL = "upstreams";

  private static final Set<String> TELLING =
      Set.of(
          "type",
          "remote",
          SEVERAL,
          "provider",
          "endpoint",
          "url",
          "host",
          "hostname",
          "namenode",
          "satellite_address",
          "api_url",
          "storage_url",
          "auth",
          "auth_url",
          "token_url",
          "site",
          "sas_url",
          "connection_string",
          "account",
          "access_key_id",
          "user",
          "username",
          "email",
          "token",
          "service_account_file",
          "service_account_credentials",
          "team_drive",
          "root_folder_id",
          "drive_id");

  private final ParsedCommand parsed;
  private final Map<String, String> environment;
  private final Set<String> options = new TreeSet<>();

  private Redirects(ParsedCommand parsed, Map<String, String> environment) {
    this.parsed = parsed;
    this.environment = environment;
  }

  static List<String> of(
      ParsedCommand parsed, Map<String, String> environment, @Nullable Remote destination) {
    Redirects redirects = new Redirects(parsed, environment);
    if (destination != null && destination.kind() == Remote.Kind.REMOTE) {
      redirects.collect(destination);
    }
    return List.copyOf(redirects.options);
  }

  private void collect(Remote remote) {
    boolean configured = !remote.name().isEmpty() && !remote.name().startsWith(":");
    if (configured) {
      remote.config().keySet().stream().filter(TELLING::contains).forEach(options::add);
      for (Setting setting : parsed.settings()) {
        if (!setting.flag().backend().isEmpty() && TELLING.contains(setting.flag().option())) {
          options.add(setting.flag().option());
        }
      }
      String prefix = "RCLONE_CONFIG_" + remote.name().toUpperCase(Locale.ROOT) + "_";
      for (String variable : environment.keySet()) {
        if (variable.startsWith(prefix)) {
          String option = variable.substring(prefix.length()).toLowerCase(Locale.ROOT);
          if (TELLING.contains(option)) {
            options.add(option);
          }
        }
      }
    }
    if (remote.wraps().size() > 1) {
      options.add(SEVERAL);
    }
    remote.wraps().forEach(this::collect);
  }
}
