package exfilwatch.telemetry.decode;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values in the bytes of a record, without a text of them first. Each of these methods knows the
 * usual form only; of anything else it says so, and {@link Values} decides.
 */
final class ByteValues {

  /** What is no number here, and neither a yes nor a no. */
  static final long UNUSUAL = -1;

  static final long NO = 0;
  static final long YES = 1;

  private static final int MAX_DIGITS = 18;
  private static final int MAX_HEX_DIGITS = 15;
  private static final int GUID = 36;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long ZEROS = '0' * ONES;

  /**
   * Words of which there are few, so that no text is made of each: 1 to 3 % of the decoder's CPU
   * time, 10 to 30 % of what it allocates.
   */
  private static final NameTable<String> WORDS = words();

  private ByteValues() {}

  private static NameTable<String> words() {
    String all =
        """
        0, 1, 2, 6, 17, 28, 58, tcp, udp, icmp, TCP, UDP, Tcp, Udp, TcpV4, TCPV4, TCPV6, UDPV4, UDPV6,
        Win, Lin, Mac, windows, linux, macos, osx,
        %%14592, %%14593, OUTGOING, INCOMING, egress, ingress, outbound, inbound,
        Microsoft-Windows-Sysmon, Linux-Sysmon, Microsoft-Windows-Security-Auditing,
        EndOfProcess, TerminateProcess, DnsRequest, NetworkConnectIP4, NetworkConnectIP6,
        NetworkReceiveAcceptIP4, NetworkReceiveAcceptIP6,
        IP Connect, DNS Resolved, Process Exit,
        ConnectionSuccess, ConnectionAttempt, ConnectionFailed, InboundConnectionAccepted,
        DnsQueryResponse, FileCreated, FileModified, RegistryValueSet, ImageLoaded,
        process_event, network_event, dns_event, termination_event, request_event,
        ipv4_connection_attempt_event, ipv6_connection_attempt_event,
        ipv4_connection_accept_event, ipv6_connection_accept_event,
        ipv4_disconnect_received_event, ipv6_disconnect_received_event\
        """;
    Map<String, String> words = new HashMap<>();
    for (String word : all.split(",\\s+", -1)) {
      words.put(word, word);
    }
    return new NameTable<>(words);
  }

  /** The word, if it is a usual one. */
  static @Nullable String word(byte[] bytes, int from, int end) {
    return WORDS.get(bytes, from, end);
  }

  /**
   * Whether an ASCII text stands there, in any case: {@link #YES}, {@link #NO} or, when only a text
   * of the value can tell, {@link #UNUSUAL}.
   *
   * @param place as {@link Fields#place}
   */
  static long is(byte[] bytes, long place, String ascii) {
    int start = (int) (place >>> 32);
    int end = (int) place;
    int common = place == 0 ? -1 : JsonBytes.common(bytes, start, end, ascii);
    if (common < 0) {
      return UNUSUAL;
    }
    return common == ascii.length() && common == end - start ? YES : NO;
  }

  /** Whether {@link Values#present} leaves nothing; false when only a text can tell. */
  static boolean isAbsent(byte[] bytes, int from, int end) {
    return from == end || (end - from == 1 && bytes[from] == '-');
  }

  /** Whether {@link Values#present} leaves something; false when only a text can tell. */
  static boolean isPresent(byte[] bytes, int from, int end) {
    if (from == end) {
      return false;
    }
    byte first = bytes[from];
    if (first <= ' ' && first >= 0) {
      return false;
    }
    return switch (first) {
      case '\\' -> false;
      // -, N/A, null and <unknown process>
      case '-', 'N', 'n', '<' -> end - from > 1 && !startsLikeAbsent(bytes[from + 1]);
      default -> true;
    };
  }

  private static boolean startsLikeAbsent(byte second) {
    return (second >= 0 && second <= ' ') || second == '/' || second == 'u' || second == '\\';
  }

