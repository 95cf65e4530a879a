package exfilwatch.job;

import exfilwatch.report.HuntFacts;
import exfilwatch.report.UnreadRecords;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobExecutionResult;

/** What a hunt read and found, by the names that {@link Tally} counted under. */
public final class HuntSummary {

  /** Group of the counts of what each exception silenced. */
  static final String EXCEPTED = "excepted";

  /** The same of connections and name queries of processes whose start was not seen. */
  static final String EXCEPTED_ACTIVITY = "excepted_activity";

  private final Map<String, Long> counts;
  private final long millis;
  private final HuntNotes notes;

  private HuntSummary(Map<String, Long> counts, long millis, HuntNotes notes) {
    this.counts = counts;
    this.millis = millis;
    this.notes = notes;
  }

  static HuntSummary of(JobExecutionResult result) {
    Map<String, Long> counts = new TreeMap<>();
    result
        .getAllAccumulatorResults()
        .forEach(
            (name, value) -> {
              if (value instanceof Long count) {
                counts.put(name, count);
              }
            });
    Object notes = result.getAllAccumulatorResults().get(TakeNotes.NOTES);
    return new HuntSummary(
        counts, result.getNetRuntime(), notes instanceof HuntNotes taken ? taken : new HuntNotes());
  }

  /** For a report; what {@link TakeNotes} tells is there if it was part of the job. */
  HuntFacts facts(List<String> inputs) {
    return new HuntFacts(
        Instant.now(),
        inputs,
        group("events"),
        group("skipped"),
        group("dead_letters"),
        notes.unread().values().stream()
            .sorted(Comparator.comparingLong(UnreadRecords::count).reversed())
            .toList(),
        silenced(),
        notes.hosts(),
        notes.eventsOfOtherHosts());
  }

  /** Incidents found, whatever stages they reached. */
  public long incidents() {
    return sum("alerts.started.");
  }

  public long events() {
    return sum("events.");
  }

  public long deadLetters() {
    return sum("dead_letters.");
  }

  /** For a person: what was read and found, and what could not be read and why. */
  public void print(PrintWriter out) {
    printRead(out);
    out.printf(
        Locale.ROOT,
        "incidents    %,d, of which %,d were seen to connect out%n",
        incidents(),
        sum("alerts.correlated."));
    excepted()
        .forEach(
            (exception, starts) ->
                out.printf(Locale.ROOT, "excepted     %,d starts by %s%n", starts, exception));
    exceptedActivity()
        .forEach(
            (exception, records) ->
                out.printf(
                    Locale.ROOT,
                    "excepted     %,d connections or queries, start not seen, by %s%n",
                    records,
                    exception));
  }

  /** How many process starts each exception silenced a rule on, by title and id. */
  public Map<String, Long> excepted() {
    return group(EXCEPTED);
  }

  /** The same of activity without a start seen; only of exceptions that silenced any. */
  public Map<String, Long> exceptedActivity() {
    Map<String, Long> excepted = group(EXCEPTED_ACTIVITY);
    excepted.values().removeIf(count -> count == 0);
    return excepted;
  }

  /** Both together. */
  private Map<String, Long> silenced() {
    Map<String, Long> silenced = excepted();
    exceptedActivity().forEach((exception, count) -> silenced.merge(exception, count, Long::sum));
    return silenced;
  }

  private Map<String, Long> group(String name) {
    Map<String, Long> group = new TreeMap<>();
    String prefix = name + ".";
    counts.forEach(
        (key, count) -> {
          if (key.startsWith(prefix)) {
            group.put(key.substring(prefix.length()), count);
          }
        });
    return group;
  }

  /** The part about the input. */
  public void printRead(PrintWriter out) {
    long records = events() + deadLetters() + sum("skipped.");
    double seconds = Math.max(millis, 1) / 1000.0;
    out.printf(
        Locale.ROOT,
        "read         %,d records in %.1f s (%,.0f a second)%n",
        records,
        seconds,
        records / seconds);
    out.printf(Locale.ROOT, "events       %,d%s%n", events(), breakdown("events."));
    out.printf(Locale.ROOT, "not used     %,d%s%n", sum("skipped."), breakdown("skipped."));
    out.printf(Locale.ROOT, "dead letters %,d%s%n", deadLetters(), breakdown("dead_letters."));
  }

  private long sum(String group) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(group))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private String breakdown(String group) {
    String parts =
        counts.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(group))
            .map(
                entry ->
                    entry.getKey().substring(group.length())
                        + " "
                        + String.format(Locale.ROOT, "%,d", entry.getValue()))
            .collect(Collectors.joining(", "));
    return parts.isEmpty() ? "" : " (" + parts + ")";
  }
}
