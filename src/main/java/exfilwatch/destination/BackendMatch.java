package exfilwatch.destination;

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
   * What the command line declares about its destination.
   *
   * @param backend rclone's name of it, below all wrappers; null when unknown (a named remote)
   * @param provider the s3 backend's option; null where not given
   * @param endpoint host or URL that the remote names ({@code endpoint}, {@code url}, {@code host}
   *     …); null where not given
   */
  public record Declared(
      @Nullable String backend, @Nullable String provider, @Nullable String endpoint) {}

  /**
   * Compares.
   *
   * @param host the name of the other side from DNS, TLS or the sensor; null when unknown
   * @param ip its address; null when unknown
   * @param own the organisation's networks and proxies
   */
  public static BackendMatch of(
      DestinationCatalogue catalogue,
      Networks own,
      Declared declared,
      @Nullable String host,
      @Nullable String ip) {
    if (declared.endpoint != null && isAt(HostName.ofEndpoint(declared.endpoint), host, ip)) {
      return DECLARED;
    }
    Destination known = host == null ? null : catalogue.lookup(host);
    if (known != null && declared.backend != null) {
      if (known.serves(declared.backend, declared.provider)) {
        return DECLARED;
      }
    }
    if (known != null && known.isStorage()) {
      return KNOWN_STORAGE;
    }
    return isInternal(own, host, ip) ? INTERNAL : PUBLIC;
  }

  private static boolean isAt(String endpoint, @Nullable String host, @Nullable String ip) {
    if (endpoint.isEmpty()) {
      return false;
    }
    return (host != null && HostName.isWithin(HostName.normal(host), endpoint))
        || (ip != null && HostName.normal(ip).equals(endpoint));
  }

  private static boolean isInternal(Networks own, @Nullable String host, @Nullable String ip) {
    String address = ip != null ? ip : host;
    if (address == null) {
      return false;
    }
    IpScope scope = IpScope.of(address);
    if (scope == null) {
      return address.indexOf('.') < 0 && address.indexOf(':') < 0; // a name without a domain
    }
    return scope != IpScope.PUBLIC || own.contains(address);
  }

  /** As in alerts: {@code known_storage}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
