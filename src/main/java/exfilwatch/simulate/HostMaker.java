package exfilwatch.simulate;

import java.util.List;
import java.util.Locale;

/** Makes the machines of a run from their number. */
final class HostMaker {
  private static final List<String> PEOPLE =
      List.of("a.novak", "b.okafor", "c.lind", "d.moreau", "e.tanaka", "f.rossi", "g.silva");

  private final long seed;
  private final SimulationSettings settings;
  private final List<List<Shape>> shapes;
  private final boolean silent;

  HostMaker(long seed, SimulationSettings settings) {
    this.seed = seed;
    this.settings = settings;
    this.shapes = settings.shapes().stream().map(Shapes::named).toList();
    this.silent = settings.hosts() > 1 && settings.disguises().contains(Disguise.NO_NETWORK);
  }

  Endpoint host(int index) {
    List<Shape> own = shapes.get(index % shapes.size());
    Os os = os(index / shapes.size(), own);
    String kind =
        switch (os) {
          case WINDOWS -> "WS";
          case LINUX -> "LX";
          case MACOS -> "MC";
        };
    String name = String.format(Locale.ROOT, "%s-%05d", kind, index);
    String ip =
        "10." + (30 + index / 62_500 % 200) + "." + index / 250 % 250 + "." + (1 + index % 250);
    // The last eighth of the fleet has no network telemetry when the run wants such machines.
    boolean network = !silent || index < settings.hosts() - Math.max(1, settings.hosts() / 8);
    return Endpoint.of(
        name, os, ip, PEOPLE.get(index % PEOPLE.size()), network, clockFault(index), own);
  }

  private static Os os(int round, List<Shape> own) {
    Os wanted = round % 4 == 2 ? Os.LINUX : round % 4 == 3 ? Os.MACOS : Os.WINDOWS;
    return own.stream().allMatch(shape -> shape.runsOn(wanted)) ? wanted : Os.WINDOWS;
  }

  /** From an hour to eleven days, either way; 0 for most machines. */
  private long clockFault(int index) {
    long dice = Mix.of(seed, index);
    if (Mix.below(dice, 10_000) >= settings.clockFaultPercent() * 100) {
      return 0;
    }
    long off = 3_600_000L * (1 + Mix.below(dice + 1, 264));
    return (dice & 1) == 0 ? off : -off;
  }
}
