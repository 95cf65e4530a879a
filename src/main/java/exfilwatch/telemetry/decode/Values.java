package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.User;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms in which vendors write single values, and the one form that this product keeps. */
final class Values {
  static final long NOT_A_NUMBER = Long.MIN_VALUE;
  private static final int EXCERPT = 24;

  private Values() {}

  /** Trimmed; null for the vendors' words for absent. */
  static @Nullable String present(String value) {
    String text = value;
    int length = text.length();
    if (length > 0 && (text.charAt(0) <= ' ' || text.charAt(length - 1) <= ' ')) {
      text = text.trim();
      length = text.length();
    }
    return switch (length) {
      case 0 -> null;
      case 1 -> text.charAt(0) == '-' ? null : text;
      case 3 -> text.equals("N/A") ? null : text;
      case 4 -> text.equals("null") ? null : text;
      case 17 -> text.equals("<unknown process>") ? null : text;
      default -> text;
    };
  }

  /** A few harmless characters of a value for a message. */
  static String excerpt(String value) {
    StringBuilder text = new StringBuilder(EXCERPT + 4).append('\'');
    for (int i = 0; i < value.length() && i < EXCERPT; i++) {
      char c = value.charAt(i);
      text.append(c < ' ' || c > '~' ? '?' : c);
    }
    return text.append(value.length() > EXCERPT ? "…'" : "'").toString();
  }

  /** A whole number in decimal (also with a zero fraction) or {@code 0x} form. */
  static long number(String text) {
    int length = text.length();
    // an exception for every name where a number may stand costs more than the rest of the record
    if (length == 0 || text.charAt(0) >= 'A' && text.charAt(0) <= 'z') {
      return NOT_A_NUMBER;
    }
    try {
      if (length > 2 && text.charAt(0) == '0' && (text.charAt(1) | 0x20) == 'x') {
        return Long.parseUnsignedLong(text, 2, length, 16);
      }
      int end = length;
      int dot = text.indexOf('.');
      if (dot > 0) {
        for (int i = dot + 1; i < length; i++) {
          if (text.charAt(i) != '0') {
            return NOT_A_NUMBER;
          }
        }
        end = dot;
      }
      return Long.parseLong(text, 0, end, 10);
    } catch (NumberFormatException e) {
      return NOT_A_NUMBER;
    }
  }

  static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  /** What follows the last {@code \} or {@code /}; null when that is nothing. */
  static @Nullable String baseName(@Nullable String path) {
    if (path == null) {
      return null;
    }
    int cut = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
    return cut < 0 ? path : present(path.substring(cut + 1));
  }

  /** A process name, from a field that sometimes holds a path. */
  static @Nullable String processName(@Nullable String name, @Nullable String executable) {
    if (name == null) {
      return baseName(executable);
    }
    return name.indexOf('\\') >= 0 || name.charAt(0) == '/' ? baseName(name) : name;
  }

