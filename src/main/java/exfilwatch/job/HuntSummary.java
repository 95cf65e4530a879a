package exfilwatch.job;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobExecutionResult;

/** What a hunt read and found, by the names that {@link Tally} counted under. */
public final class HuntSummary {

  /** Group of the counts of what each exception silenced. */
  static final String EXCEPTED = "excepted";

  private final Map<String, Long> counts;
  private final long millis;

  private HuntSummary(Map<String, Long> counts, long millis) {
    this.counts = counts;
    this.millis = millis;
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
    return new HuntSummary(counts, result.getNetRuntime());
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
  }

  /** How many process starts each exception silenced a rule on, by title and id. */
  public Map<String, Long> excepted() {
    Map<String, Long> excepted = new TreeMap<>();
    String group = EXCEPTED + ".";
    counts.forEach(
        (name, count) -> {
          if (name.startsWith(group)) {
            excepted.put(name.substring(group.length()), count);
          }
        });
    return excepted;
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
