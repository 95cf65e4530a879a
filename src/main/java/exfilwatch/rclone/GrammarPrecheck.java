package exfilwatch.rclone;

/**
 * A very cheap test for the many process starts that the grammar need not look at: without one of
 * rclone's command words (quotes and carets inside words do not hide it), without its name and
 * without an encoded PowerShell command, a command line can't reach the threshold.
 */
public final class GrammarPrecheck {

  private static final int MASK = 4095;
  private static final int RCLONE = hash("rclone");

  /** Commands that can tell enough without a remote or a long flag. */
  private static final int CONFIG = hash("config");

  private static final int RC = hash("rc");

  /** A hash of every command word; a collision costs a full look, nothing else. */
  private static final boolean[] COMMANDS = new boolean[MASK + 1];

  static {
    for (String word : Command.rootWords()) {
      int hash = hash(word);
      COMMANDS[hash] |= hash != 0;
    }
  }

  private GrammarPrecheck() {}

  /** False means that only {@link Rclone#explain} can tell. Allocates nothing. */
  public static boolean cannotBeRclone(String commandLine) {
    int hash = 0;
    boolean word = false;
    boolean sign = false;
    boolean standsAlone = true;
    for (int at = 0; at < commandLine.length(); at++) {
      char c = commandLine.charAt(at);
      if (c >= 'a' && c <= 'z') {
        hash = hash * 31 + c;
      } else if (c >= 'A' && c <= 'Z') {
        hash = c | 0x20;
        standsAlone = false;
      } else if (c != '"' && c != '\'' && c != '^' && c != '`') {
        boolean boundary = c == ' ' || isBoundary(c);
        if (hash != 0) {
          int key = hash & MASK;
          boolean command = COMMANDS[key] && (boundary || c > '/') && standsAlone;
          word |= key == RCLONE || command;
          sign |= command && (key == CONFIG || key == RC);
          hash = 0;
        }
        // md5sum, mount2: the digit is within the word
        standsAlone = boundary || (c >= '0' && c <= '9') || c == '_';
        sign |= c == ':' || (c == '-' && isDashed(commandLine, at));
      }
    }
    int key = hash & MASK;
    word |= hash != 0 && (key == RCLONE || (COMMANDS[key] && standsAlone));
    return !(word && sign) && !hidesCommand(commandLine);
  }

  private static boolean isBoundary(char c) {
    return c == '\t' || c == '\n' || c == '\r' || "(){},;&|@-".indexOf(c) >= 0;
  }

  /** {@code --flag}, or {@code -e…} of an encoded command. */
  private static boolean isDashed(String text, int at) {
    return at + 1 < text.length() && text.charAt(at + 1) == '-';
  }

  private static boolean hidesCommand(String text) {
    int shell = text.indexOf("owershell");
    shell = shell < 0 ? text.indexOf("wsh") : shell;
    shell = shell < 0 ? text.indexOf("OWERSHELL") : shell;
    return shell >= 0 && hasEncodedOption(text, shell);
  }

  private static boolean hasEncodedOption(String text, int from) {
    for (int at = from; at + 2 < text.length(); at++) {
      char before = text.charAt(at);
      char dash = text.charAt(at + 1);
      char letter = text.charAt(at + 2);
      if ((before == ' ' || before == '\t')
          && (dash == '-' || dash == '/' || dash > 0x2000)
          && (letter == 'e' || letter == 'E')) {
        return true;
      }
    }
    return false;
  }

  private static int hash(String word) {
    int hash = 0;
    for (int at = 0; at < word.length(); at++) {
      char c = word.charAt(at);
      // only letters are hashed, and a word ends at anything else: take what the scan would see
      // last
      hash = c >= 'a' && c <= 'z' ? hash * 31 + c : 0;
    }
    return hash & MASK;
  }
}
