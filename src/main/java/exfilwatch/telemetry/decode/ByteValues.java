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

  /** What is no number here. */
  static final long UNUSUAL = -1;

  private static final int MAX_DIGITS = 18;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long BACKSLASHES = '\\' * ONES;

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
