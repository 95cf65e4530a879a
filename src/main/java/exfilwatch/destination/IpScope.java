package exfilwatch.destination;

import exfilwatch.sigma.Cidr;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far an address reaches, by the IANA special-purpose address registries (RFC 6890).
 * Documentation addresses count as public.
 */
public enum IpScope {
  UNSPECIFIED,
  LOOPBACK,
  LINK_LOCAL,
  MULTICAST,
  /** Private (RFC 1918), shared by carriers (RFC 6598), unique and site local. */
  PRIVATE,
  PUBLIC;

  private record Range(Cidr network, IpScope scope) {
    Range(String network, IpScope scope) {
      this(Cidr.parse(network), scope);
    }
  }

  /** The first that contains an address decides. */
  private static final List<Range> RANGES =
      List.of(
          new Range("10.0.0.0/8", PRIVATE),
          new Range("172.16.0.0/12", PRIVATE),
          new Range("192.168.0.0/16", PRIVATE),
          new Range("100.64.0.0/10", PRIVATE),
          new Range("127.0.0.0/8", LOOPBACK),
          new Range("169.254.0.0/16", LINK_LOCAL),
          new Range("224.0.0.0/4", MULTICAST),
          new Range("255.255.255.255/32", MULTICAST),
          new Range("0.0.0.0/8", UNSPECIFIED),
          new Range("0.0.0.0/0", PUBLIC),
          new Range("::1/128", LOOPBACK),
          new Range("::/128", UNSPECIFIED),
          new Range("fe80::/10", LINK_LOCAL),
          new Range("fc00::/7", PRIVATE),
          new Range("fec0::/10", PRIVATE),
          new Range("ff00::/8", MULTICAST),
          new Range("::/0", PUBLIC));

  /**
   * The scope of an address literal; an IPv4-mapped one is the IPv4 address. Null for what isn't an
   * address.
   */
  public static @Nullable IpScope of(String address) {
    for (Range range : RANGES) {
      if (range.network.contains(address)) {
        return range.scope;
      }
    }
    return null;
  }

  /** As in alerts. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
