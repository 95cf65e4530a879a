package exfilwatch.rclone;

import exfilwatch.rclone.ParsedCommand.Setting;
import exfilwatch.rclone.filter.Targeted;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a parsed command line into what it does. */
final class InvocationReader {

  private static final Set<String> PACE =
      Set.of(
          "transfers",
          "checkers",
          "multi-thread-streams",
          "multi-thread-cutoff",
          "bwlimit",
          "bwlimit-file",
          "tpslimit",
          "tpslimit-burst",
          "buffer-size",
          "max-transfer",
          "max-duration",
          "cutoff-mode",
          "max-connections",
          "max-backlog",
          "retries",
          "low-level-retries",
          "streaming-upload-cutoff",
          "order-by");

  /** Flags whose value is a file on the host. */
  private static final Set<String> FILES =
      Set.of(
          "config",
          "log-file",
          "drive-service-account-file",
          "gcs-service-account-file",
          "sftp-key-file",
          "box-box-config-file",
          "oos-config-file",
          "filters-file",
          "azureblob-service-principal-file",
          "combined",
          "differ",
          "match",
          "missing-on-dst",
          "missing-on-src",
          "error",
          "s3-shared-credentials-file");

  private static final Set<String> FILE_OPTIONS =
      Set.of(
          "service_account_file",
          "key_file",
          "box_config_file",
          "config_file",
          "shared_credentials_file",
          "service_principal_file");

  private final ParsedCommand parsed;
  private final Endpoints endpoints;
  private final Os os;
  private final Secrets secrets;
  private final Instant started;

  InvocationReader(
      ParsedCommand parsed, Endpoints endpoints, Os os, Secrets secrets, Instant started) {
    this.parsed = parsed;
    this.endpoints = endpoints;
    this.os = os;
    this.secrets = secrets;
    this.started = started;
  }

  Selection selection() {
    return Selection.of(parsed.settings(), started, this::clean);
  }

  Invocation read(Selection selection, Targeted targeted, boolean encoded) {
    Command command = parsed.command();
    Remote source = endpoints.source();
    Remote destination = endpoints.destination();
    String config = parsed.value("config");
    return new Invocation(
        command == null ? null : command.path(),
        endpoints.remoteControl(),
        command == null ? Purpose.OTHER : command.purpose(),
        endpoints.direction(),
        isDryRun(source) || isDryRun(destination) || parsed.isOn("dry-run"),
        parsed.isOn("interactive"),
        parsed.isOn("auto-confirm") || isOff("ask-password"),
        source,
        destination,
        selection,
        cleaned(targeted),
        pace(),
        hiding(encoded),
        identities(),
        config == null ? null : clean(config),
        Redirects.of(parsed, endpoints.environment(), destination),
        collect(selection));
  }

  private Targeted cleaned(Targeted targeted) {
    return new Targeted(
        targeted.everything(),
        targeted.globs().stream().map(this::clean).toList(),
        targeted.extensions(),
        targeted.except(),
        targeted.categories(),
        targeted.lists().stream().map(this::clean).toList(),
        targeted.partial());
  }

  private static boolean isDryRun(@Nullable Remote remote) {
    return remote != null
        && (FlagValue.isTrue(remote.config().getOrDefault("global.dry_run", ""))
            || FlagValue.isTrue(remote.config().getOrDefault("override.dry_run", "")));
  }

  private boolean isOff(String flag) {
    String value = parsed.value(flag);
    return value != null && FlagValue.isBool(value) && !FlagValue.isTrue(value);
  }

  private Map<String, Object> pace() {
    Map<String, Object> pace = new LinkedHashMap<>();
    for (Setting setting : parsed.settings()) {
      String name = setting.flag().name();
      boolean backend = !setting.flag().backend().isEmpty();
      if (PACE.contains(name)
          || (backend && (name.endsWith("-chunk-size") || name.endsWith("-concurrency")))) {
        pace.put(name.replace('-', '_'), number(setting));
      }
    }
    return Collections.unmodifiableMap(pace);
  }

