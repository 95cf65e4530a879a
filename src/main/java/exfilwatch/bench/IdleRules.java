package exfilwatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Rules as detection rules are, about programs that no machine of the simulation has. */
public final class IdleRules {

  private IdleRules() {}

  /** Writes so many rules into a temporary folder, which goes when the JVM ends. */
  public static Path write(int count) throws IOException {
    Path folder = Files.createTempDirectory("exfilwatch-rules");
    folder.toFile().deleteOnExit();
    for (int number = 0; number < count; number++) {
      Path file = folder.resolve("idle-%04d.yml".formatted(number));
      Files.writeString(file, rule(number));
      file.toFile().deleteOnExit();
    }
    return folder;
  }

  private static String rule(int number) {
    return """
    title: Idle Rule %1$d
    id: %2$s
    status: stable
    description: Made for a measurement; nothing matches it.
    author: Exfilwatch
    date: 2026-11-22
    logsource:
      category: process_creation
    detection:
      program:
        process.executable|endswith: '\\idle-tool-%1$d.exe'
      words:
        process.command_line|contains|all:
          - ' --idle-%1$d'
          - ' upload '
      condition: program or words
    falsepositives:
      - none
    level: low
    taxonomy: ecs
    """
        .formatted(number, new UUID(0x4000L, 0x8000000000000000L | number));
  }
}
