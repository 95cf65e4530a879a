package exfilwatch.bench;

import exfilwatch.simulate.SimulationSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is measured.
 *
 * @param events ordinary events; those of the planted incidents come on top
 * @param hosts number of machines
 * @param incidents planted, and held against what detection finds
 * @param minutes of event time that the events span: with events, how many a watermark holds back
 * @param runs measured rounds; in each, every job runs once
 * @param warmups rounds before, which count for nothing
 */
public record BenchSettings(
    long events,
    int hosts,
    int incidents,
    long minutes,
    Mix mix,
    int parallelism,
    int runs,
    int warmups,
    long seed) {

  /**
   * Refuses what can't be run.
   *
   * @throws IllegalArgumentException naming the setting
   */
  public BenchSettings {
    require(events > 0, "events must be at least 1: " + events);
    require(hosts > 0, "hosts must be at least 1: " + hosts);
    require(incidents >= 0, "incidents must not be negative: " + incidents);
    require(minutes > 0, "minutes must be at least 1: " + minutes);
    require(parallelism > 0, "parallelism must be at least 1: " + parallelism);
    require(runs > 0, "runs must be at least 1: " + runs);
    require(warmups >= 0, "warmups must not be negative: " + warmups);
  }

  /** Which sensors the machines have. */
  public enum Mix {
    /** Elastic Defend on every machine. */
    DEFEND,
    /** All raw sources, as many machines of each. */
    SOURCES;

    List<String> shapes() {
      return this == DEFEND ? List.of("defend") : SimulationSettings.knownShapes();
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** So many events at the same rate, so over a longer or shorter time. */
  BenchSettings withEvents(long value) {
    long scaled = Math.max(1, Math.round((double) minutes * value / events));
    return new BenchSettings(
        value, hosts, incidents, scaled, mix, parallelism, runs, warmups, seed);
  }

  BenchSettings withHosts(int value) {
    return new BenchSettings(
        events, value, incidents, minutes, mix, parallelism, runs, warmups, seed);
  }

  BenchSettings withParallelism(int value) {
    return new BenchSettings(events, hosts, incidents, minutes, mix, value, runs, warmups, seed);
  }

  SimulationSettings simulation() {
    return SimulationSettings.builder()
        .events(events)
        .hosts(hosts)
        .incidents(incidents)
        .duration(Duration.ofMinutes(minutes))
        .shapes(mix.shapes())
        .build();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
