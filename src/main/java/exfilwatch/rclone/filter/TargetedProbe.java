package exfilwatch.rclone.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tries paths on the rules. Which paths follows from the rules: an extension that no rule can tell
 * from others behaves like one that nobody has, so only those that a rule spells out are tried, or,
 * with expressions and wildcards in an extension, the whole catalogue.
 */
final class TargetedProbe {
  private static final String UNKNOWN = ".zq9k7";
  private static final String DEEP = "one/two/";
  private static final int MAX_SAMPLES = 1_000;
  private static final int MAX_DIRECTORIES = 8;
  private static final int MAX_STEPS = 40_000; // a path on a rule is some ten nanoseconds

  private final FilterRules rules;
  private final FileKinds kinds = FileKinds.catalogue();
  private final Map<Sample, String> samples = new LinkedHashMap<>(); // to the glob that they are of
  private final Set<String> directories = new LinkedHashSet<>(List.of("", DEEP));
  private final Set<String> candidates = new LinkedHashSet<>();
  private final Map<String, Boolean> entered = new HashMap<>();
  private final int stepsOfPath;
  private int steps;
  private boolean partial;

  private final Set<String> globs = new LinkedHashSet<>();
  private final Set<String> extensions = new TreeSet<>();
  private final Set<String> except = new TreeSet<>();
  private final Set<String> categories = new LinkedHashSet<>();

  TargetedProbe(FilterRules rules) {
    this.rules = rules;
    this.stepsOfPath = 1 + rules.stepsOfPath();
    this.partial = rules.isTooLarge();
  }

  Targeted result() {
    boolean everything = takes(Sample.NAME + UNKNOWN) || takes(DEEP + Sample.NAME + UNKNOWN);
    for (RuleList.Rule rule : rules.fileRules().rules()) {
      if (samples.size() >= MAX_SAMPLES) {
        partial = true;
        break;
      }
      collect(rule.glob());
    }
    tryExtensions();
    if (!everything) {
      trySamples();
    }
    except.removeAll(extensions);
    return new Targeted(
        everything,
        List.copyOf(globs),
        List.copyOf(extensions),
        List.copyOf(except),
        categories(everything),
        rules.lists(),
        partial);
  }

  private void collect(Glob glob) {
    for (Sample sample : Sample.of(glob.toString())) {
      samples.putIfAbsent(sample, glob.toString());
      if (directories.size() < MAX_DIRECTORIES) {
        directories.add(sample.directory());
      }
      String extension = sample.extension();
      if (extension != null && sample.kind() == Sample.Kind.SPELLED) {
        candidates.add(extension);
      } else if (sample.kind() == Sample.Kind.PATTERN) {
        addMatching(glob, sample.directory() + Sample.NAME + ".");
      }
    }
  }

  /**
   * Adds the known extensions that the glob matches: for it, the others are like the unknown one.
   */
  private void addMatching(Glob glob, String stem) {
    boolean upperCase = glob.toString().chars().anyMatch(Character::isUpperCase);
    for (String known : kinds.extensions()) {
      if (isSpent(1 + rules.instructions() / 3)) {
        return;
      }
      if (glob.matches(stem + known)) {
        candidates.add(known);
      } else if (upperCase && glob.matches(stem + known.toUpperCase(Locale.ROOT))) {
        candidates.add(known.toUpperCase(Locale.ROOT));
      }
    }
  }

  /** Which extensions pass where an unknown one doesn't, and the other way round. */
  private void tryExtensions() {
    List<String> open = new ArrayList<>();
    List<String> closed = new ArrayList<>();
    for (String directory : directories) {
      (takes(directory + Sample.NAME + UNKNOWN) ? open : closed).add(directory + Sample.NAME + ".");
    }
    for (String candidate : candidates) {
      String extension = candidate.toLowerCase(Locale.ROOT);
      if (!extensions.contains(extension)
          && closed.stream().anyMatch(stem -> takes(stem + candidate))) {
        extensions.add(extension);
      }
      if (!open.isEmpty() && open.stream().noneMatch(stem -> takes(stem + candidate))) {
        except.add(extension);
      }
    }
  }

  /** What the globs themselves ask for: names, and directories of which all is taken. */
  private void trySamples() {
    samples.forEach(
        (sample, glob) -> {
          String extension = sample.extension();
          Set<String> byName = kinds.byName(sample.name());
          if (sample.kind() == Sample.Kind.OPEN
              ? takes(sample.path() + UNKNOWN)
              : takes(sample.path())) {
            categories.addAll(byName);
            if (sample.kind() == Sample.Kind.SPELLED && extension != null) {
              extensions.add(extension.toLowerCase(Locale.ROOT));
            } else if (sample.kind() == Sample.Kind.OPEN || byName.isEmpty()) {
              globs.add(glob);
              if (byName.isEmpty() && sample.kind() == Sample.Kind.OPEN) {
                categories.add(Targeted.ALL);
              }
            }
          }
        });
  }

  private boolean takes(String path) {
    return !isSpent(stepsOfPath)
        && isEntered(path.substring(0, path.lastIndexOf('/') + 1))
        && rules.includes(path);
  }

  private boolean isEntered(String directory) {
    return entered.computeIfAbsent(directory, path -> rules.entersAll(path));
  }

  private boolean isSpent(int more) {
    steps += more;
    partial |= steps > MAX_STEPS;
    return steps > MAX_STEPS;
  }

  private List<String> categories(boolean everything) {
    if (everything && except.isEmpty()) {
      return List.of(Targeted.ALL);
    }
    extensions.forEach(extension -> categories.addAll(kinds.byExtension(extension)));
    List<String> ordered = new ArrayList<>();
    if (categories.contains(Targeted.ALL)) {
      ordered.add(Targeted.ALL);
    }
    for (String category : kinds.categories()) {
      if (categories.contains(category)
          || (everything && !except.containsAll(kinds.extensionsOf(category)))) {
        ordered.add(category);
      }
    }
    return ordered;
  }
}
