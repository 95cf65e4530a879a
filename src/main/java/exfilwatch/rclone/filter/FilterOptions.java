package exfilwatch.rclone.filter;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The values of rclone's filter flags, in the order of the command line within each flag. The order
 * between flags does not matter to rclone.
 *
 * @param paths rules about paths
 * @param metadata rules about metadata ({@code key=value})
 * @param filesFrom values of {@code --files-from}, {@code --files-from-raw} and {@code
 *     --files-from0}
 * @param excludeIfPresent file names that keep rclone out of a directory
 * @param minSize off where unset, as the other bounds
 * @param maxDepth levels below the source, negative where unset
 * @param hashFilter as given, empty where unset
 */
public record FilterOptions(
    Rules paths,
    Rules metadata,
    List<String> filesFrom,
    List<String> excludeIfPresent,
    SizeSuffix minSize,
    SizeSuffix maxSize,
    RcloneDuration minAge,
    RcloneDuration maxAge,
    boolean ignoreCase,
    int maxDepth,
    String hashFilter) {

  /** The six flags that make rules; those ending in From name files that hold them. */
  public record Rules(
      List<String> include,
      List<String> includeFrom,
      List<String> exclude,
      List<String> excludeFrom,
      List<String> filter,
      List<String> filterFrom) {
    public Rules {
      include = List.copyOf(include);
      includeFrom = List.copyOf(includeFrom);
      exclude = List.copyOf(exclude);
      excludeFrom = List.copyOf(excludeFrom);
      filter = List.copyOf(filter);
      filterFrom = List.copyOf(filterFrom);
    }

    /** Whether there are any. */
    public boolean isEmpty() {
      return include.isEmpty()
          && includeFrom.isEmpty()
          && exclude.isEmpty()
          && excludeFrom.isEmpty()
          && filter.isEmpty()
          && filterFrom.isEmpty();
    }
  }

  public FilterOptions {
    filesFrom = List.copyOf(filesFrom);
    excludeIfPresent = List.copyOf(excludeIfPresent);
  }

  /** The files on the host that flags name, without repetitions; {@code -} is standard input. */
  public List<String> lists() {
    Set<String> lists = new LinkedHashSet<>();
    for (Rules rules : List.of(paths, metadata)) {
      lists.addAll(rules.includeFrom);
      lists.addAll(rules.excludeFrom);
      lists.addAll(rules.filterFrom);
    }
    lists.addAll(filesFrom);
    return List.copyOf(lists);
  }

  /** Whether only the files of lists are taken. */
  public boolean usesFilesFrom() {
    return !filesFrom.isEmpty();
  }

  /** Starts with no flag set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Takes flags one after the other, as a command line has them. */
  public static final class Builder {
    private final RulesBuilder paths = new RulesBuilder();
    private final RulesBuilder metadata = new RulesBuilder();
    private final List<String> filesFrom = new ArrayList<>();
    private final List<String> excludeIfPresent = new ArrayList<>();
    private SizeSuffix minSize = SizeSuffix.OFF;
    private SizeSuffix maxSize = SizeSuffix.OFF;
    private RcloneDuration minAge = RcloneDuration.OFF;
    private RcloneDuration maxAge = RcloneDuration.OFF;
    private boolean ignoreCase;
    private int maxDepth = -1;
    private String hashFilter = "";

    private Builder() {}

    private static final class RulesBuilder {
      private final List<String> include = new ArrayList<>();
      private final List<String> includeFrom = new ArrayList<>();
      private final List<String> exclude = new ArrayList<>();
      private final List<String> excludeFrom = new ArrayList<>();
      private final List<String> filter = new ArrayList<>();
      private final List<String> filterFrom = new ArrayList<>();

      boolean add(String flag, String value) {
        switch (flag) {
          case "include" -> include.add(value);
          case "include-from" -> includeFrom.add(value);
          case "exclude" -> exclude.add(value);
          case "exclude-from" -> excludeFrom.add(value);
          case "filter" -> filter.add(value);
          case "filter-from" -> filterFrom.add(value);
          default -> {
            return false;
          }
        }
        return true;
      }

      Rules build() {
        return new Rules(include, includeFrom, exclude, excludeFrom, filter, filterFrom);
      }
    }

    /**
     * Takes a flag: lists grow, the last value of others wins.
     *
     * @param flag the long name without dashes
     * @param value its value; that of a boolean without one is {@code true}
     * @param now when rclone was started, which dates as ages count from
     * @param zone the machine's zone, which those dates are in
     * @return whether it is a filter flag; others are left alone
     * @throws BadValueException where rclone refuses the value when it reads the flag (globs and
     *     rules are judged later, by {@link FilterRules})
     */
    public boolean add(String flag, String value, Instant now, ZoneId zone)
        throws BadValueException {
      switch (flag) {
        case "files-from", "files-from-raw", "files-from0" -> filesFrom.add(value);
        case "exclude-if-present" -> excludeIfPresent.add(value);
        case "min-size" -> minSize = SizeSuffix.parse(value);
        case "max-size" -> maxSize = SizeSuffix.parse(value);
        case "min-age" -> minAge = RcloneDuration.parse(value, now, zone);
        case "max-age" -> maxAge = RcloneDuration.parse(value, now, zone);
        case "ignore-case" -> ignoreCase = GoText.parseBool(value);
        case "max-depth" -> maxDepth = GoText.atoi(value);
        case "hash-filter" -> hashFilter = value;
        default -> {
          return flag.startsWith("metadata-")
              ? metadata.add(flag.substring("metadata-".length()), value)
              : paths.add(flag, value);
        }
      }
      return true;
    }

    /** The flags so far. */
    public FilterOptions build() {
      return new FilterOptions(
          paths.build(),
          metadata.build(),
          filesFrom,
          excludeIfPresent,
          minSize,
          maxSize,
          minAge,
          maxAge,
          ignoreCase,
          maxDepth,
          hashFilter);
    }
  }
}
