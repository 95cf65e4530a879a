package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Dns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A name query as it collects from the forms in which vendors write questions and answers. */
final class DnsText {
  private static final String[] TYPES = new String[258];

  static {
    Object[][] names = {
      {1, "A"},
      {2, "NS"},
      {5, "CNAME"},
      {6, "SOA"},
      {12, "PTR"},
      {15, "MX"},
      {16, "TXT"},
      {28, "AAAA"},
      {33, "SRV"},
      {35, "NAPTR"},
      {64, "SVCB"},
      {65, "HTTPS"},
      {255, "ANY"},
      {257, "CAA"}
    };
    for (Object[] name : names) {
      TYPES[(Integer) name[0]] = (String) name[1];
    }
  }

  private final String question;
  private @Nullable String type;
  private @Nullable List<String> names;
  private @Nullable List<String> addresses;

  /**
   * @param question the name, perhaps with a dot at its end or SentinelOne's {@code type: 28 }
   *     before it
   */
  DnsText(String question) {
    int prefix = typePrefix(question);
    if (prefix > 0) {
      type = typeName(question.substring(5, prefix).trim());
    }
    String name = Values.domain(question.substring(prefix).trim());
    this.question = name == null || name.isEmpty() ? question : name;
  }

  /** The record type as a name or as its decimal number. */
  DnsText type(@Nullable String text) {
    String name = text == null ? null : typeName(text);
    type = name == null ? type : name;
    return this;
  }

  /** One answer: an address, a name, or {@code type: 5 name}; what is neither is left out. */
  DnsText answer(@Nullable String text) {
    if (text == null) {
      return this;
    }
    String value = text.substring(typePrefix(text)).trim();
    if (value.isEmpty() || value.equals("-")) {
      return this;
    }
    String ip = Ips.canonical(value);
    if (ip != null) {
      addresses = with(addresses, ip);
    } else if (isName(value)) {
      String name = Values.domain(value);
      names = with(names, name == null ? value : name);
    }
    return this;
  }

  DnsText answers(List<String> texts) {
    texts.forEach(this::answer);
    return this;
  }

  /** Answers in one text with a semicolon after each. */
  DnsText answersOf(@Nullable String text) {
    if (text != null) {
      int start = 0;
      for (int end; start < text.length(); start = end + 1) {
        end = text.indexOf(';', start);
        end = end < 0 ? text.length() : end;
        answer(text.substring(start, end));
      }
    }
    return this;
  }

  Dns build() {
    return new Dns(
        question,
        type,
        names == null ? List.of() : List.copyOf(names),
        addresses == null ? List.of() : List.copyOf(addresses));
  }

  /** The list with one more value; one that nothing is added to is never made. */
  private static List<String> with(@Nullable List<String> known, String value) {
    List<String> list = known == null ? new ArrayList<>(4) : known;
    if (!list.contains(value) && list.size() < 256) {
      list.add(value);
    }
    return list;
  }

  /** Length of {@code type: 28 } at the start, 0 when it isn't there. */
  private static int typePrefix(String text) {
    if (!text.regionMatches(true, 0, "type:", 0, 5)) {
      return 0;
    }
    int at = 5;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    int digits = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return at > digits ? at : 0;
  }

  private static @Nullable String typeName(String text) {
    long number = Values.number(text);
    if (number == Values.NOT_A_NUMBER) {
      return text.toUpperCase(Locale.ROOT);
    }
    String name = number > 0 && number < TYPES.length ? TYPES[(int) number] : null;
    return name != null ? name : number > 0 && number <= 0xffff ? "TYPE" + number : null;
  }

  private static boolean isName(String text) {
    if (text.length() > 255) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == ':' || c == ',' || c == 127) {
        return false;
      }
    }
    // digits and dots alone are an address that is none
    for (int i = 0; i < text.length(); i++) {
      if (Character.isLetter(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
