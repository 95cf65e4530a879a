package exfilwatch.simulate;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All shapes by name. */
final class Shapes {
  private static final List<Shape> ALL =
      List.of(
          new DefendShape(),
          new SysmonWinlogbeatShape(),
          new SysmonEvtxShape(),
          new SysmonNxlogShape(),
          new SysmonEcsShape(),
          new SecurityShape(),
          new FalconShape(),
          new SentinelOneShape(),
          new DefenderStreamShape(),
          new DefenderHuntingShape(),
          new EndgameShape());

  private Shapes() {}

  static List<String> names() {
    return ALL.stream().map(Shape::name).toList();
  }

  /**
   * The shapes of one machine.
   *
   * @param names one name, or several joined by {@code +}: {@code sysmon-winlogbeat+security}
   * @throws IllegalArgumentException for an unknown name
   */
  static List<Shape> named(String names) {
    return Stream.of(names.split("\\+", -1)).map(Shapes::one).toList();
  }

  private static Shape one(String name) {
    return ALL.stream()
        .filter(shape -> shape.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown shape '"
                        + name
                        + "'; known are "
                        + names().stream().collect(Collectors.joining(", "))));
  }
}
