package exfilwatch.rclone.filter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command line's filter flags let through, composed as rclone composes them: include,
 * include-from, exclude, exclude-from, filter, filter-from, and then, with any include, an exclude
 * of all else; the first rule that matches decides.
 *
 * <p>The lists that flags name ({@code --include-from} …) are on the host and not known here: they
 * count as empty, and are named by {@link #lists()}.
 *
 * <p>Not thread-safe. Paths are relative to the source, with {@code /}, without a leading one.
 */
public final class FilterRules {
  private final FilterOptions options;
  private final PathRules paths;
  private final RuleList metadata = new RuleList();
  private final List<String> errors = new ArrayList<>();
  private final @Nullable HashFilter hashFilter;
  private final @Nullable Instant modifiedFrom;
  private final @Nullable Instant modifiedTo;

  /**
   * Builds the rules; never fails: what rclone would refuse is in {@link #errors()}.
   *
   * @param options the flags' values
   * @param now when rclone was started, which ages count from
   */
  public FilterRules(FilterOptions options, Instant now) {
    this.options = options;
    this.paths = new PathRules(options.ignoreCase());
    this.modifiedTo = before(now, options.minAge());
    this.modifiedFrom = before(now, options.maxAge());
    if (modifiedFrom != null && modifiedTo != null && modifiedTo.isBefore(modifiedFrom)) {
      errors.add(
          "filter: --min-age "
              + GoText.quote(options.minAge().toString())
              + " can't be larger than --max-age "
              + GoText.quote(options.maxAge().toString()));
    }
    this.hashFilter = hashFilter();
    assemble(options.paths(), paths::add, this::clear);
    RegexpBudget budget = new RegexpBudget();
    assemble(
        options.metadata(),
        (include, glob) -> metadata.add(include, Glob.path(glob, false, budget)),
        metadata::clear);
    refuseFilesFromWithOthers();
  }

  private static @Nullable Instant before(Instant now, RcloneDuration age) {
    try {
      return age.isSet() ? now.minus(Duration.ofNanos(age.nanos())) : null;
    } catch (ArithmeticException | DateTimeException outOfRange) {
      return null;
    }
  }

  private @Nullable HashFilter hashFilter() {
    try {
      return options.hashFilter().isEmpty() ? null : HashFilter.parse(options.hashFilter());
    } catch (BadValueException e) {
      errors.add(e.getMessage());
      return null;
    }
  }

  private interface Adder {
    void add(boolean include, String glob) throws BadValueException;
  }

  private void assemble(FilterOptions.Rules rules, Adder adder, Runnable clear) {
    rules.include().forEach(glob -> add(adder, true, glob));
    rules.exclude().forEach(glob -> add(adder, false, glob));
    for (String rule : rules.filter()) {
      if (rule.equals("!")) {
        clear.run();
      } else if (rule.startsWith("+ ") || rule.startsWith("- ")) {
        add(adder, rule.charAt(0) == '+', rule.substring(2));
      } else {
        errors.add("malformed rule " + GoText.quote(rule));
      }
    }
    if (!rules.include().isEmpty() || !rules.includeFrom().isEmpty()) {
      add(adder, false, "/**");
    }
  }

  private void add(Adder adder, boolean include, String glob) {
    try {
      adder.add(include, glob);
    } catch (BadValueException e) {
      errors.add(e.getMessage());
    }
  }

  private void clear() {
    paths.clear();
    metadata.clear();
  }

  private void refuseFilesFromWithOthers() {
    boolean others =
        modifiedFrom != null
            || modifiedTo != null
            || options.minSize().isSet()
            || options.maxSize().isSet()
            || !paths.files().isEmpty()
            || !paths.directories().isEmpty()
            || !metadata.isEmpty()
            || !options.excludeIfPresent().isEmpty()
            || !options.hashFilter().isEmpty();
    if (others && options.usesFilesFrom()) {
      errors.add(
          "the usage of --files-from overrides all other filters, it should be used alone or with"
              + " --files-from-raw or --files-from0");
    }
  }

  /**
   * Why rclone would not start with these flags, in its own words and order; empty where it would.
   * May quote values.
   */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  /** Whether rclone refuses a single file as the source, because there are filters. */
  public boolean refusesFileAsSource() {
    return !paths.files().isEmpty() || !paths.directories().isEmpty();
  }

  /**
   * The files on the host that hold further rules or the names of files: evidence to collect;
   * {@code -} is standard input.
   */
  public List<String> lists() {
    return options.lists();
  }

  /** Whether only the files of lists are taken. */
  public boolean usesFilesFrom() {
    return options.usesFilesFrom();
  }

  /** Whether some expression is beyond what we compile: its rule counts as never matching. */
  public boolean isTooLarge() {
    return paths.isTooLarge();
  }

  /**
   * Whether the file rules, and the hash filter, let the path through; its directories are not
   * looked at.
   */
  public boolean includes(String path) {
    return (hashFilter == null || hashFilter.includes(path)) && paths.files().includes(path);
  }

  /** Whether the directory is entered from its parent; the root (the empty path) always is. */
  public boolean includesDirectory(String path) {
    return path.isEmpty() || paths.directories().includes(path + "/");
  }

  /**
   * Whether rclone reaches and takes the file: each directory above it is entered, and the file is
   * included.
   */
  public boolean takes(String path) {
    return entersAll(path) && includes(path);
  }

  /** Whether each directory above the path, up to its last slash, is entered. */
  boolean entersAll(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (!includesDirectory(path.substring(0, slash))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a file of that many bytes is let through; -1 is unknown and fails a minimum only. */
  public boolean includesSize(long bytes) {
    return !(options.minSize().isSet() && bytes < options.minSize().bytes())
        && !(options.maxSize().isSet() && bytes > options.maxSize().bytes());
  }

  /** Whether a file last modified then is let through; both bounds are included. */
  public boolean includesModified(Instant time) {
    return (modifiedFrom == null || !time.isBefore(modifiedFrom))
        && (modifiedTo == null || !time.isAfter(modifiedTo));
  }

  /** Whether a file with this metadata, as {@code key=value}, is let through. */
  public boolean includesMetadata(Collection<String> metadata) {
    return this.metadata.includesAny(metadata.isEmpty() ? List.of("\0=\0") : metadata);
  }

  /** How much work a path is, in globs asked about it. */
  int stepsOfPath() {
    return paths.files().size() + paths.directories().size() + paths.instructions() / 3;
  }

  /** The size of all expressions. */
  int instructions() {
    return paths.instructions();
  }

  RuleList fileRules() {
    return paths.files();
  }

  RuleList directoryRules() {
    return paths.directories();
  }
}
