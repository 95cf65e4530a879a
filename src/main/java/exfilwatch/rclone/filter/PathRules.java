package exfilwatch.rclone.filter;

import java.util.List;

/** The file and the directory rules that globs turn into, in rclone's way. */
final class PathRules {
  private static final int MAX_DIRECTORY_CHARACTERS = 262_144; // of all derived directory globs

  private final boolean ignoreCase;
  private final RegexpBudget budget = new RegexpBudget();
  private final RuleList files = new RuleList();
  private final RuleList directories = new RuleList();
  private int directoryCharacters;
  private boolean tooLarge;

  PathRules(boolean ignoreCase) {
    this.ignoreCase = ignoreCase;
  }

  /**
   * Adds what one glob stands for: {@code dir/} and {@code **} are rules for directories too, and
   * an include leads to the directories that it needs.
   *
   * @throws BadValueException where rclone refuses the glob, with its message
   */
  void add(boolean include, String glob) throws BadValueException {
    boolean directoryOnly = glob.endsWith("/") && include;
    String whole = glob.endsWith("/") && !include ? glob + "**" : glob;
    boolean both = whole.contains("**");
    Glob compiled = compile(whole);
    if (both || !directoryOnly) {
      files.add(include, compiled);
      if (include || whole.equals("*")) {
        for (String directory : derived(whole)) {
          if (!directory.equals("/")) { // the root is always entered
            directories.add(include, compile(directory));
          }
        }
      }
    }
    if (both || directoryOnly) {
      directories.add(include, compiled);
    }
  }

  private Iterable<String> derived(String glob) {
    Iterable<String> derived = DirectoryGlobs.of(glob);
    for (String directory : derived) {
      directoryCharacters += directory.length();
    }
    return directoryCharacters > MAX_DIRECTORY_CHARACTERS ? List.of(DirectoryGlobs.ANY) : derived;
  }

  private Glob compile(String glob) throws BadValueException {
    Glob compiled = Glob.path(glob, ignoreCase, budget);
    tooLarge |= compiled.isTooLarge();
    return compiled;
  }

  void clear() {
    files.clear();
    directories.clear();
  }

  RuleList files() {
    return files;
  }

  RuleList directories() {
    return directories;
  }

  /** The size of all expressions. */
  int instructions() {
    return budget.spent();
  }

  boolean isTooLarge() {
    return tooLarge;
  }
}
