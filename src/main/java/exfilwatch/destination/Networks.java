package exfilwatch.destination;

import exfilwatch.sigma.Cidr;
import exfilwatch.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** The organisation's own networks, by address. Immutable. */
public final class Networks {
  /** None are configured. */
  public static final Networks NONE = new Networks(List.of());

  private final List<Cidr> networks;

  private Networks(List<Cidr> networks) {
    this.networks = List.copyOf(networks);
  }

  /**
   * Reads networks as {@code 198.51.100.0/24} or single addresses.
   *
   * @throws IllegalArgumentException what is wrong; what to do
   */
  public static Networks of(List<String> networks) {
    return new Networks(networks.stream().map(Cidr::parse).toList());
  }

  /**
   * Reads a list of networks from a configuration.
   *
   * @throws exfilwatch.yaml.YamlException for what isn't a network, with file and line
   */
  public static Networks of(YamlNode list) {
    List<Cidr> networks = new ArrayList<>();
    for (YamlNode network : list.listOrOne()) {
      try {
        networks.add(Cidr.parse(network.string()));
      } catch (IllegalArgumentException e) {
        throw network.error(String.valueOf(e.getMessage()));
      }
    }
    return new Networks(networks);
  }

  /** Whether the address is in one of them; false for what isn't an address. */
  public boolean contains(String address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
