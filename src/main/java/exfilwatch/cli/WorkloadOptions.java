package exfilwatch.cli;

import picocli.CommandLine.Option;

/** How much telemetry is made up, for the commands that do. */
final class WorkloadOptions {

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "10000",
      description = "ordinary events; the incidents come on top (default: ${DEFAULT-VALUE})")
  long events;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      defaultValue = "20",
      description = "machines that they are of (default: ${DEFAULT-VALUE})")
  int hosts;

  @Option(
      names = "--incidents",
      paramLabel = "N",
      defaultValue = "5",
      description = "planted ones (default: ${DEFAULT-VALUE})")
  int incidents;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "60",
      description = "event time that the records span (default: ${DEFAULT-VALUE})")
  long minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "what chance depends on (default: ${DEFAULT-VALUE})")
  long seed;
}
