package exfilwatch.alert.query;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A query for events of one kind in a time span; all of its conditions hold. */
public final class HuntQuery {

  /** Longer values make queries that no place accepts. */
  private static final int LONGEST_VALUE = 1000;

  private static final String INDICES = "logs-*, winlogbeat-*, endgame-*";

  private final Kind kind;
  private final Instant from;
  private final Instant to;
  private final List<Condition> conditions = new ArrayList<>();

  /**
   * @param from epoch milliseconds
   * @param to epoch milliseconds
   */
  public HuntQuery(Kind kind, long from, long to) {
    this.kind = kind;
    this.from = Instant.ofEpochMilli(from).truncatedTo(ChronoUnit.SECONDS);
    this.to = Instant.ofEpochMilli(to).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
  }

  /** On the host of this name, fully qualified or not, or without a name of this id. */
  public HuntQuery onHost(@Nullable String name, @Nullable String id) {
    if (name == null || name.isEmpty() || name.length() > LONGEST_VALUE) {
      return where(Field.HOST_ID, id);
    }
    String lower = name.toLowerCase(Locale.ROOT);
    int dot = lower.indexOf('.');
    Set<String> names = new LinkedHashSet<>(List.of(lower));
    if (dot > 0 && lower.chars().anyMatch(c -> c >= 'a' && c <= 'z')) {
      names.add(lower.substring(0, dot));
    }
    conditions.add(Condition.of(Field.HOST, List.copyOf(names)));
    return this;
  }

  /** Without effect for values that are absent or too long to ask for. */
  public HuntQuery where(Field field, @Nullable String value) {
    return value == null ? this : where(field, List.of(value));
  }

  /** The field has one of the values; without effect when none is left to ask for. */
  public HuntQuery where(Field field, List<String> values) {
    List<String> askable =
        values.stream().filter(v -> !v.isEmpty() && v.length() <= LONGEST_VALUE).toList();
    if (!askable.isEmpty()) {
      conditions.add(Condition.of(field, askable));
    }
    return this;
  }

  /** Without effect for 0, which is an absent number. */
  public HuntQuery where(Field field, long value) {
    if (value > 0) {
      conditions.add(Condition.of(field, value));
    }
    return this;
  }

  /** The query in every language. */
  public Queries write() {
    return new Queries(esql(), eql(), kql(), spl());
  }

  private String esql() {
    return "FROM "
        + INDICES
        + "\n| WHERE @timestamp >= \""
        + from
        + "\" AND @timestamp <= \""
        + to
        + "\"\n  AND MV_CONCAT(event.category, \",\") LIKE \"*"
        + kind.category
        + "*\""
        + each(c -> c.field().ecs, HuntQuery::esql, "\n  AND ")
        + "\n| SORT @timestamp\n| LIMIT 500";
  }

  private static String esql(String field, Condition condition) {
    if (condition.number()) {
      return field + " == " + condition.values().get(0);
    }
    if (condition.field() == Field.DESTINATION_IP) {
      return field + " IN (" + list(condition.values(), Quote::esql) + ")";
    }
    return "TO_LOWER(" + field + ") IN (" + list(condition.lowerCase(), Quote::esql) + ")";
  }

  private String eql() {
    String where = each(c -> c.field().ecs, HuntQuery::eql, "\n  and ");
    return "// set the time range to "
        + from
        + " … "
        + to
        + "\n"
        + kind.eql
        + " where "
        + (where.isEmpty() ? "true" : where.substring("\n  and ".length()));
  }

  private static String eql(String field, Condition condition) {
    return condition.number()
        ? "?" + field + " == " + condition.values().get(0)
        : "?" + field + " in~ (" + list(condition.values(), Quote::eql) + ")";
  }

  private String kql() {
    return kind.table
        + "\n| where Timestamp between (datetime("
        + from
        + ") .. datetime("
        + to
        + "))"
        + each(c -> c.field().kql(kind), HuntQuery::kql, "\n| where ")
        + "\n| sort by Timestamp asc\n| take 500";
  }

  private static String kql(String field, Condition condition) {
    if (condition.number()) {
      return field + " == " + condition.values().get(0);
    }
    return field + " in~ (" + list(condition.values(), Quote::kql) + ")";
  }

  private String spl() {
    String where = each(c -> c.field().spl(kind), HuntQuery::spl, " AND ");
    return "index=* earliest="
        + from.getEpochSecond()
        + " latest="
        + to.getEpochSecond()
        + " "
        + kind.tags
        + (where.isEmpty() ? "" : "\n| where " + where.substring(" AND ".length()))
        + "\n| sort 500 _time";
  }

  private static String spl(String field, Condition condition) {
    if (condition.number()) {
      return field + "=" + condition.values().get(0);
    }
    if (condition.field() == Field.SHA256) { // a list of hashes with their names
      return "match(lower(" + field + "), " + Quote.spl(condition.lowerCase().get(0)) + ")";
    }
    String alternatives =
        condition.lowerCase().stream()
            .map(value -> "lower(" + field + ")=" + Quote.spl(value))
            .collect(Collectors.joining(" OR "));
    return condition.values().size() == 1 ? alternatives : "(" + alternatives + ")";
  }

  private String each(Function<Condition, @Nullable String> name, Writer writer, String separator) {
    StringBuilder written = new StringBuilder();
    for (Condition condition : conditions) {
      String field = name.apply(condition);
      if (field != null) {
        written.append(separator).append(writer.write(field, condition));
      }
    }
    return written.toString();
  }

  private static String list(List<String> values, Function<String, String> quote) {
    return values.stream().map(quote).collect(Collectors.joining(", "));
  }

  /** Writes a condition on the field of that name. */
  private interface Writer {
    String write(String field, Condition condition);
  }
}
