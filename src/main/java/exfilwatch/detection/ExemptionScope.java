package exfilwatch.detection;

import exfilwatch.sigma.Category;
import exfilwatch.sigma.Document;
import exfilwatch.sigma.Filter;
import exfilwatch.sigma.Rule;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which events an exception is for. Its category decides: {@code process_creation} is for starts,
 * {@code network_connection} for the connections and name queries of processes whose start nobody
 * saw. One for starts holds for those, too, if it is for any rule and asks for nothing but what
 * such a record tells of its process: then it would have silenced the start.
 */
final class ExemptionScope {

  /** What a connection says of its process, as its start would. */
  private static final Set<String> TOLD =
      Set.of(
          "host.name",
          "host.id",
          "host.os.type",
          "user.name",
          "user.domain",
          "user.id",
          "User",
          "process.name",
          "process.executable",
          "Image",
          "event.module");

  private final Filter filter;
  private final Category category;
  private final Set<String> fields;
  private final Set<String> startsOnly;

  private ExemptionScope(Filter filter, Category category) {
    this.filter = filter;
    this.category = category;
    this.fields = resolved(filter, category);
    this.startsOnly = new LinkedHashSet<>(fields);
    startsOnly.removeAll(TOLD);
  }

  /**
   * The scope of a filter.
   *
   * @throws exfilwatch.yaml.YamlException for a category that no exception can be for
   */
  static ExemptionScope of(Filter filter) {
    Category category = filter.category().orElse(Category.DNS_QUERY);
    if (category == Category.DNS_QUERY) {
      throw filter
          .document()
          .get("logsource")
          .error(
              "an exception is for process starts; write category: process_creation (or"
                  + " network_connection, for what was running before the product)");
    }
    return new ExemptionScope(filter, category);
  }

  private static Set<String> resolved(Filter filter, Category category) {
    EventFields catalogue = new EventFields();
    Set<String> resolved = new LinkedHashSet<>();
    for (String name : filter.fields()) {
      String known = catalogue.resolve(category, name);
      resolved.add(known == null ? name : known);
    }
    return resolved;
  }

  Category category() {
    return category;
  }

  /** Whether the exception can speak of an event that the rule matched. */
  boolean covers(Rule rule, Document event) {
    if (rule.logSource().category() == Category.PROCESS_CREATION) {
      return category == Category.PROCESS_CREATION && filter.isFor(rule);
    }
    return category == Category.PROCESS_CREATION
        ? filter.isForAny() && startsOnly.isEmpty() && tellsAll(event)
        : filter.isFor(rule) || filter.isForAny();
  }

  /** What a record leaves out must not count as approved. */
  private boolean tellsAll(Document event) {
    return fields.stream().allMatch(field -> event.field(field) != null);
  }

  /** Whether the event is one that the exception approves. */
  boolean isMetBy(Document event) {
    return !filter.isMetBy(category, event);
  }

  @Override
  public String toString() {
    if (category == Category.NETWORK_CONNECTION) {
      return "connections of what was running before";
    }
    if (!filter.isForAny()) {
      return "starts that the listed rules match";
    }
    return startsOnly.isEmpty()
        ? "starts, and connections of what was running before"
        : "starts only: a connection doesn't tell " + String.join(", ", startsOnly);
  }
}
