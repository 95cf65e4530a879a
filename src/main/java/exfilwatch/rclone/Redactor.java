package exfilwatch.rclone;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of command lines before they leave this program: exactly for rclone's, as well
 * as can be told for those of other programs. Account names and key ids stay. Never throws; linear
 * in the length of the text.
 */
public final class Redactor {

  private Redactor() {}

  /** The operating system is told from signs in the text. */
  public static String redact(String commandLine) {
    return redact(commandLine, null);
  }

  /** The same text with {@code [REDACTED]} for each secret; {@code os} null: from the text. */
  public static String redact(String commandLine, @Nullable Os os) {
    try {
      Secrets secrets = new Secrets();
      Os system = os == null ? Os.guess(commandLine) : os;
      return secrets.sweep(LineRedactor.redact(commandLine, system, secrets));
    } catch (RuntimeException e) {
      return Secrets.REDACTED;
    }
  }

  /** Any text, a message or a line of a log, of which nothing else is known. */
  public static String redactText(String text) {
    Secrets secrets = new Secrets();
    return secrets.sweep(TextScrubber.scrub(text, secrets));
  }

  /** The arguments, the program's name first, as many as given or, of a joined script, fewer. */
  public static List<String> redact(List<String> args, @Nullable Os os) {
    try {
      Secrets secrets = new Secrets();
      Os system = os == null ? Os.guess(String.join(" ", args)) : os;
      return redact(Unwrapper.unwrap(args, system), new LineRedactor(secrets), secrets);
    } catch (RuntimeException e) {
      return List.of(Secrets.REDACTED);
    }
  }

  static List<String> redact(CommandNode node, LineRedactor redactor, Secrets secrets) {
    List<String> redacted = new ArrayList<>();
    for (String word : redactor.words(node)) {
      if (word != null) {
        redacted.add(secrets.sweep(word));
      }
    }
    return redacted;
  }
}
