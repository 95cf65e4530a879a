package exfilwatch.rclone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a backend's options and path say about where data goes and whose account it is. */
final class BackendView {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Options that hold an address, the most telling first. */
  private static final List<String> ADDRESSES =
      List.of(
          "endpoint",
          "url",
          "host",
          "hostname",
          "namenode",
          "satellite_address",
          "api_url",
          "storage_url",
          "auth",
          "site");

  private static final Set<String> URL_SCHEMES = Set.of("http", "https");

  private final @Nullable Backend backend;
  private final Map<String, String> options;
  private final String path;
  private final SecretValues values;

  BackendView(
      @Nullable Backend backend, Map<String, String> options, String path, SecretValues values) {
    this.backend = backend;
    this.options = options;
    this.path = path;
    this.values = values;
  }

  private boolean is(String type) {
    return backend != null && backend.type().equals(type);
  }

  private boolean isAzure() {
    return is("azureblob") || is("azurefiles");
  }

  @Nullable String provider() {
    String provider = options.get("provider");
    if (!is("s3")) {
      return backend == null ? null : provider;
    }
    if (provider == null || provider.equals("Other")) {
      String host = host(endpoint());
      S3Provider served = host == null ? null : S3Provider.ofHost(host);
      return served == null ? provider : served.name();
    }
    return provider;
  }

  @Nullable String bucket() {
    if (is("azurefiles")) {
      return options.get("share_name");
    }
    if (backend == null || !backend.hasBuckets()) {
      return null;
    }
    String relative = path.startsWith("/") ? path.substring(1) : path;
    int slash = relative.indexOf('/');
    String bucket = slash < 0 ? relative : relative.substring(0, slash);
    return bucket.isEmpty() ? null : bucket;
  }

  @Nullable String endpoint() {
    if (backend == null || backend.isWrapper()) {
      return null;
    }
    for (String option : ADDRESSES) {
      String value = options.get(option);
      if (value != null && !value.isEmpty() && (!option.equals("auth") || is("swift"))) {
        String shown = values.option(backend, option, value);
        String port = options.get("port");
        return option.equals("host") && port != null ? shown + ":" + port : shown;
      }
    }
    if (isAzure()) {
      return azureEndpoint();
    }
    String region = options.get("region");
    return is("s3") && region != null && "AWS".equals(options.get("provider"))
        ? "s3." + region + ".amazonaws.com"
        : null;
  }

  private @Nullable String azureEndpoint() {
    String sas = options.get("sas_url");
    if (sas != null) {
      return host(sas);
    }
    Map<String, String> pairs = connectionString();
    String service = is("azureblob") ? "blob" : "file";
    String explicit = pairs.get(service + "endpoint");
    if (explicit != null) {
      return host(explicit);
    }
    String account = options.getOrDefault("account", pairs.getOrDefault("accountname", ""));
    String suffix = pairs.getOrDefault("endpointsuffix", "core.windows.net");
    return account.isEmpty() ? null : account + "." + service + "." + suffix;
  }

  private Map<String, String> connectionString() {
    Map<String, String> pairs = new TreeMap<>();
    for (String pair : options.getOrDefault("connection_string", "").split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String name = pair.substring(0, equals).trim().toLowerCase(Locale.ROOT);
        pairs.putIfAbsent(name, pair.substring(equals + 1));
      }
    }
    return pairs;
  }

  /** {@code endpoint=https://h:9000:b}: the value ends at the colon, the rest became the path. */
  @Nullable String intendedEndpoint() {
    boolean cut = options.values().stream().anyMatch(URL_SCHEMES::contains);
    return cut && path.startsWith("//") ? authority(path) : null;
  }

  /** Host, and a port if digits and an end follow. */
  private static @Nullable String authority(String address) {
    String rest = address.substring(2);
    rest = rest.substring(rest.indexOf('@') + 1);
    int end = 0;
    while (end < rest.length() && ":/".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    int digits = end + 1;
    while (digits < rest.length() && Character.isDigit(rest.charAt(digits))) {
      digits++;
    }
    boolean port =
        end < rest.length()
            && rest.charAt(end) == ':'
            && digits > end + 1
            && (digits == rest.length() || ":/".indexOf(rest.charAt(digits)) >= 0);
    String host = rest.substring(0, port ? digits : end);
    return host.isEmpty() ? null : host;
  }

  /** The host name of a URL or {@code host:port}; null when there is none. */
  static @Nullable String host(@Nullable String address) {
    if (address == null) {
      return null;
    }
    int scheme = address.indexOf("://");
    String rest = scheme < 0 ? address : address.substring(scheme + 3);
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int query = host.indexOf('?');
    host = query < 0 ? host : host.substring(0, query);
    int colon = host.indexOf(':');
    if (host.startsWith("[")) {
      int close = host.indexOf(']');
      host = close < 0 ? host : host.substring(1, close);
    } else if (colon >= 0 && colon == host.lastIndexOf(':')) {
      host = host.substring(0, colon);
    }
    return host.isEmpty() ? null : host;
  }

  Map<String, String> identities() {
    Map<String, String> identities = new LinkedHashMap<>();
    if (backend == null) {
      return identities;
    }
    options.forEach(
        (option, value) -> {
          if (!value.isEmpty() && SecretOptions.isIdentity(backend, option)) {
            identities.put(option, value);
          }
        });
    if (isAzure()) {
      String host = endpoint();
      int dot = host == null ? -1 : host.indexOf('.');
      if (host != null && dot > 0) {
        identities.putIfAbsent("account", host.substring(0, dot));
      }
    }
    String host = host(endpoint());
    if (host != null && host.endsWith(".r2.cloudflarestorage.com")) {
      identities.put("account_id", host.substring(0, host.indexOf('.')));
    }
    serviceAccount(options.get("service_account_credentials"), identities);
    return identities;
  }

  private static void serviceAccount(@Nullable String json, Map<String, String> identities) {
    if (json == null) {
      return;
    }
    try {
      JsonNode node = JSON.readTree(json);
      for (String field : List.of("client_email", "project_id")) {
        if (node != null && node.path(field).isTextual()) {
          identities.put(field, node.path(field).asText());
        }
      }
    } catch (JsonProcessingException e) {
      // what is no JSON names no account
    }
  }

  List<String> hostPatterns() {
    if (backend == null || backend.isWrapper()) {
      return List.of();
    }
    List<String> patterns = new ArrayList<>();
    String own = host(endpoint());
    if (own != null && !URL_SCHEMES.contains(own)) {
      patterns.add(own.toLowerCase(Locale.ROOT));
    }
    if (intendedEndpoint() != null) {
      String intended = host(intendedEndpoint());
      patterns.add(intended == null ? "" : intended.toLowerCase(Locale.ROOT));
    }
    if (is("s3")) {
      String provider = provider();
      S3Provider known = provider == null && own == null ? S3Provider.named("AWS") : null;
      known = provider == null ? known : S3Provider.named(provider);
      if (known != null) {
        patterns.addAll(known.hostPatterns());
      }
    } else {
      patterns.addAll(backend.hostPatterns());
    }
    return List.copyOf(patterns);
  }
}
