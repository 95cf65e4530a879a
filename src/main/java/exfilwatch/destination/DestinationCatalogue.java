package exfilwatch.destination;

import exfilwatch.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cloud storage by host name: the file {@code destinations.yaml}. Immutable. */
public final class DestinationCatalogue {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_NAME = 253; // RFC 1035, section 2.3.4
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9_*-]{1,63}(?:\\.[a-z0-9_*-]{1,63}){1,10}");

  /** Nothing is known. */
  public static final DestinationCatalogue EMPTY = new DestinationCatalogue();

  private final List<Destination> entries = new ArrayList<>();
  private final Map<String, Destination> byDomain = new HashMap<>();
  private final Map<String, Destination> byWildcard = new LinkedHashMap<>();

  private DestinationCatalogue() {}

  /**
   * Reads the catalogue.
   *
   * @throws exfilwatch.yaml.YamlException for unknown keys, bad values and domains given twice,
   *     with file and line
   */
  static DestinationCatalogue of(YamlNode root) {
    root.rejectUnknownKeys("destinations");
    DestinationCatalogue catalogue = new DestinationCatalogue();
    root.get("destinations").list().forEach(catalogue::add);
    return catalogue;
  }

  private void add(YamlNode node) {
    node.rejectUnknownKeys("provider", "kind", "backends", "s3_providers", "hosts", "ports");
    List<String> hosts = new ArrayList<>();
    for (YamlNode host : node.get("hosts").listOrOne()) {
      hosts.add(domain(host));
    }
    if (hosts.isEmpty()) {
      throw node.get("hosts").error("is empty; write at least one domain");
    }
    Destination entry =
        new Destination(
            node.string("provider"),
            node.get("kind").oneOf(Destination.Kind.class),
            node.find("backends").map(YamlNode::strings).orElse(List.of()),
            node.find("s3_providers").map(YamlNode::strings).orElse(List.of()),
            hosts,
            node.find("ports").map(DestinationCatalogue::ports).orElse(List.of(443)));
    entries.add(entry);
    for (String host : hosts) {
      Map<String, Destination> domains = host.indexOf('*') < 0 ? byDomain : byWildcard;
      Destination other = domains.putIfAbsent(host, entry);
      if (other != null) {
        throw node.get("hosts")
            .error(
                "'" + host + "' is given to " + other.provider() + " too; remove one of the two");
      }
    }
  }

  private static String domain(YamlNode host) {
    String name = HostName.normal(host.string());
    if (!DOMAIN.matcher(name).matches() || name.startsWith("*.")) {
      throw host.error(
          "'" + host.string() + "' isn't a domain; write it as mega.nz, which covers all below it");
    }
    return name;
  }

  private static List<Integer> ports(YamlNode ports) {
    return ports.listOrOne().stream().map(port -> (int) port.integer(1, MAX_PORT)).toList();
  }

  /** All entries, in the order of the file. */
  public List<Destination> entries() {
    return List.copyOf(entries);
  }

  /**
   * The entry with the longest domain that the host is in, in any case and with or without a
   * trailing dot; null when there is none.
   */
  public @Nullable Destination lookup(String host) {
    String name = HostName.normal(host);
    if (name.length() > MAX_NAME) {
      return null;
    }
    for (int start = 0; start >= 0; start = name.indexOf('.', start) + 1) {
      String domain = name.substring(start);
      Destination found = byDomain.get(domain);
      found = found == null ? byWildcard(domain) : found;
      if (found != null || domain.indexOf('.') < 0) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Destination byWildcard(String domain) {
    for (Map.Entry<String, Destination> entry : byWildcard.entrySet()) {
      if (isLike(domain, entry.getKey())) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Label by label; each label of the pattern may have one star. */
  private static boolean isLike(String domain, String pattern) {
    String[] labels = domain.split("\\.", -1);
    String[] patterns = pattern.split("\\.", -1);
    if (labels.length != patterns.length) {
      return false;
    }
    for (int i = 0; i < labels.length; i++) {
      int star = patterns[i].indexOf('*');
      boolean like =
          star < 0
              ? labels[i].equals(patterns[i])
              : labels[i].length() >= patterns[i].length()
                  && labels[i].startsWith(patterns[i].substring(0, star))
                  && labels[i].endsWith(patterns[i].substring(star + 1));
      if (!like) {
        return false;
      }
    }
    return true;
  }
}
