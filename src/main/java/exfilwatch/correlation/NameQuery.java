package exfilwatch.correlation;

import exfilwatch.telemetry.Dns;
import java.util.List;

/**
 * The queries of an incident's processes for one name.
 *
 * @param name as asked for
 * @param ips of the first answer with any, at most {@link #MAX_IPS}
 * @param first event time of the first query, epoch milliseconds
 * @param last event time of the last query
 */
public record NameQuery(String name, List<String> ips, long first, long last, long count) {

  static final int MAX_IPS = 8;

  static NameQuery of(long time, Dns dns) {
    return new NameQuery(dns.question(), ips(dns), time, time, 1);
  }

  NameQuery again(long time, Dns dns) {
    return new NameQuery(
        name,
        ips.isEmpty() ? ips(dns) : ips,
        Math.min(first, time),
        Math.max(last, time),
        count + 1);
  }

  private static List<String> ips(Dns dns) {
    return List.copyOf(dns.resolvedIps().subList(0, Math.min(dns.resolvedIps().size(), MAX_IPS)));
  }
}
