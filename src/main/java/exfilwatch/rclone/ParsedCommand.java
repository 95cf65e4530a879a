package exfilwatch.rclone;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An argv as cobra and pflag read it. Where they give up, reading goes on in the same way, so that
 * a refused command line is still told as the attempt it was, and its secrets are found.
 *
 * @param argv the whole, the program's name first
 * @param outcome what rclone does with it
 * @param reason why it is refused, or what help is printed; null when it runs
 * @param command null when no command word was found
 * @param arguments indices into argv of the positional arguments
 * @param settings flags in their order, those of the environment first
 * @param unknownFlags names as written, {@code --nosuch}
 */
record ParsedCommand(
    List<String> argv,
    Outcome outcome,
    @Nullable String reason,
    @Nullable Command command,
    List<Integer> arguments,
    List<Setting> settings,
    List<String> unknownFlags) {

  enum Outcome {
    RUNS,
    REJECTED,
    HELP
  }

  /**
   * One flag that is set.
   *
   * @param at index into argv of the word that holds the value; -1 when it is not in argv (the
   *     environment, a flag that takes none)
   * @param offset where in that word the value begins
   */
  record Setting(Flag flag, String value, int at, int offset) {

    boolean isFromEnvironment() {
      return at == FROM_ENVIRONMENT;
    }

    static final int NO_WORD = -1;
    static final int FROM_ENVIRONMENT = -2;
  }

  String argument(int index) {
    return argv.get(arguments.get(index));
  }

  /** The value in force: the last one given; null when the flag is not set. */
  @Nullable String value(String flag) {
    String value = null;
    for (Setting setting : settings) {
      if (setting.flag().name().equals(flag)) {
        value = setting.value();
      }
    }
    return value;
  }

  /** All values of an array flag, in order. */
  List<String> values(String flag) {
    List<String> values = new ArrayList<>();
    for (Setting setting : settings) {
      if (setting.flag().name().equals(flag)) {
        values.add(setting.value());
      }
    }
    return values;
  }

  boolean isOn(String flag) {
    String value = value(flag);
    return value != null && FlagValue.isTrue(value);
  }

  ParsedCommand rejected(String why) {
    return new ParsedCommand(
        argv, Outcome.REJECTED, why, command, arguments, settings, unknownFlags);
  }
}
