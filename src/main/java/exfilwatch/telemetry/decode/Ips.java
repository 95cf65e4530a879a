package exfilwatch.telemetry.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** IP addresses from text, strictly and without any name look-up. */
final class Ips {
  private static final String MAPPED = "::ffff:";

  private Ips() {}

  /**
   * The canonical form: dotted IPv4 (also of IPv4-mapped IPv6), IPv6 after RFC 5952 without its
   * zone; null when the text is no address.
   */
  static @Nullable String canonical(String text) {
    if (text.length() > 64) {
      return null;
    }
    if (text.indexOf(':') < 0) {
      long ipv4 = ipv4(text, 0, text.length());
      return ipv4 < 0 ? null : isPlain(text) ? text : dotted(ipv4);
    }
    // as Sysmon writes IPv4 in answers
    if (text.startsWith(MAPPED) && ipv4(text, MAPPED.length(), text.length()) >= 0) {
      return canonical(text.substring(MAPPED.length()));
    }
    int[] groups = ipv6(text);
    return groups == null ? null : format(groups);
  }

  /** The eight groups of an IPv6 address; null when it is none. */
  static int @Nullable [] ipv6(String text) {
    int end = text.indexOf('%');
    if (end < 0) {
      end = text.length();
    }
    int start = 0;
    if (end > 2 && text.charAt(0) == '[' && text.charAt(end - 1) == ']') {
      start = 1;
      end--;
    }
    int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int at = start;
    if (at + 1 < end && text.charAt(at) == ':') {
      if (text.charAt(at + 1) != ':') {
        return null;
      }
      gap = 0;
      at += 2;
    }
    while (at < end) {
      int stop = at;
      int value = 0;
      while (stop < end && stop - at < 5 && Character.digit(text.charAt(stop), 16) >= 0) {
        value = value << 4 | Character.digit(text.charAt(stop++), 16);
      }
      if (stop < end && text.charAt(stop) == '.') {
        long ipv4 = count <= 6 ? ipv4(text, at, end) : -1;
        if (ipv4 < 0) {
          return null;
        }
        groups[count++] = (int) (ipv4 >> 16);
        groups[count++] = (int) (ipv4 & 0xffff);
        at = end;
        break;
      }
      if (stop == at || stop - at > 4 || count == 8) {
        return null;
      }
      groups[count++] = value;
      at = stop;
      if (at == end) {
        break;
      }
      if (text.charAt(at++) != ':' || at == end) {
        return null;
      }
      if (text.charAt(at) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = count;
        at++;
      }
    }
    if (gap < 0 ? count != 8 : count > 7) {
      return null;
    }
    if (gap >= 0) {
      int tail = count - gap;
      System.arraycopy(groups, gap, groups, 8 - tail, tail);
      Arrays.fill(groups, gap, 8 - tail, 0);
    }
    return groups;
  }

  private static String format(int[] groups) {
    boolean mapped = groups[5] == 0xffff;
    for (int i = 0; i < 5; i++) {
      mapped &= groups[i] == 0;
    }
    if (mapped) {
      return dotted((long) groups[6] << 16 | groups[7]);
    }
    int gap = -1;
    int gapLength = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > gapLength) {
        gap = i;
        gapLength = run;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text.append(i == 0 ? "::" : ":");
        i += gapLength - 1;
      } else {
        text.append(Integer.toHexString(groups[i])).append(i < 7 ? ":" : "");
      }
    }
    return text.toString();
  }

  static String dotted(long ipv4) {
    return (ipv4 >> 24 & 255)
        + "."
        + (ipv4 >> 16 & 255)
        + "."
        + (ipv4 >> 8 & 255)
        + "."
        + (ipv4 & 255);
  }

  private static boolean isPlain(String text) {
    char before = '.';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '0' && before == '.' && i + 1 < text.length() && text.charAt(i + 1) != '.') {
        return false;
      }
      before = c;
    }
    return true;
  }

  /** Four decimal numbers of up to three digits; -1 when it is not that. */
  private static long ipv4(String text, int start, int end) {
    long address = 0;
    int parts = 0;
    int at = start;
    while (at < end) {
      int value = 0;
      int first = at;
      while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        if (at - first == 3) {
          return -1;
        }
        value = value * 10 + (text.charAt(at++) - '0');
      }
      if (at == first || value > 255 || ++parts > 4) {
        return -1;
      }
      address = address << 8 | value;
      if (at < end && (text.charAt(at++) != '.' || at == end)) {
        return -1;
      }
    }
    return parts == 4 ? address : -1;
  }
}
