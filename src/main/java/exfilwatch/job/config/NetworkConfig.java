package exfilwatch.job.config;

import java.util.List;

/**
 * What of the network belongs to the organisation.
 *
 * @param internal networks that count as inside besides private address space
 * @param proxies addresses and networks with or without a port: what goes there leaves the
 *     organisation
 */
public record NetworkConfig(List<String> internal, List<String> proxies) {

  static final NetworkConfig NONE = new NetworkConfig(List.of(), List.of());

  public NetworkConfig {
    internal = List.copyOf(internal);
    proxies = List.copyOf(proxies);
  }
}
