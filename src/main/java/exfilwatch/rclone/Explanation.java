package exfilwatch.rclone;

import exfilwatch.rclone.ParsedCommand.Outcome;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one command line, without its secrets. Immutable.
 *
 * @param reason why it is refused or not rclone's, or what help is printed; null when it runs
 * @param confidence 0 to 100, that the grammar is rclone's whatever the program is called
 * @param argv of the rclone within wrappers; of the whole where it is not rclone
 * @param commandLine the whole; empty when there was none
 * @param wrapper the programs around rclone, outermost first, {@code cmd /c}; null when none
 * @param invocation null exactly where the verdict is {@code NOT_RCLONE}
 * @param redacted names of the options of which something was taken away
 */
public record Explanation(
    Verdict verdict,
    @Nullable String reason,
    int confidence,
    List<Evidence> evidence,
    List<String> argv,
    String commandLine,
    @Nullable String wrapper,
    @Nullable Invocation invocation,
    List<String> redacted) {

  /** What happens when the command line is run. */
  public enum Verdict {
    RUNS,
    /** rclone would refuse it; still an attempt. */
    REJECTED,
    /** It only prints help. */
    HELP,
    NOT_RCLONE;

    static Verdict of(Outcome outcome) {
      return valueOf(outcome.name());
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Explanation {
    evidence = List.copyOf(evidence);
    argv = List.copyOf(argv);
    redacted = List.copyOf(redacted);
  }

  static Explanation notRclone(List<String> argv, String commandLine) {
    return new Explanation(
        Verdict.NOT_RCLONE,
        "there is no command",
        0,
        List.of(),
        argv,
        commandLine,
        null,
        null,
        List.of());
  }

  static Explanation unreadable() {
    return new Explanation(
        Verdict.NOT_RCLONE,
        "it could not be read",
        0,
        List.of(),
        List.of(),
        Secrets.REDACTED,
        null,
        null,
        List.of());
  }

  /** One JSON object, absent fields where something is not known. */
  public String toJson() {
    return ExplanationJson.of(this).toString();
  }

  /** For people; several lines. */
  public String toText() {
    return ExplanationText.of(this);
  }
}
