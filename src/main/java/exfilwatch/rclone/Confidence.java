package exfilwatch.rclone;

import exfilwatch.rclone.ParsedCommand.Setting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How sure the grammar makes that a command line is rclone's, whatever the program is called:
 * points of the evidence, from 0 to 100.
 */
final class Confidence {

  private static final int MAX_DISTINCTIVE = 5;
  private static final int MAX_ORDINARY = 5;
  private static final int MAX_UNKNOWN = 3;
  private static final int MAX_OPTIONS = 2;

  /** What a remote control does to data; nothing else has calls of these names. */
  private static final Set<String> CALLS =
      Set.of(
          "sync/copy",
          "sync/move",
          "sync/sync",
          "sync/bisync",
          "operations/copyfile",
          "operations/movefile",
          "operations/uploadfile",
          "operations/copyurl",
          "core/command",
          "job/batch");

  /** Protocols that no other tool's {@code serve} takes with a folder behind it. */
  private static final Set<String> SERVED =
      Set.of("serve webdav", "serve sftp", "serve ftp", "serve nfs", "serve s3", "serve restic");

  /** What operators call their remotes besides the backends' own names. */
  private static final Set<String> SERVICES =
      Set.of("gdrive", "googledrive", "wasabi", "mega", "megans", "aws", "minio", "r2", "idrive");

  private final ParsedCommand parsed;
  private final Endpoints endpoints;
  private final List<Evidence> evidence = new ArrayList<>();

  /** Whether the command, or what it is given, is rclone's rather than any tool's. */
  private boolean rclonesCommand;

  private Confidence(ParsedCommand parsed, Endpoints endpoints) {
    this.parsed = parsed;
    this.endpoints = endpoints;
  }

  static List<Evidence> evidence(
      ParsedCommand parsed, Endpoints endpoints, Map<String, String> environment) {
    Confidence confidence = new Confidence(parsed, endpoints);
    confidence.command();
    if (parsed.command() != null) {
      confidence.remotes();
      confidence.created();
      confidence.remoteControl();
    }
    confidence.flags();
    confidence.environment(environment);
    confidence.against();
    return List.copyOf(confidence.evidence);
  }

  static int points(List<Evidence> evidence) {
    int points = evidence.stream().mapToInt(Evidence::points).sum();
    return Math.max(0, Math.min(100, points));
  }

  private void add(String name, int points) {
    evidence.add(new Evidence(name, points));
  }

  private void command() {
    Command command = parsed.command();
    if (command == null) {
      return;
    }
    int count = parsed.arguments().size();
    boolean rightCount = count >= command.minArgs() && count <= command.maxArgs();
    if (command.distinctive()) {
      add("rclone_only_command", command.purpose() == Purpose.TRANSFER ? 35 : 30);
      rclonesCommand = rightCount;
    } else if (command.movesData()) {
      add("data_moving_command", rightCount ? 15 : 5);
    } else {
      add("known_command", 5);
    }
    if (!rightCount) {
      add("wrong_argument_count", -20);
    }
  }

  private void remotes() {
    boolean onTheFly = false;
    boolean named = false;
    boolean service = false;
    Set<String> options = new LinkedHashSet<>();
    for (Remote remote : endpoints.opened()) {
      if (remote.kind() != Remote.Kind.REMOTE) {
        continue;
      }
      Backend backend = remote.backend() == null ? null : Backend.named(remote.backend());
      if (remote.error() != null) {
        add("malformed_remote", -15);
      } else if (isUrl(remote)) {
        add("url_argument", -40);
      } else if (backend != null && !remote.config().isEmpty()) {
        remote.config().keySet().stream().filter(backend.options()::contains).forEach(options::add);
        onTheFly = true;
      } else if (remote.name().startsWith(":")) {
        onTheFly = true;
      } else {
        named = true;
        service |= isService(remote.name());
      }
    }
    if (onTheFly) {
      add("remote_on_the_fly", 35);
    }
    if (named) {
      add("remote_argument", 25);
    }
    if (service) {
      add("remote_named_like_a_service", 10);
    }
    options.stream().limit(MAX_OPTIONS).forEach(option -> add("backend_option " + option, 10));
    Command command = parsed.command();
    if ((onTheFly || named) && command != null && command.roles().contains("mnt")) {
      boolean drive = hasWindowsPath(endpoints.destination());
      add("remote_and_mountpoint", drive ? 30 : 10);
      rclonesCommand = true;
    }
    Remote source = endpoints.source();
    if (named && isCopyById(command)) {
      add("backend_command", 20);
    }
    if (command != null && SERVED.contains(command.path()) && hasWindowsPath(source)) {
      add("windows_path_served", 30);
    }
    if ((onTheFly || named) && hasWindowsPath(source)) {
      add("windows_path_to_remote", 20);
    } else if ((onTheFly || named) && source != null && source.raw().startsWith("/")) {
      add("absolute_path_to_remote", 10);
    }
  }

