package exfilwatch.rclone;

import exfilwatch.rclone.ParsedCommand.Setting;
import exfilwatch.rclone.Remote.Kind;
import exfilwatch.rclone.filter.BadValueException;
import exfilwatch.rclone.filter.SeparatedList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a remote string stands for: connection string, then command-line flags, then the
 * remote's and the backend's environment variables, as rclone ranks them. The configuration file is
 * not known.
 */
final class RemoteResolver {

  private static final int MAX_DEPTH = 5;
  private static final int MAX_UPSTREAMS = 16;

  private final Os os;
  private final Map<String, String> environment;
  private final List<Setting> settings;
  private final Secrets secrets;
  private final SecretValues values;

  RemoteResolver(Os os, Map<String, String> environment, List<Setting> settings, Secrets secrets) {
    this.os = os;
    this.environment = environment;
    this.settings = settings;
    this.secrets = secrets;
    this.values = new SecretValues(os, secrets);
  }

  Remote resolve(String raw) {
    return resolve(raw, 0);
  }

  private Remote resolve(String raw, int depth) {
    RemoteString string = RemoteString.parse(raw, os);
    if (string.local()) {
      return local(raw, string.path());
    }
    return remote(raw, string, string.name(), string.config(), type(string), depth);
  }

  /** A remote that {@code config create} makes. */
  Remote configured(String name, @Nullable String type, Map<String, String> options) {
    RemoteString string = new RemoteString(name, null, name, List.of(), "", 0, false);
    return remote(name, string, name, options, type, 0);
  }

  /** The web address that {@code copyurl} reads. */
  Remote url(String raw) {
    String shown = clean(raw);
    return new Remote(
        shown, Kind.URL, "", null, null, Map.of(), shown, null, null, null, null, null, List.of(),
        Map.of(), List.of(), null);
  }

  private Remote local(String raw, String path) {
    String slashed = os == Os.WINDOWS ? path : "";
    String host = null;
    String share = null;
    if (slashed.startsWith("//")) {
      String rest = slashed.substring(2);
      if (rest.regionMatches(true, 0, "?/UNC/", 0, 6)) {
        rest = rest.substring(6);
      }
      if (!rest.startsWith("?/") && !rest.startsWith("./") && !rest.startsWith("/")) {
        String[] parts = rest.split("/", 3);
        host = parts[0].isEmpty() ? null : clean(parts[0]);
        share = parts.length > 1 && !parts[1].isEmpty() ? clean(parts[1]) : null;
      }
    }
    return new Remote(
        clean(raw),
        host != null ? Kind.UNC_PATH : Kind.LOCAL_PATH,
        "",
        null,
        null,
        Map.of(),
        clean(path),
        null,
        null,
        null,
        host,
        share,
        List.of(),
        Map.of(),
        List.of(),
        null);
  }

  private @Nullable String type(RemoteString string) {
    if (string.isOnTheFly()) {
      return string.name().substring(1);
    }
    String type = string.config().get("type");
    return type != null ? type : environment.get(variable(string.name(), "TYPE"));
  }

  private static String variable(String remote, String option) {
    return "RCLONE_CONFIG_"
        + remote.toUpperCase(Locale.ROOT)
        + "_"
        + option.toUpperCase(Locale.ROOT);
  }

