package exfilwatch.destination;

import exfilwatch.sigma.Cidr;
import exfilwatch.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The organisation's web proxies. What goes to one leaves the organisation, also where the proxy
 * has a private address or is an agent on the host itself ({@code 127.0.0.1:3128}). Immutable.
 */
public final class Proxies {
  /** None are configured. */
  public static final Proxies NONE = new Proxies(List.of());

  private static final int MAX_PORT = 65_535;

  /**
   * @param port 0 for any
   */
  private record Proxy(Cidr network, int port) {}

  private final List<Proxy> proxies;

  private Proxies(List<Proxy> proxies) {
    this.proxies = List.copyOf(proxies);
  }

  /**
   * Reads addresses and networks, each with or without a port: {@code 10.1.2.3:8080}, {@code
   * 10.1.2.0/28}, {@code [fd00::1]:3128}. One on the loopback interface needs a port, because other
   * programs listen there, too.
   *
   * @throws IllegalArgumentException what is wrong; what to do
   */
  public static Proxies of(List<String> texts) {
    return new Proxies(texts.stream().map(Proxies::proxy).toList());
  }

  /**
   * As {@link #of(List)}, from a configuration.
   *
   * @throws exfilwatch.yaml.YamlException with file and line
   */
  public static Proxies of(YamlNode list) {
    List<Proxy> proxies = new ArrayList<>();
    for (YamlNode node : list.listOrOne()) {
      try {
        proxies.add(proxy(node.string()));
      } catch (IllegalArgumentException e) {
        throw node.error(String.valueOf(e.getMessage()));
      }
    }
    return new Proxies(proxies);
  }

  private static Proxy proxy(String text) {
    String network = text;
    int port = 0;
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      network = close < 0 ? text : text.substring(1, close);
      port = close < 0 || close == text.length() - 1 ? 0 : port(text, text.substring(close + 1));
    } else if (colon >= 0 && colon == text.indexOf(':')) {
      network = text.substring(0, colon);
      port = port(text, text.substring(colon));
    }
    Cidr cidr = Cidr.parse(network);
    if (port == 0 && IpScope.of(network.replaceFirst("/.*", "")) == IpScope.LOOPBACK) {
      throw new IllegalArgumentException(
          "'" + text + "' is on the host itself; write its port, too, as 127.0.0.1:3128");
    }
    return new Proxy(cidr, port);
  }

  private static int port(String whole, String colonAndPort) {
    String digits = colonAndPort.substring(1);
    int port =
        colonAndPort.startsWith(":") && digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "'" + whole + "' has no good port; write it as 10.1.2.3:8080");
    }
    return port;
  }

  /** Whether a connection to this address and port is one to a proxy. */
  public boolean contains(@Nullable String ip, int port) {
    if (ip == null) {
      return false;
    }
    for (Proxy proxy : proxies) {
      if ((proxy.port == 0 || proxy.port == port) && proxy.network.contains(ip)) {
        return true;
      }
    }
    return false;
  }
}
