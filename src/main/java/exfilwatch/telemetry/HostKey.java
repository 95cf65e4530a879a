package exfilwatch.telemetry;

import java.util.Locale;

/**
 * The one name under which all events of a host meet, whichever way a source spells it: the first
 * label of its name in lower case ({@code WS-7.corp.example} and {@code ws-7} are one host), or the
 * sensor's id where there is no name. Of a label only the first 15 characters count, because a
 * source that reports the NetBIOS name has no more (a domain has no two machines that share them);
 * unless the host is known not to be Windows. Two hosts of the same short name in different domains
 * share a key; they stay apart because processes are compared by their own identity.
 */
public final class HostKey {

  private static final int NETBIOS_LENGTH = 15;

  private HostKey() {}

  /** Never empty for an event that a decoder let through: it has a name or an id. */
  public static String of(Host host) {
    String name = host.name();
    if (name == null) {
      return "id:" + host.id();
    }
    return isAddress(name)
        ? name
        : name.substring(0, labelEnd(host, name)).toLowerCase(Locale.ROOT);
  }

  /**
   * A 64-bit hash (FNV-1a) of {@link #of}, computed without building it: half the bytes of a
   * shuffle are keys otherwise.
   */
  public static long hash(Host host) {
    String name = host.name();
    if (name == null) {
      return hash("id:" + host.id(), Integer.MAX_VALUE, 0);
    }
    return isAddress(name) ? hash(name, name.length(), 0) : hash(name, labelEnd(host, name), 1);
  }

  /** Whether the key of a host of this name depends on its operating system. */
  public static boolean asksForOs(String name) {
    int dot = name.indexOf('.');
    return (dot > 0 ? dot : name.length()) > NETBIOS_LENGTH;
  }

  private static long hash(String text, int end, int fold) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length() && i < end; i++) {
      char c = text.charAt(i);
      hash = (hash ^ (fold == 0 ? c : Character.toLowerCase(c))) * 0x100000001b3L;
    }
    return hash;
  }

  private static int labelEnd(Host host, String name) {
    int dot = name.indexOf('.');
    int end = dot > 0 ? dot : name.length();
    boolean mayBeCut = host.os() == null || host.os().equals("windows");
    return mayBeCut ? Math.min(end, NETBIOS_LENGTH) : end;
  }

  private static boolean isAddress(String name) {
    return name.indexOf(':') >= 0 || isIpv4(name);
  }

  private static boolean isIpv4(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }
}