  /** A GUID as {@code {lower-case}}; null when absent or all zeros. */
  static @Nullable String guid(@Nullable String text) {
    if (text == null) {
      return null;
    }
    boolean zero = true;
    for (int i = 0; i < text.length() && zero; i++) {
      char c = text.charAt(i);
      zero = c == '0' || c == '-' || c == '{' || c == '}';
    }
    if (zero) {
      return null;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    int start = lower.startsWith("{") ? 1 : 0;
    int end = lower.length() - (lower.endsWith("}") ? 1 : 0);
    return "{" + lower.substring(start, end) + "}";
  }

  /** An id; null when it is zero, which no vendor gives away. */
  static @Nullable String id(@Nullable String text) {
    return text == null || text.equals("0") ? null : text;
  }

  /** A hash in lower-case hex; null when absent, all zeros or no hex. */
  static @Nullable String hash(@Nullable String text) {
    if (text == null) {
      return null;
    }
    boolean zero = true;
    boolean upper = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) < 0) {
        return null;
      }
      zero &= c == '0';
      upper |= c >= 'A' && c <= 'F';
    }
    if (zero) {
      return null;
    }
    return upper ? text.toLowerCase(Locale.ROOT) : text;
  }

  static @Nullable Hashes hashes(
      @Nullable String md5,
      @Nullable String sha1,
      @Nullable String sha256,
      @Nullable String imphash) {
    if (md5 == null && sha1 == null && sha256 == null && imphash == null) {
      return null;
    }
    String cleanMd5 = hash(md5);
    String cleanSha1 = hash(sha1);
    String cleanSha256 = hash(sha256);
    String cleanImphash = hash(imphash);
    if (cleanMd5 == null && cleanSha1 == null && cleanSha256 == null && cleanImphash == null) {
      return null;
    }
    return new Hashes(cleanMd5, cleanSha1, cleanSha256, cleanImphash);
  }

  /** A user from its parts; null when there is none. */
  static @Nullable User user(@Nullable String name, @Nullable String domain, @Nullable String id) {
    return name == null && domain == null && id == null ? null : new User(name, domain, id);
  }

  /** A user written as {@code DOMAIN\name} or {@code name}. */
  static @Nullable User account(@Nullable String account, @Nullable String id) {
    int cut = account == null ? -1 : account.indexOf('\\');
    return account == null || cut < 0
        ? user(account, null, id)
        : user(present(account.substring(cut + 1)), present(account.substring(0, cut)), id);
  }

  /** {@code windows}, {@code linux} or {@code macos} from any vendor's word for it. */
  static @Nullable String os(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (text) {
      case "windows", "linux", "macos" -> text;
      default -> {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("win")) {
          yield "windows";
        }
        yield switch (lower) {
          case "mac", "osx", "os x", "mac os x", "macos", "darwin" -> "macos";
          case "lin",
              "linux",
              "ubuntu",
              "debian",
              "redhat",
              "rhel",
              "centos",
              "fedora",
              "suse",
              "sles",
              "opensuse",
              "arch",
              "amzn",
              "alpine",
              "rocky",
              "almalinux",
              "ol",
              "kali" ->
              "linux";
          default -> null;
        };
      }
    };
  }

  /** The operating system that a path belongs to; null when there is no path. */
  static @Nullable String osOfPath(@Nullable String path) {
    if (path == null || path.isEmpty()) {
      return null;
    }
    if (path.charAt(0) == '\\' || (path.length() > 2 && path.charAt(1) == ':')) {
      return "windows";
    }
    if (path.charAt(0) != '/') {
      return null;
    }
    for (String root :
        new String[] {
          "/Applications/",
          "/Users/",
          "/System/",
          "/Library/",
          "/private/",
          "/Volumes/",
          "/opt/homebrew/"
        }) {
      if (path.startsWith(root)) {
        return "macos";
      }
    }
    return "linux";
  }

  /** Integrity level as a word, from a word, a SID {@code S-1-16-n} or its number. */
  static @Nullable String integrity(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (text.startsWith("S-1-16-") ? text.substring(7) : text.toLowerCase(Locale.ROOT)) {
      case "low", "4096" -> "low";
      case "medium", "8192", "8448" -> "medium";
      case "high", "12288" -> "high";
      case "system", "16384" -> "system";
      default -> null;
    };
  }

  /** A name without the dot at its end. */
  static @Nullable String domain(@Nullable String name) {
    return name != null && name.length() > 1 && name.endsWith(".")
        ? name.substring(0, name.length() - 1)
        : name;
  }

  /** The host in a URL, or the whole text when it is a bare name; null when there is none. */
  static @Nullable String hostOfUrl(@Nullable String url) {
    if (url == null) {
      return null;
    }
    int scheme = url.indexOf("://");
    int start = scheme < 0 ? 0 : scheme + 3;
    int end = start;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    int user = url.lastIndexOf('@', end - 1);
    start = user >= start ? user + 1 : start;
    int colon = url.indexOf(':', start);
    if (colon >= 0 && colon < end && url.charAt(start) != '[') {
      end = colon;
    }
    return domain(present(url.substring(start, end)));
  }

  /** Name of an IANA protocol number; other text in lower case. */
  static @Nullable String transport(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (text) {
      case "tcp", "udp", "icmp" -> text;
      case "1" -> "icmp";
      case "6" -> "tcp";
      case "17" -> "udp";
      case "58" -> "ipv6-icmp";
      default -> {
        String lower = text.toLowerCase(Locale.ROOT);
        yield lower.startsWith("tcp") ? "tcp" : lower.startsWith("udp") ? "udp" : lower;
      }
    };
  }
}
