package exfilwatch.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Plays one rclone call on one machine: start, name queries, connections, end. */
final class IncidentScript {
  private final String id;
  private final Disguise disguise;
  private final Endpoint host;
  private final RcloneCommand command;
  private final long morning;
  private final SplittableRandom random;
  private final List<Planned> planned = new ArrayList<>();
  private int connections;

  /**
   * @param morning when the machine's residents had started
   */
  IncidentScript(
      String id,
      Disguise disguise,
      Endpoint host,
      RcloneCommand command,
      long morning,
      SplittableRandom random) {
    this.id = id;
    this.disguise = disguise;
    this.host = host;
    this.command = command;
    this.morning = morning;
    this.random = random;
  }

  List<Planned> planned() {
    return planned;
  }

  /** Plays it from {@code start} for {@code life} milliseconds. */
  PlantedIncident play(long pid, long start, long life) {
    RunningProcess parent = parent(pid, start);
    RunningProcess rclone =
        new RunningProcess(
            host, pid, start, command.program(), command.argv(), host.user(), parent);
    RunningProcess talker = rclone;
    long end = start + life;
    List<Long> related = new ArrayList<>();
    if (disguise == Disguise.SHELL_WRAPPER) {
      related.add(parent.pid());
      add(Activity.start(parent));
      add(Activity.end(parent, end + 15));
    }
    if (disguise == Disguise.DAEMON) {
      talker =
          new RunningProcess(
              host, pid + 3, start + 40, rclone.program(), rclone.argv(), host.user(), rclone);
      related.add(talker.pid());
      add(Activity.start(talker));
      add(Activity.end(talker, end));
    }
    if (disguise == Disguise.PID_REUSE) {
      decoy(pid, start - 40_000, start - 5_000);
      decoy(pid, end + 3_000, end + 30_000);
    }
    long first = start + delay(life);
    long recorded = start;
    if (disguise == Disguise.NETWORK_FIRST) {
      first = start + 150 + random.nextInt(400);
      recorded = first + 300 + random.nextInt(2200);
    }
    add(Activity.start(rclone, recorded));
    talk(talker, first, end);
    add(Activity.end(rclone, disguise == Disguise.DAEMON ? start + 900 : end));
    return incident(rclone, related, recorded, end);
  }

  private RunningProcess parent(long pid, long start) {
    RunningProcess shell = Residents.shell(host, morning);
    if (disguise != Disguise.SHELL_WRAPPER) {
      return shell;
    }
    List<String> argv = new ArrayList<>(List.of("C:\\Windows\\system32\\cmd.exe", "/c"));
    argv.addAll(command.argv());
    return new RunningProcess(
        host, pid + 1600, start - 25, shell.program(), argv, host.user(), shell.parent());
  }

  /** Field data: half start to talk within 5 s, nine in ten within 40 s, all within 400 s. */
  private long delay(long life) {
    int dice = random.nextInt(10);
    int most = dice < 6 ? 5_000 : dice < 9 ? 39_000 : 370_000;
    return Math.min(200 + random.nextInt(most), Math.max(200, life / 3));
  }

  private void talk(RunningProcess process, long first, long end) {
    if (!host.network()) {
      return;
    }
    List<Destination.Contact> contacts = command.destination().contacts(command.bucket());
    long time = first;
    for (int i = 0; i < contacts.size(); i++) {
      Destination.Contact contact = contacts.get(i);
      if (contact.named()) {
        String alias = random.nextInt(3) == 0 ? "lb-2.example.net" : null;
        add(
            Activity.lookup(
                process, time, new Activity.Lookup(contact.name(), alias, contact.ip())));
      }
      boolean last = i == contacts.size() - 1;
      int count = last ? 2 + random.nextInt(5) : 1;
      long room = Math.max(1, (end - time) / (count + 1));
      for (int c = 0; c < count; c++) {
        long opened = time + 20 + random.nextInt(60) + (last ? room * c : 0);
        connect(process, contact, opened, Math.min(opened + room, end - 1), last);
      }
      time += 120;
    }
  }

  private void connect(
      RunningProcess process, Destination.Contact contact, long opened, long closed, boolean bulk) {
    Flow flow =
        new Flow(
            true,
            "tcp",
            host.ip(),
            49_152 + random.nextInt(16_000),
            contact.ip(),
            contact.port(),
            bulk ? 40_000_000L + random.nextInt(900_000_000) : 2_400 + random.nextInt(4_000),
            9_000 + random.nextInt(90_000),
            contact.named() ? contact.name() : null);
    add(Activity.connect(process, opened, flow));
    add(Activity.disconnect(process, Math.max(opened + 1, closed), flow));
    connections++;
  }

  /** An ordinary process with the same pid and a connection of its own. */
  private void decoy(long pid, long start, long end) {
    List<Routine> routines = Routine.of(host.os(), Routine.Role.STARTED);
    Routine routine = routines.get(random.nextInt(routines.size()));
    RunningProcess parent = Residents.named(host, routine.parent(), morning);
    RunningProcess process = routine.run(host, pid, start, parent, 7);
    planned.add(new Planned(Activity.start(process), null));
    if (host.network()) {
      Flow flow = new Flow(true, "tcp", host.ip(), 50_111, "198.51.100.9", 443, 900, 4_000, null);
      planned.add(new Planned(Activity.connect(process, start + 2_000, flow), null));
    }
    planned.add(new Planned(Activity.end(process, end), null));
  }

  private void add(Activity activity) {
    planned.add(new Planned(activity, id));
  }

  private PlantedIncident incident(
      RunningProcess rclone, List<Long> related, long recorded, long end) {
    boolean seen = connections > 0 && Fleet.records(host, Activity.Kind.CONNECT);
    Destination.@Nullable Contact contact =
        seen ? command.destination().contacts(command.bucket()).get(0) : null;
    return new PlantedIncident(
        id,
        disguise,
        host.name(),
        host.agentId(),
        host.shapes().stream().map(Shape::name).toList(),
        rclone.account().name(),
        rclone.program().name(),
        rclone.program().path(),
        rclone.pid(),
        List.copyOf(related),
        rclone.commandLine(),
        command.secret(),
        command.destination().backend(),
        contact == null ? null : contact.name(),
        contact == null ? null : contact.ip(),
        contact == null ? 0 : contact.port(),
        recorded,
        end,
        seen ? connections : 0,
        seen ? List.of("started", "correlated", "closed") : List.of("started", "closed"));
  }
}
