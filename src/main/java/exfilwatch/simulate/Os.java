package exfilwatch.simulate;

import java.util.Locale;

/** The operating systems that sensors run on. */
enum Os {
  WINDOWS,
  LINUX,
  MACOS;

  /** As ECS {@code host.os.type} writes it. */
  String ecs() {
    return name().toLowerCase(Locale.ROOT);
  }
}
