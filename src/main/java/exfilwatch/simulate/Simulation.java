package exfilwatch.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A run of made-up telemetry. The same seed and settings give the same records. */
public final class Simulation {
  private final long seed;
  private final SimulationSettings settings;
  private final Fleet fleet;
  private final List<Planned> plan = new ArrayList<>();
  private final List<PlantedIncident> planted = new ArrayList<>();

  private Simulation(long seed, SimulationSettings settings) {
    this.seed = seed;
    this.settings = settings;
    HostMaker maker = new HostMaker(seed, settings);
    this.fleet = new Fleet(settings.hosts(), maker::host);
    long morning = settings.start().toEpochMilli();
    IncidentPlanner planner = new IncidentPlanner(fleet, settings, new SplittableRandom(seed));
    for (int i = 0; i < settings.incidents(); i++) {
      planted.add(planner.plant(i, morning, plan));
    }
    plan.sort(Comparator.comparingLong(p -> p.activity().time()));
  }

  /** The incidents are planned at once; the records come when they are asked for. */
  public static Simulation of(long seed, SimulationSettings settings) {
    return new Simulation(seed, settings);
  }

  /** The incidents in this run. */
  public List<PlantedIncident> planted() {
    return List.copyOf(planted);
  }

  /**
   * The records in the order of their arrival, which is that of their time unless the settings
   * delay them. Each call starts from the beginning; memory doesn't grow with the number of events.
   */
  public Iterator<SimulatedRecord> iterator() {
    SplittableRandom random = new SplittableRandom(Mix.of(seed, 1));
    OrdinaryActivity ordinary =
        new OrdinaryActivity(
            fleet,
            random.split(),
            settings.mix(),
            settings.lookalikes(),
            settings.start().toEpochMilli(),
            settings.duration().toMillis(),
            settings.events());
    Recorder recorder = new Recorder(ordinary, plan, random.split(), settings.futurePercent());
    return new Disorder(
        recorder, random.split(), settings.maxDelay().toMillis(), settings.duplicatePercent());
  }

  /** As {@link #iterator()}. */
  public Stream<SimulatedRecord> records() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }
}