  /** Other tools' addresses, {@code s3://b}, are remotes named s3 to rclone: none would type it. */
  private static boolean isUrl(Remote remote) {
    return !remote.name().startsWith(":")
        && remote.config().isEmpty()
        && remote.path().startsWith("//");
  }

  /** {@code backend copyid drive: ID PATH}: files of a drive by their ids. */
  private boolean isCopyById(@Nullable Command command) {
    return command != null
        && command.path().equals("backend")
        && parsed.arguments().size() > 1
        && parsed.argument(0).equals("copyid");
  }

  private static boolean isService(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int letters = lower.length();
    while (letters > 1 && Character.isDigit(lower.charAt(letters - 1))) {
      letters--;
    }
    Backend backend = Backend.named(lower.substring(0, letters));
    return SERVICES.contains(lower)
        || (backend != null && !backend.isWrapper() && !backend.protocolClass().equals("local"));
  }

  private static boolean hasWindowsPath(@Nullable Remote remote) {
    return remote != null
        && (remote.kind() == Remote.Kind.UNC_PATH
            || (remote.kind() == Remote.Kind.LOCAL_PATH
                && remote.path().length() > 1
                && remote.path().charAt(1) == ':'));
  }

  /** {@code config create NAME TYPE} with a type that is a backend, and that backend's options. */
  private void created() {
    Remote made = endpoints.destination();
    if (made == null || endpoints.opened().contains(made) || made.backend() == null) {
      return;
    }
    add("known_backend_type", 25);
    Backend backend = Backend.named(made.backend());
    made.config().keySet().stream()
        .filter(key -> backend != null && backend.options().contains(key))
        .limit(MAX_OPTIONS)
        .forEach(option -> add("backend_option " + option, 10));
  }

  private void remoteControl() {
    String call = endpoints.remoteControl();
    if (call != null && call.matches("(sync|operations|config|core|job|vfs|options)/[a-z]+")) {
      add("remote_control_call", CALLS.contains(call) ? 55 : 40);
      if (endpoints.source() != null || endpoints.destination() != null) {
        add("remote_argument", 25);
      }
    }
  }

  private void flags() {
    Set<String> distinctive = new LinkedHashSet<>();
    Set<String> ordinary = new LinkedHashSet<>();
    boolean config = false;
    for (Setting setting : parsed.settings()) {
      Flag flag = setting.flag();
      if (setting.isFromEnvironment()) {
        continue;
      }
      (flag.distinctive() ? distinctive : ordinary).add(flag.name());
      config |= flag.name().equals("config") && isRcloneConfig(setting.value());
    }
    distinctive.stream().limit(MAX_DISTINCTIVE).forEach(name -> add("flag --" + name, 12));
    if (rclonesCommand && !distinctive.isEmpty()) {
      add("command_with_its_flag", 20);
    }
    if (parsed.command() != null) {
      ordinary.stream().limit(MAX_ORDINARY).forEach(name -> add("ordinary_flag --" + name, 4));
    }
    if (config) {
      add("rclone_config_file", 20);
    }
  }

  private static boolean isRcloneConfig(String path) {
    return path.toLowerCase(Locale.ROOT).contains("rclone");
  }

  private void environment(Map<String, String> environment) {
    boolean set =
        environment.keySet().stream()
            .anyMatch(
                name -> name.startsWith("RCLONE_CONFIG_") || FlagSet.byEnvironment(name) != null);
    if (set) {
      add("rclone_environment", 25);
    }
  }

  private void against() {
    parsed.unknownFlags().stream()
        .distinct()
        .limit(MAX_UNKNOWN)
        .forEach(name -> add("unknown_flag " + TextScrubber.scrub(name, new Secrets()), -20));
    String reason = parsed.reason();
    if (reason != null && reason.startsWith("unknown command")) {
      add("command_not_in_place", -15);
    } else if (reason != null && reason.startsWith("invalid value")) {
      add("invalid_value", -10);
    }
  }
}
