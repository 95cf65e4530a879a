package exfilwatch.destination;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what an observed destination is. Never asks a name server. Immutable. */
public final class Destinations {
  /** Knows no service, network or proxy. */
  public static final Destinations NONE =
      new Destinations(DestinationCatalogue.EMPTY, Networks.NONE, Proxies.NONE);

  private final DestinationCatalogue catalogue;
  private final Networks internal;
  private final Proxies proxies;

  /**
   * @param internal the organisation's networks besides private address space
   */
  public Destinations(DestinationCatalogue catalogue, Networks internal, Proxies proxies) {
    this.catalogue = catalogue;
    this.internal = internal;
    this.proxies = proxies;
  }

  /** Whether the address and port are a proxy of the organisation. */
  public boolean isProxy(@Nullable String ip, int port) {
    return proxies.contains(ip, port);
  }

  /**
   * Looks a destination up and compares it with what the command line declares. What lies behind a
   * proxy is public unless its name is known.
   *
   * @param declared the remotes of the command line below all wrappers; empty when it names none
   * @param host the name of the other side from DNS, TLS or the sensor; null when unknown
   * @param ip its address; null when unknown
   * @param port 0 when unknown
   */
  public ObservedDestination observed(
      List<BackendMatch.Declared> declared, @Nullable String host, @Nullable String ip, int port) {
    boolean viaProxy = isProxy(ip, port);
    boolean inside = isInternal(host, ip);
    Destination service = host == null ? null : catalogue.lookup(host);
    String address = viaProxy ? null : ip;
    BackendMatch match = BackendMatch.of(declared, service, host, address, inside && !viaProxy);
    return new ObservedDestination(service, match, inside, viaProxy);
  }

  private boolean isInternal(@Nullable String host, @Nullable String ip) {
    String address = ip != null ? ip : host;
    if (address == null) {
      return false;
    }
    IpScope scope = IpScope.of(address);
    if (scope == null) {
      return address.indexOf('.') < 0 && address.indexOf(':') < 0; // a name without a domain
    }
    return scope != IpScope.PUBLIC || internal.contains(address);
  }
}
