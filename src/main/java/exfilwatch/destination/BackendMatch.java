package exfilwatch.destination;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an observed connection fits what the command line declares. */
public enum BackendMatch {
  /** It goes to the declared endpoint, or to the declared backend's service. */
  DECLARED,
  /** It goes to storage, but not to the declared one; also where none is declared. */
  KNOWN_STORAGE,
  /** It goes to some other public address, or where nobody can tell. */
  PUBLIC,
  /** It stays on the host, in private address space or in the organisation's networks. */
  INTERNAL;

  /**
   * What the command line declares about one of its remotes.
   *
   * @param backend rclone's name of it, below all wrappers; null when unknown (a named remote)
   * @param provider the s3 backend's option; null where not given
   * @param endpoint host or URL that the remote names ({@code endpoint}, {@code url}, {@code host}
   *     …); null where not given
   * @param hostPatterns where rclone sends the backend's traffic: {@code s3.example.com}, {@code
   *     *.mega.co.nz}; they count for hosts that the catalogue doesn't know
   */
  public record Declared(
      @Nullable String backend,
      @Nullable String provider,
      @Nullable String endpoint,
      List<String> hostPatterns) {

    public Declared {
      hostPatterns = List.copyOf(hostPatterns);
    }

    private boolean isAt(
        @Nullable Destination service, @Nullable String host, @Nullable String ip) {
      if (endpoint != null && isEndpoint(HostName.ofEndpoint(endpoint), host, ip)) {
        return true;
      }
      if (service != null) {
        return backend != null && service.serves(backend, provider);
      }
      return host != null && hostPatterns.stream().anyMatch(p -> isLike(HostName.normal(host), p));
    }
  }

  /**
   * Compares.
   *
   * @param declared empty when the command line names no remote
   * @param service the catalogue's entry for {@code host}; null when it has none
   * @param host the name of the other side from DNS, TLS or the sensor; null when unknown
   * @param ip its address; null when unknown
   * @param internal whether that stays inside
   */
  static BackendMatch of(
      List<Declared> declared,
      @Nullable Destination service,
      @Nullable String host,
      @Nullable String ip,
      boolean internal) {
    if (declared.stream().anyMatch(remote -> remote.isAt(service, host, ip))) {
      return DECLARED;
    }
    if (service != null && service.isStorage()) {
      return KNOWN_STORAGE;
    }
    return internal ? INTERNAL : PUBLIC;
  }

  private static boolean isEndpoint(String endpoint, @Nullable String host, @Nullable String ip) {
    if (endpoint.isEmpty()) {
      return false;
    }
    return (host != null && HostName.isWithin(HostName.normal(host), endpoint))
        || (ip != null && HostName.normal(ip).equals(endpoint));
  }

  private static boolean isLike(String host, String pattern) {
    return HostName.isWithin(host, pattern.startsWith("*.") ? pattern.substring(2) : pattern);
  }

  /** As in alerts: {@code known_storage}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