  /**
   * A whole number of up to 18 digits. Saves a text of each process id and port: 5 to 11 % of the
   * decoder's CPU time.
   */
  static long plainNumber(byte[] bytes, int from, int end) {
    if (end - from > MAX_DIGITS || from == end) {
      return UNUSUAL;
    }
    long number = 0;
    for (int at = from; at < end; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return UNUSUAL;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /**
   * A number in {@code 0x} form. With mapped addresses as {@link Ips} reads them 2 to 4 % of the
   * CPU time of the decoder of Windows events.
   */
  static long hexNumber(byte[] bytes, int from, int end) {
    int digits = end - from - 2;
    if (digits < 1
        || digits > MAX_HEX_DIGITS
        || bytes[from] != '0'
        || (bytes[from + 1] | 0x20) != 'x') {
      return UNUSUAL;
    }
    long number = 0;
    for (int at = from + 2; at < end; at++) {
      int digit = hexDigit(bytes[at]);
      if (digit < 0) {
        return UNUSUAL;
      }
      number = number << 4 | digit;
    }
    return number;
  }

  private static int hexDigit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int letter = b | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  /**
   * A GUID in braces and lower case; null when it starts with zeros or is unusual. With {@link
   * #ipv4} 4 to 6 % of the decoder's CPU time.
   */
  static @Nullable String guid(byte[] bytes, int from, int end) {
    boolean braces = end - from == GUID + 2 && bytes[from] == '{' && bytes[end - 1] == '}';
    int start = braces ? from + 1 : from;
    int stop = braces ? end - 1 : end;
    if (stop - start != GUID
        || Words.at(bytes, start) == ZEROS
        || !isPlain(bytes, start, stop)
        || bytes[start] <= ' '
        || bytes[stop - 1] <= ' ') {
      return null;
    }
    byte[] guid = new byte[GUID + 2];
    guid[0] = '{';
    System.arraycopy(bytes, start, guid, 1, GUID);
    guid[GUID + 1] = '}';
    lower(guid, guid.length);
    return ascii(guid, 0, guid.length);
  }

  /** An IPv4 address in its canonical form; null when it is none or unusual. */
  static @Nullable String ipv4(byte[] bytes, int from, int end) {
    if (end - from > 15) {
      return null;
    }
    int dots = 0;
    int value = -1;
    for (int at = from; at < end; at++) {
      int digit = bytes[at] - '0';
      if (digit >= 0 && digit <= 9) {
        // a number of more than one digit that starts with 0 is not canonical
        value = value < 0 ? digit : value == 0 ? 256 : value * 10 + digit;
      } else if (bytes[at] == '.' && value >= 0) {
        dots++;
        value = -1;
      } else {
        return null;
      }
      if (value > 255) {
        return null;
      }
    }
    return dots == 3 && value >= 0 ? ascii(bytes, from, end) : null;
  }

  /**
   * Copies a value that {@link Fields#text} would give as it stands.
   *
   * @return where it ends in {@code to}; negative when it is unusual or too long
   */
  static int copyPlain(byte[] bytes, int from, int end, byte[] to, int at) {
    if (!isPresent(bytes, from, end) || bytes[end - 1] <= ' ' || end - from > to.length - at) {
      return -1;
    }
    if (!isPlain(bytes, from, end)) {
      return -1;
    }
    System.arraycopy(bytes, from, to, at, end - from);
    return at + end - from;
  }

  /** Whether there is neither an escape nor a character beyond ASCII. */
  private static boolean isPlain(byte[] bytes, int from, int end) {
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long word = Words.at(bytes, at);
      long other = word ^ BACKSLASHES;
      if (((((other - ONES) & ~other) | word) & HIGH) != 0) {
        return false;
      }
    }
    for (; at < end; at++) {
      if (bytes[at] < 0 || bytes[at] == '\\') {
        return false;
      }
    }
    return true;
  }

  /** Makes the first {@code length} characters lower case. */
  static void lower(byte[] ascii, int length) {
    int at = 0;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      long word = Words.at(ascii, at);
      // sets the high bit of each capital, then moves it to the bit that makes it small
      long capitals = (word + (0x80 - 'A') * ONES) & ~(word + (0x7f - 'Z') * ONES) & HIGH;
      Words.put(ascii, at, word | capitals >>> 2);
    }
    for (; at < length; at++) {
      byte b = ascii[at];
      ascii[at] = b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
    }
  }

  static String ascii(byte[] bytes, int from, int end) {
    return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
  }
}
