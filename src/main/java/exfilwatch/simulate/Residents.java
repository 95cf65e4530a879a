package exfilwatch.simulate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes that run on a machine all day. They are worked out again each time they are asked
 * for, so that a hundred thousand machines take no memory.
 */
final class Residents {
  private static final Map<Os, List<Routine>> BY_OS =
      Map.of(
          Os.WINDOWS, Routine.of(Os.WINDOWS, Routine.Role.RESIDENT),
          Os.LINUX, Routine.of(Os.LINUX, Routine.Role.RESIDENT),
          Os.MACOS, Routine.of(Os.MACOS, Routine.Role.RESIDENT));

  private Residents() {}

  static List<Routine> routines(Os os) {
    return BY_OS.getOrDefault(os, List.of());
  }

  /** A machine's resident; all were started in the hour before {@code morning}. */
  static RunningProcess process(Endpoint host, int index, long morning) {
    Routine routine = routines(host.os()).get(index);
    long seed = Mix.of(host.seed(), index);
    long pid = 640L + 800L * index + 4L * Mix.below(seed, 180);
    long start = morning - 3_600_000 + 60_000L * index + Mix.below(seed, 50_000);
    RunningProcess parent = named(host, routine.parent(), morning);
    return routine.run(host, pid, start, parent, index);
  }

  /** Null when there is no such resident. */
  static @Nullable RunningProcess named(Endpoint host, @Nullable String name, long morning) {
    if (name == null) {
      return null;
    }
    List<Routine> routines = routines(host.os());
    for (int i = 0; i < routines.size(); i++) {
      if (routines.get(i).name().equals(name)) {
        return process(host, i, morning);
      }
    }
    return null;
  }

  /** The shell that people type into. */
  static RunningProcess shell(Endpoint host, long morning) {
    String name =
        switch (host.os()) {
          case WINDOWS -> "cmd.exe";
          case LINUX -> "bash";
          case MACOS -> "zsh";
        };
    RunningProcess shell = named(host, name, morning);
    return shell == null ? process(host, 0, morning) : shell;
  }
}
