package exfilwatch.detection;

import exfilwatch.sigma.Category;
import exfilwatch.sigma.Document;
import exfilwatch.sigma.Filter;
import exfilwatch.sigma.Rule;
import exfilwatch.sigma.RuleSet;
import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions: Sigma filters with {@code expiry}, {@code owner} and {@code reason}. One silences
 * the rules that it names on the events that don't meet its condition, which therefore is {@code
 * not selection}. Most are for process starts, some for the activity of processes whose start
 * nobody saw ({@link ExemptionScope}).
 */
final class Exemptions {

  private static final String REDIRECTED_BY = "exfil.destination.redirected_by";
  private static final String ENDPOINT = "exfil.destination.endpoint";
  private static final Set<String> ACCOUNT =
      Set.of(
          "exfil.destination.account",
          "exfil.destination.access_key_id",
          "exfil.destination.user",
          "exfil.destination.email");

  /** Redirects that an exception which names the endpoint has seen. */
  private static final Set<String> ADDRESSES =
      Set.of(
          "provider",
          "endpoint",
          "url",
          "host",
          "hostname",
          "namenode",
          "satellite_address",
          "api_url",
          "storage_url",
          "site");

  private static final Set<String> ACCOUNTS =
      Set.of("account", "access_key_id", "user", "username", "email");

  private record Compiled(Exemption exemption, Filter filter, ExemptionScope scope, long until) {}

  private final List<Compiled> all = new ArrayList<>();

  private Exemptions() {}

  /** Whether a filter's document is an exception, wherever it stands. */
  static boolean isException(YamlNode document) {
    return document.isMap()
        && (document.map().containsKey("expiry") || document.map().containsKey("owner"));
  }

  /**
   * The exceptions of a rule set.
   *
   * @param problems takes what is wrong, one line each
   */
  static Exemptions of(RuleSet rules, Consumer<String> problems) {
    Exemptions exemptions = new Exemptions();
    for (Filter filter : rules.filtersApart()) {
      try {
        exemptions.add(filter);
      } catch (YamlException e) {
        problems.accept(String.valueOf(e.getMessage()));
      }
    }
    return exemptions;
  }

  private void add(Filter filter) {
    YamlNode document = filter.document();
    ExemptionScope scope = ExemptionScope.of(filter);
    LocalDate expiry = date(document.get("expiry"));
    String owner = text(document.get("owner"));
    String reason = document.find("reason").map(Exemptions::text).orElse("");
    requireSelective(filter, scope);
    long until = expiry.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    all.add(
        new Compiled(
            new Exemption(filter.id(), filter.title(), owner, expiry, reason, scope.toString()),
            filter,
            scope,
            until));
  }

  private static LocalDate date(YamlNode node) {
    try {
      return LocalDate.parse(node.string());
    } catch (DateTimeParseException e) {
      throw node.error("'" + node.string() + "' isn't a date; write it as 2027-06-30");
    }
  }

  private static String text(YamlNode node) {
    if (node.string().isBlank()) {
      throw node.error("is empty; write who or what it is");
    }
    return node.string().strip();
  }

  /** One that silences a start of which nothing fits has forgotten to say what it approves. */
  private static void requireSelective(Filter filter, ExemptionScope scope) {
    YamlNode condition = filter.document().get("filter").get("condition");
    String what = scope.category() == Category.PROCESS_CREATION ? "start" : "connection";
    if (scope.isMetBy(new Anything(null))) {
      throw condition.error(
          "silences a "
              + what
              + " of which nothing is known; write 'not selection', with a selection of"
              + " what is approved");
    }
    if (scope.isMetBy(new Anything("\uE000")) || scope.isMetBy(new Anything(1_234_567))) {
      throw condition.error(
          "silences every "
              + what
              + "; write a selection with values that only the approved job has");
    }
  }

  List<Exemption> list() {
    return all.stream().map(Compiled::exemption).toList();
  }

  /** Those that silence a rule that matched an event; {@code time} is the event's. */
  List<Exemption> silencing(Rule rule, Document event, long time) {
    List<Exemption> silencing = List.of();
    for (Compiled one : all) {
      if (time < one.until
          && one.scope.covers(rule, event)
          && one.scope.isMetBy(event)
          && knowsRedirects(one.filter, event)) {
        silencing = silencing.isEmpty() ? new ArrayList<>() : silencing;
        silencing.add(one.exemption);
      }
    }
    return silencing;
  }

  /**
   * The name of a configured remote stands for a destination and an account only while no option
   * turns it elsewhere; who approves the job must have named what the option changes.
   */
  private static boolean knowsRedirects(Filter filter, Document event) {
    if (!(event.field(REDIRECTED_BY) instanceof Collection<?> options) || options.isEmpty()) {
      return true;
    }
    Set<String> asked = filter.fields();
    if (asked.contains(REDIRECTED_BY)) {
      return true;
    }
    Set<Object> unknown = new LinkedHashSet<>(options);
    if (asked.contains(ENDPOINT)) {
      unknown.removeAll(ADDRESSES);
    }
    if (asked.stream().anyMatch(ACCOUNT::contains)) {
      unknown.removeAll(ACCOUNTS);
    }
    return unknown.isEmpty();
  }

  /** A start that has one and the same value in every field, or none. */
  private record Anything(@Nullable Object value) implements Document {

    @Override
    public @Nullable Object field(String name) {
      return value;
    }

    @Override
    public void forEachText(Consumer<String> consumer) {
      if (value != null) {
        consumer.accept(value.toString());
      }
    }
  }
}
