package exfilwatch.destination;

import java.util.Locale;

/** Host names as they are compared: lower case, without the root's dot. */
final class HostName {
  private HostName() {}

  static String normal(String host) {
    String name = host.strip().toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** Whether the host is the domain or below it. */
  static boolean isWithin(String host, String domain) {
    return host.endsWith(domain)
        && (host.length() == domain.length()
            || host.charAt(host.length() - domain.length() - 1) == '.');
  }

  /**
   * The host of an endpoint, which may be a URL and have a port and a path; empty where there is
   * none.
   */
  static String ofEndpoint(String endpoint) {
    int scheme = endpoint.indexOf("://");
    String rest = scheme < 0 ? endpoint : endpoint.substring(scheme + 3);
    int end = 0;
    while (end < rest.length() && "/?#\\".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    rest = rest.substring(0, end);
    rest = rest.substring(rest.lastIndexOf('@') + 1);
    if (rest.startsWith("[")) {
      int close = rest.indexOf(']');
      return close < 0 ? "" : normal(rest.substring(1, close));
    }
    int colon = rest.indexOf(':');
    boolean port = colon >= 0 && colon == rest.lastIndexOf(':');
    return normal(port ? rest.substring(0, colon) : rest);
  }
}
