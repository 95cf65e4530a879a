package exfilwatch.telemetry.decode;

import java.util.ArrayList;
import java.util.List;

/** Every source in the order in which a document is tried: the more particular before the less. */
final class Sources {
  private static final Sources ALL = new Sources();

  private final Paths paths = new Paths();
  private final Ecs ecs = new Ecs(paths);
  private final Paths.Node root;
  private final List<Source> list;
  private final int form = paths.decision();

  private Sources() {
    WindowsEvent windows = new WindowsEvent(paths, ecs);
    list =
        List.of(
            EcsSource.defend(paths, ecs),
            new CrowdStrikeSource(paths, ecs),
            new SentinelOneSource(paths, ecs),
            new DefenderSource(paths, ecs),
            new EndgameSource(paths, ecs),
            new SysmonSource(paths, windows),
            new WindowsSecuritySource(paths, windows),
            new OtherWindows(windows),
            EcsSource.any(paths, ecs));
    root = paths.finish();
  }

  static Sources all() {
    return ALL;
  }

  Paths paths() {
    return paths;
  }

  Ecs ecs() {
    return ecs;
  }

  /** The {@link Decision} whose document it is. */
  int form() {
    return form;
  }

  Paths.Node root() {
    return root;
  }

  List<Source> list() {
    return list;
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    names.add("auto");
    list.forEach(source -> names.add(source.name()));
    names.add("winlogbeat");
    return names;
  }

  /** The sources that a configured name stands for. */
  List<Source> named(String name) {
    if (name.equals("auto")) {
      return list;
    }
    if (name.equals("windows") || name.equals("winlogbeat")) {
      // a channel of Windows events carries all of them
      return list.stream()
          .filter(s -> List.of("sysmon", "windows_security", "windows").contains(s.name()))
          .toList();
    }
    List<Source> one = list.stream().filter(source -> source.name().equals(name)).toList();
    if (one.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown source '" + name + "'; known are " + String.join(", ", names()));
    }
    return one;
  }
}