  private Object number(Setting setting) {
    var number =
        setting.flag().type().equals("int") ? FlagValue.integer(setting.value(), true) : null;
    return number != null && number.bitLength() <= 63
        ? (Object) number.longValue()
        : clean(setting.value());
  }

  private List<String> hiding(boolean encoded) {
    Set<String> hiding = new LinkedHashSet<>();
    if (!ProgramName.isRclone(parsed.argv())) {
      hiding.add("renamed");
    }
    if (parsed.isOn("no-console")) {
      hiding.add("no_console");
    }
    String config = parsed.value("config");
    if (config != null) {
      hiding.addAll(configPlace(config));
    }
    if (endpoints.isConfiguredByEnvironment()) {
      hiding.add("config_in_environment");
    }
    if (parsed.value("user-agent") != null) {
      hiding.add("user_agent");
    }
    if (parsed.isOn("daemon")) {
      hiding.add("daemon");
    }
    if (parsed.values("option").stream().anyMatch(value -> value.contains("args2env"))) {
      hiding.add("args2env");
    }
    if (encoded) {
      hiding.add("encoded_command");
    }
    return List.copyOf(hiding);
  }

  private static Set<String> configPlace(String config) {
    String path = config.toLowerCase(Locale.ROOT).replace('\\', '/');
    if (path.isEmpty()) {
      return Set.of("config_in_memory");
    }
    if (path.equals("nul") || path.equals("nul:") || path.equals("/dev/null")) {
      return Set.of("config_null");
    }
    boolean temporary =
        path.startsWith("/tmp/")
            || path.startsWith("/var/tmp/")
            || path.startsWith("/dev/shm/")
            || path.contains("/temp/")
            || path.contains("%temp%")
            || path.contains("%tmp%")
            || path.contains("/tmp/")
            || path.contains("/perflogs/")
            || path.contains("/users/public/");
    return temporary ? Set.of("config_in_temp") : Set.of();
  }

  private Map<String, String> identities() {
    Map<String, String> identities = new LinkedHashMap<>();
    add(identities, endpoints.destination());
    add(identities, endpoints.source());
    for (String flag : List.of("user", "rc-user")) {
      String user = parsed.value(flag);
      if (user != null) {
        identities.putIfAbsent(flag.replace('-', '_'), clean(user));
      }
    }
    if (parsed.command() != null && parsed.command().path().equals("authorize")) {
      if (parsed.arguments().size() == 3) {
        identities.put("client_id", clean(parsed.argument(1)));
      }
    }
    return Collections.unmodifiableMap(identities);
  }

  private static void add(Map<String, String> identities, @Nullable Remote remote) {
    if (remote != null) {
      remote.identities().forEach(identities::putIfAbsent);
      remote.wraps().forEach(wrapped -> add(identities, wrapped));
    }
  }

  private List<String> collect(Selection selection) {
    Set<String> collect = new LinkedHashSet<>();
    for (Setting setting : parsed.settings()) {
      if (FILES.contains(setting.flag().name())) {
        addFile(collect, setting.value());
      }
    }
    selection.options().lists().forEach(list -> addFile(collect, list));
    addOptions(collect, endpoints.destination());
    addOptions(collect, endpoints.source());
    if (parsed.value("config") == null && endpoints.needsConfigFile()) {
      collect.add(
          os == Os.WINDOWS ? "%APPDATA%\\rclone\\rclone.conf" : "~/.config/rclone/rclone.conf");
    }
    return List.copyOf(collect);
  }

  private void addOptions(Set<String> collect, @Nullable Remote remote) {
    if (remote != null) {
      remote
          .config()
          .forEach(
              (option, value) -> {
                if (FILE_OPTIONS.contains(option)) {
                  addFile(collect, value);
                }
              });
      remote.wraps().forEach(wrapped -> addOptions(collect, wrapped));
    }
  }

  private void addFile(Set<String> collect, String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    if (!path.isEmpty() && !Set.of("-", "nul", "/dev/null").contains(lower)) {
      collect.add(clean(path));
    }
  }

  private String clean(String text) {
    return secrets.sweep(TextScrubber.scrub(text, secrets));
  }
}
