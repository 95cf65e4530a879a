package exfilwatch.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What machines do all day, evenly spread over a time, in time order. Its memory is the processes
 * that wait for their end.
 */
final class OrdinaryActivity implements Iterator<Activity> {
  /** Processes that came lately, as owners of connections. */
  private static final int RECENT = 64;

  private static final int LOST_PERCENT = 2;

  private final Fleet fleet;
  private final SplittableRandom random;
  private final TrafficMix mix;
  private final boolean lookalikes;
  private final long start;
  private final double step;
  private final PriorityQueue<Activity> ends =
      new PriorityQueue<>(Comparator.comparingLong(Activity::time));
  private final Started[] recent = new Started[RECENT];
  private final Map<Os, List<Routine>> started = new EnumMap<>(Os.class);
  private long left;
  private long ticks;
  private int processes;

  private record Started(RunningProcess process, Routine routine) {}

  OrdinaryActivity(
      Fleet fleet,
      SplittableRandom random,
      TrafficMix mix,
      boolean lookalikes,
      long start,
      long durationMillis,
      long count) {
    this.fleet = fleet;
    this.random = random;
    this.mix = mix;
    this.lookalikes = lookalikes;
    this.start = start;
    this.step = durationMillis / (double) Math.max(1, count);
    this.left = count;
    for (Os os : Os.values()) {
      started.put(os, comeAndGo(os));
    }
  }

  private List<Routine> comeAndGo(Os os) {
    List<Routine> routines = new ArrayList<>(Routine.of(os, Routine.Role.STARTED));
    if (lookalikes) {
      routines.addAll(Routine.of(os, Routine.Role.LOOKALIKE));
    }
    return List.copyOf(routines);
  }

  @Override
  public boolean hasNext() {
    return left > 0;
  }

  @Override
  public Activity next() {
    if (left <= 0) {
      throw new NoSuchElementException();
    }
    left--;
    long now = start + (long) (ticks * step);
    Activity end = ends.peek();
    if (end != null && end.time() <= now) {
      return ends.remove();
    }
    ticks++;
    return draw(now);
  }

  /** Ends come on top of what is drawn, one for each start, so the draw leaves room for them. */
  private Activity draw(long now) {
    Endpoint host = fleet.host(random.nextInt(fleet.size()));
    double dice = random.nextDouble() * (100 - mix.processPercent());
    if (dice < mix.processPercent()) {
      return begin(host, now);
    }
    dice -= mix.processPercent();
    if (dice < mix.networkPercent() + mix.dnsPercent()) {
      Activity network = network(host, now, dice < mix.networkPercent());
      if (network != null) {
        return network;
      }
    }
    return write(host, now);
  }

  private Activity begin(Endpoint host, long now) {
    List<Routine> routines = started.getOrDefault(host.os(), List.of());
    Routine routine = routines.get(random.nextInt(routines.size()));
    long pid = 8200L + 4L * (processes * 7L % 6000);
    RunningProcess parent = Residents.named(host, routine.parent(), start);
    RunningProcess process = routine.run(host, pid, now, parent, processes);
    recent[processes % RECENT] = new Started(process, routine);
    processes++;
    if (Fleet.records(host, Activity.Kind.END)) {
      ends.add(Activity.end(process, now + 800 + random.nextInt(90_000)));
    }
    return Activity.start(process);
  }

  private @Nullable Activity network(Endpoint drawn, long now, boolean connection) {
    Started owner = recent[random.nextInt(RECENT)];
    if (owner == null || owner.routine.contacts().isEmpty() || random.nextInt(4) > 0) {
      owner = resident(drawn);
    }
    Endpoint host = owner.process.host();
    Activity.Kind kind = connection ? Activity.Kind.CONNECT : Activity.Kind.LOOKUP;
    if (owner.routine.contacts().isEmpty() || !host.network() || !Fleet.records(host, kind)) {
      return null;
    }
    List<String> contacts = owner.routine.contacts();
    String name = contacts.get(random.nextInt(contacts.size()));
    if (!connection) {
      String alias = random.nextInt(3) == 0 ? "edge-" + random.nextInt(90) + ".example.net" : null;
      return Activity.lookup(owner.process, now, new Activity.Lookup(name, alias, Names.ip(name)));
    }
    Flow flow = flow(host, name);
    if (random.nextInt(100) < LOST_PERCENT) {
      return Activity.sniffed(owner.process, now, flow);
    }
    boolean over = random.nextInt(3) == 0 && Fleet.records(host, Activity.Kind.DISCONNECT);
    return over
        ? Activity.disconnect(owner.process, now, flow)
        : Activity.connect(owner.process, now, flow);
  }

  private Flow flow(Endpoint host, String name) {
    int ephemeral = 49_152 + random.nextInt(16_000);
    if (random.nextInt(12) == 0) {
      String peer = "10.20.3." + (1 + random.nextInt(250));
      return new Flow(false, "tcp", host.ip(), 5985, peer, ephemeral, 900, 2400, null);
    }
    String ip = Names.ip(name);
    String local = ip.indexOf(':') < 0 ? host.ip() : "2001:db8:0:20:0:0:0:7";
    boolean udp = name.startsWith("time.");
    return new Flow(
        true,
        udp ? "udp" : "tcp",
        local,
        ephemeral,
        ip,
        udp ? 123 : Names.port(name),
        300 + random.nextInt(9000),
        800 + random.nextInt(200_000),
        name);
  }

  /** A resident with something to say, where there is one. */
  private Started resident(Endpoint host) {
    List<Routine> routines = Residents.routines(host.os());
    int index = random.nextInt(routines.size());
    for (int i = 0; i < routines.size() && routines.get(index).contacts().isEmpty(); i++) {
      index = (index + 1) % routines.size();
    }
    return new Started(Residents.process(host, index, start), routines.get(index));
  }

  private Activity write(Endpoint host, long now) {
    RunningProcess process = resident(host).process;
    int number = random.nextInt(10_000);
    boolean registry = host.os() == Os.WINDOWS && random.nextBoolean();
    if (registry) {
      return Activity.write(process, now, true, "SOFTWARE\\Example\\Settings\\Value" + number);
    }
    String folder = process.workingDirectory();
    String path = host.os() == Os.WINDOWS ? folder + "cache\\" : folder + "/.cache/";
    return Activity.write(process, now, false, path + number + ".tmp");
  }
}
