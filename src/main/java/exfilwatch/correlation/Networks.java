package exfilwatch.correlation;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Event;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an incident went, so coarsely that one service stays one place: its domain, else the /24 or
 * /48 network of its address.
 */
final class Networks {

  private Networks() {}

  /** Empty before the incident has correlated. */
  static Set<String> of(Incident incident) {
    Set<String> networks = new LinkedHashSet<>();
    Event event = incident.connection();
    Connection connection = event == null ? null : event.connection();
    if (connection == null) {
      return networks;
    }
    networks.add(of(connection.destinationDomain(), connection.destinationIp()));
    for (DestinationTotal total : incident.totals().destinations()) {
      networks.add(of(total.domain(), total.ip()));
    }
    return networks;
  }

  private static String of(@Nullable String domain, @Nullable String ip) {
    return domain != null ? site(domain.toLowerCase(Locale.ROOT)) : ip == null ? "" : network(ip);
  }

  /** {@code example.com} of {@code gfs1.example.com}; three labels below the likes of co.nz. */
  private static String site(String domain) {
    String[] labels = domain.split("\\.", -1);
    int n = labels.length;
    int keep = n > 2 && labels[n - 2].length() <= 3 && labels[n - 1].length() == 2 ? 3 : 2;
    return n <= keep ? domain : String.join(".", Arrays.asList(labels).subList(n - keep, n));
  }

  private static String network(String ip) {
    boolean v4 = ip.indexOf(':') < 0;
    String[] parts = ip.split(v4 ? "\\." : ":", -1);
    return parts.length < 4 ? ip : parts[0] + "." + parts[1] + "." + parts[2];
  }
}
