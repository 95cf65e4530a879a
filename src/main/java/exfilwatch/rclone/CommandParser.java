package exfilwatch.rclone;

import exfilwatch.rclone.ParsedCommand.Outcome;
import exfilwatch.rclone.ParsedCommand.Setting;
import exfilwatch.rclone.filter.BadValueException;
import exfilwatch.rclone.filter.SeparatedList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads an argv in the two passes of cobra 1.10 and pflag 1.0 (rclone v1.76): the first finds the
 * command with only the flags known at that level, the second parses everything else.
 */
final class CommandParser {

  private final List<String> argv;
  private final Map<String, String> environment;
  private final List<Setting> settings = new ArrayList<>();
  private final List<Integer> arguments = new ArrayList<>();
  private final List<String> unknownFlags = new ArrayList<>();

  /** Indices of argv that are the program's name or command words. */
  private final BitSet commandWords = new BitSet();

  private @Nullable String refusal;

  /** Past the command once it was found where rclone does not look for it. */
  private int searchFrom = 1;

  private CommandParser(List<String> argv, Map<String, String> environment) {
    this.argv = argv;
    this.environment = environment;
  }

  /** {@code argv} has at least the program's name. */
  static ParsedCommand parse(List<String> argv, Map<String, String> environment) {
    return new CommandParser(argv, environment).parse();
  }

  private ParsedCommand parse() {
    commandWords.set(0);
    readEnvironment();
    Command command = findCommand();
    FlagSet flags = FlagSet.of(command);
    readWords(flags);
    Outcome outcome = refusal != null ? Outcome.REJECTED : Outcome.RUNS;
    String reason = refusal;
    if (outcome == Outcome.RUNS && isHelpAsked()) {
      outcome = Outcome.HELP;
      reason = "help is asked for";
    } else if (outcome == Outcome.RUNS && command.isRoot()) {
      outcome = rootOutcome();
      reason = outcome == Outcome.RUNS ? null : rootReason();
    } else if (outcome == Outcome.RUNS) {
      reason = countRefusal(command);
      outcome = reason != null ? Outcome.REJECTED : Outcome.RUNS;
      if (reason == null && isHelpOnly(command)) {
        outcome = Outcome.HELP;
        reason = "it only prints help";
      }
    }
    return new ParsedCommand(
        argv,
        outcome,
        reason,
        command.isRoot() ? null : command,
        List.copyOf(arguments),
        List.copyOf(settings),
        List.copyOf(unknownFlags));
  }

  private boolean isHelpAsked() {
    String help = lastValue("help");
    return help != null && FlagValue.isTrue(help);
  }

  private Outcome rootOutcome() {
    String version = lastValue("version");
    if (version != null && FlagValue.isTrue(version)) {
      return Outcome.RUNS;
    }
    return arguments.isEmpty() && argv.size() == 1 ? Outcome.HELP : Outcome.REJECTED;
  }

  private String rootReason() {
    return argv.size() == 1 ? "no command: usage is printed" : "no command found";
  }

  /** A parent without a command word of its own prints its usage; so does {@code help}. */
  private static boolean isHelpOnly(Command command) {
    return command.path().equals("help")
        || command.path().startsWith("help ")
        || (command.isParent() && !command.path().equals("config"));
  }

  private @Nullable String countRefusal(Command command) {
    int count = arguments.size();
    if (count < command.minArgs()) {
      return "%s needs at least %d argument(s), there are %d"
          .formatted(command.path(), command.minArgs(), count);
    }
    if (count > command.maxArgs()) {
      return "%s takes at most %d argument(s), there are %d"
          .formatted(command.path(), command.maxArgs(), count);
    }
    return null;
  }

  private @Nullable String lastValue(String flag) {
    for (int at = settings.size() - 1; at >= 0; at--) {
      if (settings.get(at).flag().name().equals(flag)) {
        return settings.get(at).value();
      }
    }
    return null;
  }

  // Pass A

  private Command findCommand() {
    Command command = Command.ROOT;
    while (true) {
      int at = nextWord(command);
      Command child = at < 0 ? null : command.child(argv.get(at));
      if (child == null && command.isRoot() && at >= 0) {
        refuse("unknown command \"" + argv.get(at) + "\"");
        at = firstCommandAnywhere();
        child = at < 0 ? null : command.child(argv.get(at));
        searchFrom = at + 1;
      }
      if (child == null) {
        return command;
      }
      commandWords.set(at);
      command = child;
    }
  }

  /** What the operator meant where an unknown flag swallowed the command; -1 when nothing. */
  private int firstCommandAnywhere() {
    for (int at = 1; at < argv.size(); at++) {
      if (Command.ROOT.child(argv.get(at)) != null) {
        return at;
      }
    }
    return -1;
  }

