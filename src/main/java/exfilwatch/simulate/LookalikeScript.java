package exfilwatch.simulate;

import java.util.List;
import java.util.SplittableRandom;

/** Runs one program that a careless rule takes for rclone: start, name query, connections, end. */
final class LookalikeScript {
  private final long morning;
  private final SplittableRandom random;
  private int processes;

  LookalikeScript(long morning, SplittableRandom random) {
    this.morning = morning;
    this.random = random;
  }

  RunningProcess play(Endpoint host, Routine routine, long start, List<Planned> plan) {
    RunningProcess parent = Residents.named(host, routine.parent(), morning);
    long pid = 33_000L + 4L * processes++;
    RunningProcess process = routine.run(host, pid, start, parent, processes);
    add(plan, Activity.start(process));
    long time = start + 300 + random.nextInt(1500);
    if (host.network()) {
      for (String name : routine.contacts()) {
        time = contact(process, name, time, plan);
      }
    }
    if (Fleet.records(host, Activity.Kind.END)) {
      add(plan, Activity.end(process, time + 20_000 + random.nextInt(400_000)));
    }
    return process;
  }

  private long contact(RunningProcess process, String name, long start, List<Planned> plan) {
    Endpoint host = process.host();
    String ip = Names.ip(name);
    add(plan, Activity.lookup(process, start, new Activity.Lookup(name, null, ip)));
    long time = start;
    for (int i = 0; i < 3; i++) {
      int port = name.startsWith("files.example.") ? 22 : Names.port(name);
      int local = 49_152 + random.nextInt(16_000);
      Flow flow = new Flow(true, "tcp", host.ip(), local, ip, port, 5_000_000, 60_000, name);
      time += 40 + random.nextInt(3_000);
      add(plan, Activity.connect(process, time, flow));
      add(plan, Activity.disconnect(process, time + 9_000, flow));
    }
    return time + 9_000;
  }

  private static void add(List<Planned> plan, Activity activity) {
    plan.add(new Planned(activity, null));
  }
}
