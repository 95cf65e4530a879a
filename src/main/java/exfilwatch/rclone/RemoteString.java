package exfilwatch.rclone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A remote string as rclone's own parser (fspath, v1.76) takes it apart.
 *
 * @param error why rclone refuses the string, without any part of it; null when it is well formed
 * @param name {@code remote}, {@code :backend} or empty for a local path
 * @param parameters in their order; of a key given twice the last wins
 * @param path what follows, with slashes on Windows; of a local path the whole
 * @param pathStart where the path begins in {@code raw}
 */
record RemoteString(
    String raw,
    @Nullable String error,
    String name,
    List<Parameter> parameters,
    String path,
    int pathStart,
    boolean local) {

  /** One {@code key=value}; the value, with its quotes, is {@code raw.substring(start, end)}. */
  record Parameter(String key, String value, int start, int end) {}

  private static final String BAD_NAME = "config name contains invalid characters";

  static RemoteString parse(String raw, Os os) {
    if (raw.isEmpty()) {
      return refused(raw, "can't use empty string as a path", "", List.of());
    }
    if (raw.indexOf(':') < 0) {
      return local(raw, os);
    }
    return new Reader(raw, os).read();
  }

  Map<String, String> config() {
    Map<String, String> config = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      config.put(parameter.key(), parameter.value());
    }
    return config;
  }

  boolean isOnTheFly() {
    return name.startsWith(":");
  }

  private static RemoteString local(String raw, Os os) {
    return new RemoteString(raw, null, "", List.of(), slashes(raw, os), 0, true);
  }

  private static RemoteString refused(
      String raw, String why, String name, List<Parameter> parameters) {
    return new RemoteString(raw, why, name, List.copyOf(parameters), "", raw.length(), false);
  }

  private static String slashes(String path, Os os) {
    return os == Os.WINDOWS ? path.replace('\\', '/') : path;
  }

  /** Letters, digits of any script and {@code _ . + @}; blank and dash only inside. */
  static boolean isName(String text) {
    int at = text.startsWith(":") ? 1 : 0;
    int start = at;
    while (at < text.length() && isNameChar(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (at == start) {
      return false;
    }
    if (at == text.length()) {
      return true;
    }
    if (text.length() - at < 2 || text.endsWith(" ")) {
      return false;
    }
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!isNameChar(c) && c != ' ' && c != '-') {
        return false;
      }
      at += Character.charCount(c);
    }
    return true;
  }

  private static boolean isNameChar(int c) {
    if (c < 128) {
      return (c >= '0' && c <= '9') || isAsciiLetter(c) || "_.+@".indexOf(c) >= 0;
    }
    return Character.isLetter(c)
        || switch (Character.getType(c)) {
          case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
              true;
          default -> false;
        };
  }

  private static boolean isAsciiLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The state machine; {@code at} only moves forward. */
  private static final class Reader {

    private final String raw;
    private final Os os;
    private final List<Parameter> parameters = new ArrayList<>();
    private String name = "";
    private int at;

    Reader(String raw, Os os) {
      this.raw = raw;
      this.os = os;
    }

    RemoteString read() {
      at = raw.startsWith(":") ? 1 : 0;
      while (at < raw.length() && ":,/\\".indexOf(raw.charAt(at)) < 0) {
        at++;
      }
      if (at == raw.length()) {
        return refuse("config name needs a trailing `:`");
      }
      char end = raw.charAt(at);
      if (end == '/' || end == '\\') {
        return raw.startsWith(":") ? refuse(BAD_NAME) : local(raw, os);
      }
      name = raw.substring(0, at);
      if (end == ':' && os == Os.WINDOWS && at == 1 && isAsciiLetter(name.charAt(0))) {
        return local(raw, os);
      }
      if (name.isEmpty() || name.equals(":")) {
        return refuse("config name can't be empty");
      }
      if (!isName(name)) {
        return refuse(BAD_NAME);
      }
      at++;
      return end == ':' ? remote() : readParameters();
    }

    private RemoteString readParameters() {
      while (true) {
        int keyStart = at;
        while (at < raw.length() && isKeyChar(raw.charAt(at))) {
          at++;
        }
        if (at == raw.length()) {
          return refuse("config parameters must end with `,` or `:`");
        }
        String key = raw.substring(keyStart, at);
        char end = raw.charAt(at);
        if (end != '=' && end != ',' && end != ':') {
          return refuse("config parameters may only contain `0-9`, `A-Z`, `a-z`, `_` and `.`");
        }
        if (key.isEmpty()) {
          return refuse("config parameters can't be empty");
        }
        if (end == '=') {
          at++;
          String why = readValue(key);
          if (why != null) {
            return refuse(why);
          }
        } else {
          parameters.add(new Parameter(key, "true", at, at));
        }
        if (raw.charAt(at++) == ':') {
          return remote();
        }
      }
    }

    /** Leaves {@code at} on the comma or colon after the value; or says what is wrong. */
    private @Nullable String readValue(String key) {
      int start = at;
      if (at < raw.length() && (raw.charAt(at) == '\'' || raw.charAt(at) == '"')) {
        return readQuoted(key);
      }
      while (at < raw.length() && raw.charAt(at) != ',' && raw.charAt(at) != ':') {
        at++;
      }
      parameters.add(new Parameter(key, raw.substring(start, at), start, at));
      return at < raw.length() ? null : "unquoted config value must end with `,` or `:`";
    }

    private @Nullable String readQuoted(String key) {
      int start = at;
      char quote = raw.charAt(at++);
      StringBuilder value = new StringBuilder();
      while (at < raw.length()) {
        char c = raw.charAt(at++);
        if (c != quote) {
          value.append(c);
        } else if (at < raw.length() && raw.charAt(at) == quote) {
          value.append(c);
          at++;
        } else {
          boolean ended = at < raw.length() && (raw.charAt(at) == ',' || raw.charAt(at) == ':');
          // refused or not, what was quoted up to here is the value that was meant
          parameters.add(new Parameter(key, value.toString(), start, ended ? at : raw.length()));
          return ended ? null : "expecting `:` or `,` or another quote after a quote";
        }
      }
      parameters.add(new Parameter(key, value.toString(), start, at));
      return "unterminated quoted config value";
    }

    private RemoteString remote() {
      return new RemoteString(
          raw, null, name, List.copyOf(parameters), slashes(raw.substring(at), os), at, false);
    }

    private RemoteString refuse(String why) {
      return refused(raw, why, name, parameters);
    }

    private static boolean isKeyChar(char c) {
      return (c >= '0' && c <= '9') || RemoteString.isAsciiLetter(c) || c == '_' || c == '.';
    }
  }
}