  /** The index of the first word that is neither a flag nor, as seen here, a flag's value. */
  private int nextWord(Command level) {
    FlagSet flags = FlagSet.of(level);
    for (int at = searchFrom; at < argv.size(); at++) {
      if (commandWords.get(at)) {
        continue;
      }
      String word = argv.get(at);
      if (word.equals("--")) {
        return -1;
      }
      if (swallowsNext(word, flags)) {
        at = nextUnused(at);
        if (nextUnused(at) >= argv.size()) {
          return -1;
        }
      } else if (!word.isEmpty() && word.charAt(0) != '-') {
        return at;
      }
    }
    return -1;
  }

  private int nextUnused(int at) {
    return commandWords.nextClearBit(at + 1);
  }

  private static boolean swallowsNext(String word, FlagSet flags) {
    if (word.length() < 2 || word.charAt(0) != '-' || word.indexOf('=') >= 0) {
      return false;
    }
    Flag flag;
    if (word.startsWith("--")) {
      flag = flags.named(word.substring(2));
    } else if (word.length() == 2) {
      flag = flags.shorthand(word.charAt(1));
    } else {
      return false;
    }
    // cobra adds help only once the command is found
    return flag == null || flag.takesValue() || flag.name().equals("help");
  }

  // Pass B

  private void readWords(FlagSet flags) {
    boolean onlyArguments = false;
    for (int at = 1; at < argv.size(); at++) {
      String word = argv.get(at);
      if (commandWords.get(at)) {
        continue;
      }
      if (onlyArguments || word.length() < 2 || word.charAt(0) != '-') {
        // what stands before a command that is found late is no argument of it
        if (at >= searchFrom - 1) {
          arguments.add(at);
        }
      } else if (word.equals("--")) {
        onlyArguments = true;
      } else if (word.startsWith("--")) {
        at = readLong(at, flags);
      } else {
        at = readShort(at, flags);
      }
    }
  }

  private int readLong(int at, FlagSet flags) {
    String word = argv.get(at);
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    if (name.isEmpty() || name.charAt(0) == '-') {
      refuse("bad flag syntax: " + word.substring(0, Math.min(word.length(), 3)));
      return at;
    }
    Flag flag = flags.named(name);
    if (flag == null) {
      unknownFlags.add("--" + name);
      refuse("unknown flag: --" + name);
      return at;
    }
    if (equals >= 0) {
      set(flag, word.substring(equals + 1), at, equals + 1);
      return at;
    }
    return readValue(flag, "--" + name, at);
  }

  private int readShort(int at, FlagSet flags) {
    String word = argv.get(at);
    for (int letter = 1; letter < word.length(); letter++) {
      Flag flag = flags.shorthand(word.charAt(letter));
      if (flag == null) {
        unknownFlags.add("-" + word.charAt(letter));
        refuse("unknown shorthand flag: '" + word.charAt(letter) + "'");
        return at;
      }
      int rest = letter + 1;
      if (word.length() - letter > 2 && word.charAt(rest) == '=') {
        set(flag, word.substring(rest + 1), at, rest + 1);
        return at;
      }
      if (flag.takesValue() && rest < word.length()) {
        set(flag, word.substring(rest), at, rest);
        return at;
      }
      if (flag.takesValue()) {
        return readValue(flag, "-" + flag.shorthand(), at);
      }
      set(flag, implied(flag), Setting.NO_WORD, 0);
    }
    return at;
  }

  private int readValue(Flag flag, String written, int at) {
    if (!flag.takesValue()) {
      set(flag, implied(flag), Setting.NO_WORD, 0);
      return at;
    }
    int next = nextUnused(at);
    if (next >= argv.size()) {
      refuse("flag needs an argument: " + written);
      return at;
    }
    set(flag, argv.get(next), next, 0);
    return next;
  }

  private static String implied(Flag flag) {
    return flag.isBool() ? "true" : "+1";
  }

  private void set(Flag flag, String value, int at, int offset) {
    String why = FlagValue.refusal(flag, value);
    if (why != null) {
      refuse("invalid value for --" + flag.name() + ": " + why);
    }
    settings.add(new Setting(flag, value, at, offset));
  }

  private void readEnvironment() {
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      Flag flag = FlagSet.byEnvironment(variable.getKey());
      if (flag == null || variable.getValue().isEmpty()) {
        continue;
      }
      String why = FlagValue.refusal(flag, variable.getValue());
      if (why != null) {
        refuse("invalid value in " + variable.getKey() + ": " + why);
      }
      for (String value : values(flag, variable.getValue())) {
        settings.add(new Setting(flag, value, Setting.FROM_ENVIRONMENT, 0));
      }
    }
  }

  /** Of array flags the variable holds a list, since 1.69. */
  private List<String> values(Flag flag, String value) {
    if (!flag.isArray()) {
      return List.of(value);
    }
    try {
      return SeparatedList.commas(value);
    } catch (BadValueException e) {
      refuse("invalid value in " + flag.environmentName() + ": not a list");
      return List.of(value);
    }
  }

  private void refuse(String why) {
    if (refusal == null) {
      refusal = why;
    }
  }
}