  private Remote remote(
      String raw,
      RemoteString string,
      String name,
      Map<String, String> pairs,
      @Nullable String type,
      int depth) {
    Backend backend = type == null ? null : Backend.named(type);
    String error = string.error();
    if (error == null && type != null && backend == null) {
      error = "didn't find backend called \"" + clean(type) + "\"";
    }
    Map<String, String> shown = new LinkedHashMap<>();
    pairs.forEach((key, value) -> shown.put(key, sweep(values.option(backend, key, value))));
    Map<String, String> options = backend == null ? pairs : options(backend, name, pairs);
    BackendView view = new BackendView(backend, options, string.path(), values);
    List<Remote> wraps = wraps(backend, options, depth);
    String intended = view.intendedEndpoint();
    return new Remote(
        sweep(values.remote(raw)),
        Kind.REMOTE,
        clean(name),
        backend == null ? null : backend.type(),
        view.provider(),
        Collections.unmodifiableMap(shown),
        sweep(values.path(string)),
        cleanOrNull(view.bucket()),
        sweepOrNull(view.endpoint()),
        cleanOrNull(intended),
        null,
        null,
        wraps,
        sweptIdentities(view),
        hostPatterns(view, wraps),
        error);
  }

  private static List<String> hostPatterns(BackendView view, List<Remote> wraps) {
    List<String> patterns = new ArrayList<>(view.hostPatterns());
    wraps.forEach(remote -> patterns.addAll(remote.hostPatterns()));
    return List.copyOf(patterns);
  }

  private Map<String, String> sweptIdentities(BackendView view) {
    Map<String, String> swept = new LinkedHashMap<>();
    view.identities().forEach((option, value) -> swept.put(option, clean(value)));
    return Collections.unmodifiableMap(swept);
  }

  /** Every option of the backend that is set somewhere, by rclone's order of precedence. */
  private Map<String, String> options(Backend backend, String name, Map<String, String> pairs) {
    Map<String, String> options = new LinkedHashMap<>();
    for (Setting setting : settings) {
      if (setting.isFromEnvironment() && setting.flag().backend().equals(backend.prefix())) {
        options.put(setting.flag().option(), setting.value());
      }
    }
    if (!name.startsWith(":") && !environment.isEmpty()) {
      for (String option : backend.options()) {
        String value = environment.get(variable(name, option));
        if (value != null && !value.isEmpty()) {
          options.put(option, value);
        }
      }
    }
    for (Setting setting : settings) {
      if (!setting.isFromEnvironment() && setting.flag().backend().equals(backend.prefix())) {
        options.put(setting.flag().option(), setting.value());
      }
    }
    options.putAll(pairs);
    return options;
  }

  private List<Remote> wraps(@Nullable Backend backend, Map<String, String> options, int depth) {
    if (backend == null || !backend.isWrapper() || depth >= MAX_DEPTH) {
      return List.of();
    }
    String remote = options.get("remote");
    if (remote != null) {
      return List.of(resolve(remote, depth + 1));
    }
    List<Remote> upstreams = new ArrayList<>();
    for (String upstream : upstreams(options.getOrDefault("upstreams", ""))) {
      if (!upstream.isEmpty() && upstreams.size() < MAX_UPSTREAMS) {
        upstreams.add(resolve(upstreamRemote(backend, upstream), depth + 1));
      }
    }
    return List.copyOf(upstreams);
  }

  private static List<String> upstreams(String value) {
    try {
      return SeparatedList.spaces(value);
    } catch (BadValueException e) {
      return List.of(value.split(" ", -1));
    }
  }

  /** Combine has {@code dir=remote:}, union {@code remote:dir:ro}. */
  private static String upstreamRemote(Backend backend, String upstream) {
    if (backend.type().equals("combine")) {
      return upstream.substring(upstream.indexOf('=') + 1);
    }
    for (String mode : new String[] {":ro", ":nc", ":writeback"}) {
      if (upstream.endsWith(mode)) {
        return upstream.substring(0, upstream.length() - mode.length());
      }
    }
    return upstream;
  }

  private String clean(String text) {
    return secrets.sweep(TextScrubber.scrub(text, secrets));
  }

  private @Nullable String cleanOrNull(@Nullable String text) {
    return text == null ? null : clean(text);
  }

  private String sweep(String text) {
    return secrets.sweep(text);
  }

  private @Nullable String sweepOrNull(@Nullable String text) {
    return text == null ? null : secrets.sweep(text);
  }
}
