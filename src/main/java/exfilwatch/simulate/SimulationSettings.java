package exfilwatch.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a run holds.
 *
 * @param events ordinary activities; a machine with two shapes records each twice, and the planted
 *     incidents come on top
 * @param start when the run begins
 * @param duration over which the events are spread evenly
 * @param hosts number of machines
 * @param incidents number of planted incidents, at least 1 minute of duration needed
 * @param mix shares of the kinds of ordinary records
 * @param shapes the machines take them in turn, a name that is there twice gets twice the machines;
 *     one entry may join several by {@code +} for one machine with several sensors
 * @param disguises the incidents take them in turn; where no machine fits, PLAIN or LINUX is taken
 * @param lookalikes whether robocopy, rsync, restic and such are among the ordinary programs
 * @param maxDelay records arrive up to that much late and out of order
 * @param duplicatePercent share of the records that are delivered twice
 * @param clockFaultPercent share of the machines whose Sysmon {@code UtcTime} of network and DNS
 *     events is off by hours to days
 * @param futurePercent share of ordinary connections whose time lies a day ahead
 */
public record SimulationSettings(
    long events,
    Instant start,
    Duration duration,
    int hosts,
    int incidents,
    TrafficMix mix,
    List<String> shapes,
    List<Disguise> disguises,
    boolean lookalikes,
    Duration maxDelay,
    double duplicatePercent,
    double clockFaultPercent,
    double futurePercent) {

  /**
   * Checks what can't be drawn from.
   *
   * @throws IllegalArgumentException naming the setting
   */
  public SimulationSettings {
    require(events >= 0, "events must not be negative: " + events);
    require(hosts > 0, "hosts must be at least 1: " + hosts);
    require(incidents >= 0, "incidents must not be negative: " + incidents);
    require(duration.toMillis() >= 60_000, "duration must be at least a minute: " + duration);
    require(!maxDelay.isNegative(), "maxDelay must not be negative: " + maxDelay);
    require(!shapes.isEmpty(), "shapes must not be empty");
    require(!disguises.isEmpty(), "disguises must not be empty");
    percent("duplicatePercent", duplicatePercent);
    percent("clockFaultPercent", clockFaultPercent);
    percent("futurePercent", futurePercent);
    shapes = List.copyOf(shapes);
    disguises = List.copyOf(disguises);
    shapes.forEach(Shapes::named);
  }

  /** The names that {@link #shapes} may hold. */
  public static List<String> knownShapes() {
    return Shapes.names();
  }

  /**
   * A thousand events in an hour of ten machines of all shapes with five incidents, in order and
   * without faults.
   */
  public static Builder builder() {
    return new Builder();
  }

  private static void percent(String name, double value) {
    require(value >= 0 && value <= 100, name + " must be from 0 to 100: " + value);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Sets one thing after the other. */
  public static final class Builder {
    private long events = 1000;
    private Instant start = Instant.parse("2026-03-04T08:00:00Z");
    private Duration duration = Duration.ofHours(1);
    private int hosts = 10;
    private int incidents = 5;
    private TrafficMix mix = TrafficMix.USUAL;
    private List<String> shapes = Shapes.names();
    private List<Disguise> disguises = Disguise.BASIC;
    private boolean lookalikes = true;
    private Duration maxDelay = Duration.ZERO;
    private double duplicatePercent;
    private double clockFaultPercent;
    private double futurePercent;

    private Builder() {}

    public Builder events(long value) {
      events = value;
      return this;
    }

    public Builder start(Instant value) {
      start = value;
      return this;
    }

    public Builder duration(Duration value) {
      duration = value;
      return this;
    }

    public Builder hosts(int value) {
      hosts = value;
      return this;
    }

    public Builder incidents(int value) {
      incidents = value;
      return this;
    }

    public Builder mix(TrafficMix value) {
      mix = value;
      return this;
    }

    public Builder shapes(List<String> value) {
      shapes = value;
      return this;
    }

    public Builder disguises(List<Disguise> value) {
      disguises = value;
      return this;
    }

    public Builder lookalikes(boolean value) {
      lookalikes = value;
      return this;
    }

    public Builder maxDelay(Duration value) {
      maxDelay = value;
      return this;
    }

    public Builder duplicatePercent(double value) {
      duplicatePercent = value;
      return this;
    }

    public Builder clockFaultPercent(double value) {
      clockFaultPercent = value;
      return this;
    }

    public Builder futurePercent(double value) {
      futurePercent = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException naming the setting that can't be
     */
    public SimulationSettings build() {
      return new SimulationSettings(
          events,
          start,
          duration,
          hosts,
          incidents,
          mix,
          shapes,
          disguises,
          lookalikes,
          maxDelay,
          duplicatePercent,
          clockFaultPercent,
          futurePercent);
    }
  }
}
