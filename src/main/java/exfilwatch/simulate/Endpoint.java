package exfilwatch.simulate;

import java.util.List;
import java.util.Locale;

/**
 * A machine with one or more sensors.
 *
 * @param name NetBIOS or short name, as the machine itself writes it
 * @param agentId a UUID; every sensor's own host id derives from it
 * @param ip its address in the company's network
 * @param user the person who works on it
 * @param shapes what its sensors send
 * @param network whether its sensors are set up to send connections and name queries
 * @param clockFault milliseconds that Sysmon's {@code UtcTime} of network and DNS events is off
 */
record Endpoint(
    String name,
    Os os,
    String agentId,
    String ip,
    Account user,
    List<Shape> shapes,
    boolean network,
    long clockFault) {
  static final String WINDOWS_DOMAIN = "CORP";

  static Endpoint of(String name, Os os, String ip, String user, Shape... shapes) {
    return of(name, os, ip, user, true, 0, List.of(shapes));
  }

  static Endpoint of(
      String name,
      Os os,
      String ip,
      String user,
      boolean network,
      long clockFault,
      List<Shape> shapes) {
    long seed = Mix.of(name);
    int rid = 1100 + Mix.below(seed, 8000);
    Account account =
        os == Os.WINDOWS
            ? new Account(user, WINDOWS_DOMAIN, "S-1-5-21-1004336348-1177238915-682003330-" + rid)
            : new Account(user, "", Integer.toString(1000 + rid % 50));
    return new Endpoint(name, os, Mix.uuid(seed), ip, account, shapes, network, clockFault);
  }

  /** Fully qualified name in lower case. */
  String fqdn() {
    return name.toLowerCase(Locale.ROOT) + ".corp.example.com";
  }

  Account system() {
    return os == Os.WINDOWS ? Account.SYSTEM : Account.ROOT;
  }

  /** The same for every value that one sensor makes up on this machine. */
  long seed() {
    return Mix.of(agentId);
  }
}
