package exfilwatch.rclone;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The flags that one command knows: its own before the global and backend ones. */
final class FlagSet {

  private static final FlagSet GLOBAL = new FlagSet(null);
  private static final FlagSet ROOT = new FlagSet(GLOBAL);
  private static final Map<String, FlagSet> OF_COMMANDS = new HashMap<>();
  private static final Map<String, Flag> ANY = new HashMap<>();
  private static final Map<String, Flag> BY_ENVIRONMENT = new HashMap<>();

  static {
    for (String[] row : Table.rows("flags.tsv", 9)) {
      String scope = row[3];
      Flag flag =
          new Flag(
              row[0],
              row[1],
              row[2],
              scope.equals("backend") ? row[4] : "",
              row[5].isEmpty(),
              row[6].equals("1"));
      ANY.putIfAbsent(flag.name(), flag);
      if (scope.equals("command")) {
        for (String command : row[4].split(",", -1)) {
          OF_COMMANDS.computeIfAbsent(command, key -> new FlagSet(GLOBAL)).add(flag);
        }
      } else if (scope.equals("root")) {
        ROOT.add(flag);
      } else {
        GLOBAL.add(flag);
      }
      if (!flag.name().equals("help") && !scope.equals("root")) {
        BY_ENVIRONMENT.putIfAbsent(flag.environmentName(), flag);
      }
    }
  }

  private final @Nullable FlagSet parent;
  private final Map<String, Flag> names = new HashMap<>();
  private final Map<Character, Flag> shorthands = new HashMap<>();

  private FlagSet(@Nullable FlagSet parent) {
    this.parent = parent;
  }

  static FlagSet of(Command command) {
    return command.path().isEmpty() ? ROOT : OF_COMMANDS.getOrDefault(command.path(), GLOBAL);
  }

  /** The flag of that name in whichever command; null when no command has one. */
  static @Nullable Flag any(String name) {
    return ANY.get(name);
  }

  static @Nullable Flag byEnvironment(String variable) {
    return BY_ENVIRONMENT.get(variable);
  }

  @Nullable Flag named(String name) {
    Flag own = names.get(name);
    return own != null || parent == null ? own : parent.named(name);
  }

  @Nullable Flag shorthand(char letter) {
    Flag own = shorthands.get(letter);
    return own != null || parent == null ? own : parent.shorthand(letter);
  }

  private void add(Flag flag) {
    names.putIfAbsent(flag.name(), flag);
    if (!flag.shorthand().isEmpty()) {
      shorthands.putIfAbsent(flag.shorthand().charAt(0), flag);
    }
  }
}
