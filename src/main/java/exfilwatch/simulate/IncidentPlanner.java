package exfilwatch.simulate;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Finds a machine and a time for each incident. */
final class IncidentPlanner {
  /** Pids above those of ordinary processes, so that only PID_REUSE shares one. */
  private static final long FIRST_PID = 34_000;

  private final Fleet fleet;
  private final SimulationSettings settings;
  private final SplittableRandom random;

  IncidentPlanner(Fleet fleet, SimulationSettings settings, SplittableRandom random) {
    this.fleet = fleet;
    this.settings = settings;
    this.random = random;
  }

  /** Adds the activities of incident {@code number} to the plan. */
  PlantedIncident plant(int number, long morning, List<Planned> plan) {
    SplittableRandom own = random.split();
    Disguise disguise = settings.disguises().get(number % settings.disguises().size());
    int from = own.nextInt(fleet.size());
    int place = find(disguise, from);
    if (place < 0) {
      int plain = find(Disguise.PLAIN, from);
      place = plain < 0 ? from : plain;
    }
    Endpoint host = fleet.host(place);
    if (!fits(disguise, host)) {
      disguise = host.os() == Os.WINDOWS ? Disguise.PLAIN : Disguise.LINUX;
    }
    long duration = settings.duration().toMillis();
    long start = morning + duration / 20 + own.nextLong(duration / 2);
    long life = Math.min(20_000 + own.nextLong(1_800_000), duration * 2 / 5);
    String id = String.format(Locale.ROOT, "incident-%04d", number + 1);
    RcloneCommand command = RcloneCommand.random(disguise, host, number + 1, own);
    IncidentScript script = new IncidentScript(id, disguise, host, command, morning, own);
    PlantedIncident incident = script.play(FIRST_PID + 4L * (number % 7000), start, life);
    plan.addAll(script.planned());
    return incident;
  }

  private int find(Disguise disguise, int from) {
    for (int i = 0; i < fleet.size(); i++) {
      int index = (from + i) % fleet.size();
      if (fits(disguise, fleet.host(index))) {
        return index;
      }
    }
    return -1;
  }

  private static boolean fits(Disguise disguise, Endpoint host) {
    boolean os = disguise.posix() ? host.os() == Os.LINUX : host.os() == Os.WINDOWS;
    boolean network = host.network() != (disguise == Disguise.NO_NETWORK);
    boolean pe =
        disguise != Disguise.RENAMED_WITH_PE || host.shapes().stream().anyMatch(Shape::carriesPe);
    return os && network && pe;
  }
}
