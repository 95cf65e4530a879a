package exfilwatch.sigma;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A network of IPv4 or IPv6 addresses. Never asks a name server. */
public final class Cidr {
  private static final int V4 = 4;
  private static final int V6 = 16;

  private final byte[] network;
  private final int prefix;

  private Cidr(byte[] network, int prefix) {
    this.network = network;
    this.prefix = prefix;
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fe80::/10} or one address.
   *
   * @throws IllegalArgumentException what is wrong; what to do
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException(
          "'" + text + "' isn't a network; write it as 10.0.0.0/8 or fe80::/10");
    }
    int bits = address.length * Byte.SIZE;
    int prefix = slash < 0 ? bits : number(text.substring(slash + 1), 3);
    if (bits == V4 * Byte.SIZE && text.indexOf(':') >= 0 && slash >= 0) {
      prefix -= (V6 - V4) * Byte.SIZE; // IPv4-mapped
    }
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException(
          "'" + text + "' has no good prefix length; write one from 0 to " + bits);
    }
    for (int bit = prefix; bit < bits; bit++) {
      if ((address[bit / 8] >> (7 - bit % 8) & 1) != 0) {
        throw new IllegalArgumentException(
            "'" + text + "' has bits set behind its prefix; write the network's first address");
      }
    }
    return new Cidr(address, prefix);
  }

  /** False for what isn't an address. An IPv4-mapped IPv6 address is the IPv4 address. */
  public boolean contains(String text) {
    byte[] address = address(text);
    if (address == null || address.length != network.length) {
      return false;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != network[i]) {
        return false;
      }
    }
    int rest = prefix % 8;
    return rest == 0 || (address[whole] ^ network[whole]) >> (8 - rest) == 0;
  }

  private static byte @Nullable [] address(String text) {
    if (text.indexOf(':') < 0) {
      return v4(text);
    }
    int zone = text.indexOf('%');
    byte[] v6 = v6(zone < 0 ? text : text.substring(0, zone));
    if (v6 == null) {
      return null;
    }
    for (int i = 0; i < 12; i++) {
      if (v6[i] != (i < 10 ? 0 : (byte) 0xff)) {
        return v6;
      }
    }
    return Arrays.copyOfRange(v6, 12, V6);
  }

  private static byte @Nullable [] v4(String text) {
    byte[] address = new byte[V4];
    String[] parts = text.split("\\.", -1);
    if (parts.length != V4) {
      return null;
    }
    for (int i = 0; i < V4; i++) {
      int n = number(parts[i], 3);
      if (n < 0 || n > 255) {
        return null;
      }
      address[i] = (byte) n;
    }
    return address;
  }

  private static byte @Nullable [] v6(String text) {
    int gap = text.indexOf("::");
    byte[] head = groups(gap < 0 ? text : text.substring(0, gap), gap >= 0);
    byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2), true);
    if (head == null || tail == null) {
      return null;
    }
    int length = head.length + tail.length;
    if (gap < 0 ? length != V6 : length > V6 - 2) {
      return null;
    }
    byte[] address = new byte[V6];
    System.arraycopy(head, 0, address, 0, head.length);
    System.arraycopy(tail, 0, address, V6 - tail.length, tail.length);
    return address;
  }

  private static byte @Nullable [] groups(String text, boolean mayBeEmpty) {
    if (text.isEmpty()) {
      return mayBeEmpty ? new byte[0] : null;
    }
    String[] parts = text.split(":", -1);
    if (parts.length > 8) {
      return null;
    }
    byte[] bytes = new byte[V6 + V4];
    int length = 0;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        byte[] v4 = v4(parts[i]);
        if (v4 == null) {
          return null;
        }
        System.arraycopy(v4, 0, bytes, length, V4);
        length += V4;
        continue;
      }
      if (parts[i].isEmpty() || parts[i].length() > 4) {
        return null;
      }
      for (int c = 0; c < parts[i].length(); c++) {
        if (Character.digit(parts[i].charAt(c), 16) < 0 || parts[i].charAt(c) >= 0x80) {
          return null;
        }
      }
      int n = Integer.parseInt(parts[i], 16);
      bytes[length++] = (byte) (n >> 8);
      bytes[length++] = (byte) n;
    }
    return length > V6 ? null : Arrays.copyOf(bytes, length);
  }

  /** -1 for what isn't a plain decimal number of at most that many digits. */
  private static int number(String text, int digits) {
    if (text.isEmpty() || text.length() > digits) {
      return -1;
    }
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      n = n * 10 + c - '0';
    }
    return n;
  }
}
