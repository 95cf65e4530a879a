package exfilwatch.correlation;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Signals of a few hosts of two key groups, whose processes have few pids between them, so that
 * everything meets: out of order, with reused pids, parents, and watermarks in between.
 */
final class RandomTelemetry {

  /** A signal, or a watermark when there is none. */
  record Step(@Nullable Signal signal, long watermark) {}

  private static final int PIDS = 6;
  private static final int HOSTS_A_GROUP = 3;

  private final Random random;
  private final List<Host> hosts;
  private double now;
  private double watermark;

  RandomTelemetry(long seed) {
    random = new Random(seed);
    hosts = hostsOf(7);
    hosts.addAll(hostsOf(99));
  }

  private static List<Host> hostsOf(int group) {
    KeyGroups groups = new KeyGroups(GateHarness.KEY_GROUPS);
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; hosts.size() < HOSTS_A_GROUP; i++) {
      Host host = new Host("ws-" + i, null, "windows");
      if (groups.of(HostKey.hash(host)) == group) {
        hosts.add(host);
      }
    }
    return hosts;
  }

  List<Step> steps(int count) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      now += random.nextDouble() * (chance(50) ? 60 : 1.5);
      watermark = Math.max(watermark, now - random.nextInt(120));
      steps.add(chance(20) ? new Step(null, Cases.at(watermark)) : new Step(signal(), 0));
    }
    return steps;
  }

  private Signal signal() {
    double time = now - (chance(3) ? random.nextInt(70) : 0) + (chance(30) ? 200 : 0);
    long pid = 1L + random.nextInt(PIDS);
    String entity = chance(2) ? "e" + pid + "-" + random.nextInt(2) : null;
    Event event = event(time, entity, pid);
    Event of = Cases.on(hosts.get(random.nextInt(hosts.size())), event);
    boolean start = random.nextInt(3) == 0;
    if (start) {
      Event begun = Cases.on(of.host(), start(time, entity, pid));
      return chance(8)
          ? Signal.suspicious(begun, Cases.suspicion())
          : chance(15) ? Signal.cleared(begun) : Signal.ordinary(begun);
    }
    if (chance(20)) {
      return Signal.suspicious(Cases.ofRclone(of), Cases.suspicion("running"));
    }
    return chance(20) ? Signal.late(of) : Signal.ordinary(of);
  }

  private Event start(double time, @Nullable String entity, long pid) {
    long parent = 1L + random.nextInt(PIDS);
    return chance(2) && parent != pid && entity != null
        ? Cases.childStart(time, entity, pid, "e" + parent + "-" + random.nextInt(2), parent)
        : Cases.start(time, entity, pid);
  }

  private Event event(double time, @Nullable String entity, long pid) {
    return switch (random.nextInt(4)) {
      case 0 -> Cases.end(time, entity, pid);
      case 1 -> Cases.dns(time, entity == null ? "e" + pid : entity, pid, "a.example", "192.0.2.1");
      default -> Cases.connection(time, entity, pid);
    };
  }

  private boolean chance(int oneOf) {
    return random.nextInt(oneOf) == 0;
  }
}
