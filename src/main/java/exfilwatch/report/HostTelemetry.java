package exfilwatch.report;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a host sent in the whole hunt, as far as this product uses it: without that, silence about
 * an incident proves nothing. Filled while the hunt reads.
 */
public final class HostTelemetry implements Serializable {

  private static final long serialVersionUID = 1;

  private static final long HOUR_MS = 3_600_000;
  private static final int MAX_DAYS = 400;

  private long starts;
  private long ends;
  private long connections;
  private long names;

  /** By day since 1970, a bit for each hour (UTC) with an event. */
  private final TreeMap<Integer, Integer> hoursByDay = new TreeMap<>();

  /** A time without any event, from one full hour to another, epoch milliseconds. */
  public record Silence(long from, long to) {

    public long hours() {
      return (to - from) / HOUR_MS;
    }
  }

  public void start(long time) {
    starts++;
    at(time);
  }

  public void end(long time) {
    ends++;
    at(time);
  }

  public void connection(long time) {
    connections++;
    at(time);
  }

  public void name(long time) {
    names++;
    at(time);
  }

  private void at(long time) {
    long hour = Math.floorDiv(time, HOUR_MS);
    Integer day = (int) Math.floorDiv(hour, 24);
    int bit = 1 << Math.floorMod(hour, 24);
    Integer known = hoursByDay.get(day);
    if (known == null ? hoursByDay.size() < MAX_DAYS : (known & bit) == 0) {
      hoursByDay.put(day, (known == null ? 0 : known) | bit);
    }
  }

  /** Adds what another reader of the same input saw of this host. */
  public void add(HostTelemetry other) {
    starts += other.starts;
    ends += other.ends;
    connections += other.connections;
    names += other.names;
    other.hoursByDay.forEach((day, hours) -> hoursByDay.merge(day, hours, (a, b) -> a | b));
  }

  public long starts() {
    return starts;
  }

  public long ends() {
    return ends;
  }

  public long connections() {
    return connections;
  }

  /** Name queries. */
  public long names() {
    return names;
  }

  /** The longest time between its first and its last event without any; zero hours if none. */
  public Silence longestSilence() {
    Silence longest = new Silence(0, 0);
    long last = -1;
    for (Map.Entry<Integer, Integer> day : hoursByDay.entrySet()) {
      for (int hour = 0; hour < 24; hour++) {
        if ((day.getValue() & 1 << hour) != 0) {
          long now = day.getKey() * 24L + hour;
          Silence silence = new Silence((last + 1) * HOUR_MS, now * HOUR_MS);
          if (last >= 0 && silence.hours() > longest.hours()) {
            longest = silence;
          }
          last = now;
        }
      }
    }
    return longest;
  }
}
