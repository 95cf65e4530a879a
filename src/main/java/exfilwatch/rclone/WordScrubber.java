package exfilwatch.rclone;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Takes secrets out of the words of any program's command line, as far as they can be told: flags
 * that rclone has, flags whose name sounds secret, the password flags of well-known programs.
 */
final class WordScrubber {

  /** Flags without a telling name whose value is a password, by program. */
  private static final Map<String, Set<String>> PASSWORD_FLAGS =
      Map.ofEntries(
          Map.entry("sshpass", Set.of("-p")),
          Map.entry("psexec", Set.of("-p")),
          Map.entry("psexec64", Set.of("-p")),
          Map.entry("paexec", Set.of("-p")),
          Map.entry("plink", Set.of("-pw")),
          Map.entry("pscp", Set.of("-pw")),
          Map.entry("psftp", Set.of("-pw")),
          Map.entry("putty", Set.of("-pw")),
          Map.entry("schtasks", Set.of("/p", "/rp")),
          Map.entry("curl", Set.of("-u", "--user")),
          Map.entry("smbclient", Set.of("-U")),
          Map.entry("lftp", Set.of("-u")));

  /** Programs whose {@code -pPASSWORD} holds it in the same word. */
  private static final Set<String> ATTACHED = Set.of("sshpass", "mysql", "mysqldump", "7z", "7za");

  private final List<String> words;
  private final SecretValues values;
  private final Secrets secrets;
  private final String program;
  private final List<String> shown;

  private WordScrubber(List<String> words, SecretValues values, Secrets secrets) {
    this.words = words;
    this.values = values;
    this.secrets = secrets;
    this.program = words.isEmpty() ? "" : Programs.baseName(words.get(0));
    this.shown = new ArrayList<>(words);
  }

  /** As many words as given; those in {@code known} are already dealt with and stay. */
  static List<String> scrub(
      List<String> words, BitSet known, SecretValues values, Secrets secrets) {
    WordScrubber scrubber = new WordScrubber(words, values, secrets);
    for (int at = 0; at < words.size(); at++) {
      if (!known.get(at)) {
        boolean tookNext = scrubber.scrub(at, at + 1 < words.size() && !known.get(at + 1));
        at += tookNext ? 1 : 0;
      }
    }
    scrubber.scrubPositions();
    return scrubber.shown;
  }

  /** Whether the next word was taken as this one's value. */
  private boolean scrub(int at, boolean hasNext) {
    String word = words.get(at);
    if (word.length() < 2 || (word.charAt(0) != '-' && word.charAt(0) != '/')) {
      shown.set(at, value(word));
      return hasNext && isLabel(word) && redactNext(at, word);
    }
    int equals = word.indexOf('=');
    String name = name(word, equals);
    Flag flag = FlagSet.any(name);
    if (equals >= 0 && flag != null) {
      String rest = word.substring(equals + 1);
      shown.set(at, word.substring(0, equals + 1) + values.flag(flag, rest));
    } else if (equals >= 0 || word.indexOf(':') >= 0) {
      shown.set(at, value(word));
    } else if (hasNext && flag != null) {
      return flag.takesValue() && flagValue(flag, at + 1);
    } else if (hasNext && isPasswordFlag(word, name)) {
      shown.set(at + 1, password(name, words.get(at + 1)));
      return true;
    } else if (ATTACHED.contains(program) && word.startsWith("-p") && word.length() > 2) {
      shown.set(at, "-p" + secrets.redact("p", word.substring(2)));
    }
    return false;
  }

  /** {@code "access_token": "…"}, {@code Password: …}. */
  private static boolean isLabel(String word) {
    return word.endsWith(":")
        && SecretOptions.soundsSecret(word.substring(0, word.length() - 1).replace("\"", ""));
  }

  private boolean redactNext(int at, String label) {
    shown.set(at + 1, secrets.redact(label.substring(0, label.length() - 1), words.get(at + 1)));
    return true;
  }

  /** Without the dashes or slash before it. */
  private static String name(String word, int equals) {
    int start = 0;
    while (start < word.length() && (word.charAt(start) == '-' || word.charAt(start) == '/')) {
      start++;
    }
    return word.substring(start, Math.max(start, equals < 0 ? word.length() : equals));
  }

  private boolean flagValue(Flag flag, int at) {
    String kept = values.flag(flag, words.get(at));
    if (kept.equals(words.get(at))) {
      return false;
    }
    shown.set(at, kept);
    return true;
  }

  private boolean isPasswordFlag(String word, String name) {
    return PASSWORD_FLAGS.getOrDefault(program, Set.of()).contains(word)
        || (SecretOptions.soundsSecret(name) && !name.toLowerCase(Locale.ROOT).startsWith("no"));
  }

  /** {@code user:password}, {@code user%password} and {@code user,password} keep the user. */
  private String password(String name, String value) {
    if (name.equalsIgnoreCase("u") || name.equals("user")) {
      for (int at = 0; at < value.length(); at++) {
        if (":%,".indexOf(value.charAt(at)) >= 0) {
          return value.substring(0, at + 1) + secrets.redact(name, value.substring(at + 1));
        }
      }
      return value;
    }
    return value.startsWith("-") ? value : secrets.redact(name, value);
  }

  private String value(String word) {
    int equals = word.indexOf('=');
    int start = word.startsWith("$env:") ? 5 : 0;
    if (equals > 0 && word.regionMatches(true, start, "RCLONE_", 0, 7)) {
      String name = word.substring(start, equals);
      return word.substring(0, equals + 1) + values.variable(name, word.substring(equals + 1));
    }
    boolean line = word.contains(" -") || word.contains(" /");
    return line ? values.line(word) : values.any(word);
  }

  /** Passwords that stand at a place. */
  private void scrubPositions() {
    if (program.equals("echo") && words.contains("obscure")) {
      for (int at = 1; at < words.size() && !words.get(at).startsWith("|"); at++) {
        redact(at);
      }
    } else if (program.equals("mega-login") && words.size() > 2) {
      redact(2);
    } else if (program.equals("net") && words.size() > 3 && words.get(1).equalsIgnoreCase("user")) {
      redact(3);
    } else if (program.equals("net") && words.size() > 2 && words.get(1).equalsIgnoreCase("use")) {
      for (int at = 2; at < words.size(); at++) {
        if (!words.get(at).matches("(?s)[\\\\/*].*|.:")) {
          redact(at);
        }
      }
    } else if (program.equals("mc")
        && words.size() > 6
        && (words.get(1).equals("alias") || words.get(1).equals("config"))) {
      redact(words.size() - 1);
    }
  }

  private void redact(int at) {
    if (!words.get(at).startsWith("/")) {
      shown.set(at, secrets.redact("password", words.get(at)));
    }
  }
}
