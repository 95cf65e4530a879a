package exfilwatch.rclone;

import exfilwatch.rclone.ParsedCommand.Setting;
import exfilwatch.rclone.filter.BadValueException;
import exfilwatch.rclone.filter.FilterOptions;
import exfilwatch.rclone.filter.FilterRules;
import exfilwatch.rclone.filter.RcloneDuration;
import exfilwatch.rclone.filter.Targeted;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which files a command line selects: the filter flags as given, and the rules they make.
 *
 * @param options as rclone's filter code takes them: as given, so not for output
 * @param given values of every filter flag that is set, by its name with underscores: lists of
 *     those that repeat, text of the others
 * @param inOrder rules in the order in which rclone tries them; what lists hold is not known
 * @param started what ages count from
 */
public record Selection(
    FilterOptions options, Map<String, Object> given, List<String> inOrder, Instant started) {

  static final Selection ALL =
      new Selection(FilterOptions.builder().build(), Map.of(), List.of(), Instant.EPOCH);

  private static final Set<String> SCALARS =
      Set.of(
          "min-size", "max-size", "min-age", "max-age", "max-depth", "ignore-case", "hash-filter");

  /** What a command line without filters targets. */
  static final Targeted EVERYTHING = Targeted.of(ALL.rules());

  static Selection of(List<Setting> settings, Instant started, UnaryOperator<String> clean) {
    FilterOptions.Builder builder = FilterOptions.builder();
    Map<String, Object> given = new LinkedHashMap<>();
    for (Setting setting : settings) {
      String flag = setting.flag().name();
      try {
        if (!builder.add(flag, setting.value(), started, ZoneOffset.UTC)) {
          continue;
        }
      } catch (BadValueException e) {
        // rclone refuses the line; the value is still shown
      }
      String key = flag.replace('-', '_');
      if (SCALARS.contains(flag)) {
        given.put(key, clean.apply(setting.value()));
      } else {
        list(given, key).add(clean.apply(setting.value()));
      }
    }
    if (given.isEmpty()) {
      return ALL;
    }
    FilterOptions options = builder.build();
    List<String> order = inOrder(options.paths()).stream().map(clean).toList();
    return new Selection(options, frozen(given), order, started);
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(Map<String, Object> given, String key) {
    return (List<String>) given.computeIfAbsent(key, k -> new ArrayList<String>());
  }

  private static Map<String, Object> frozen(Map<String, Object> given) {
    given.replaceAll((key, value) -> value instanceof List<?> list ? List.copyOf(list) : value);
    return Collections.unmodifiableMap(given);
  }

  boolean isAll() {
    return given.isEmpty();
  }

  /** What rclone lets through; compiles the rules, so call it once. */
  public FilterRules rules() {
    return new FilterRules(options, started);
  }

  private static List<String> inOrder(FilterOptions.Rules paths) {
    List<String> order = new ArrayList<>();
    paths.include().forEach(glob -> order.add("+ " + glob));
    paths.includeFrom().forEach(file -> order.add("+ [" + file + "]"));
    paths.exclude().forEach(glob -> order.add("- " + glob));
    paths.excludeFrom().forEach(file -> order.add("- [" + file + "]"));
    order.addAll(paths.filter());
    paths.filterFrom().forEach(file -> order.add("[" + file + "]"));
    if (!paths.include().isEmpty() || !paths.includeFrom().isEmpty()) {
      order.add("- *");
    }
    return order;
  }

  /** Bounds in units of their own: bytes and seconds. */
  public Map<String, Long> bounds() {
    Map<String, Long> bounds = new LinkedHashMap<>();
    if (options.minSize().isSet()) {
      bounds.put("min_size_bytes", options.minSize().bytes());
    }
    if (options.maxSize().isSet()) {
      bounds.put("max_size_bytes", options.maxSize().bytes());
    }
    age(bounds, "min_age_seconds", options.minAge());
    age(bounds, "max_age_seconds", options.maxAge());
    return bounds;
  }

  private static void age(Map<String, Long> bounds, String name, RcloneDuration age) {
    if (age.isSet()) {
      bounds.put(name, age.seconds());
    }
  }
}
