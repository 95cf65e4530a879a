package exfilwatch.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can happen to a running job. */
enum Fault {
  /** {@code kill -9} while a checkpoint is under way. */
  KILL_TASKMANAGER,
  /** {@code kill -9} while a checkpoint is under way; the next one takes the job up. */
  KILL_JOBMANAGER,
  RESTART_BROKER,
  KILL_BROKER,
  /** Nobody answers for two minutes, or {@code --away}. */
  BROKER_AWAY,
  ADD_PARTITION,
  /** No space left where checkpoints are written. */
  CHECKPOINT_DISK_FULL,
  /** A TaskManager freezes for longer than a checkpoint may take. */
  CHECKPOINT_TIMEOUT,
  /** Records that are not telemetry, or too large, or missing, or hostile. */
  POISON,
  /** Clocks that are ahead by a day to thousands of years, or behind as much. */
  CLOCK_JUMP,
  /** Stop with a savepoint, go on with another parallelism, under load. */
  RESCALE;

  /** As on the command line: {@code kill-taskmanager}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The fault of that name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  static Fault of(String label) {
    return Arrays.stream(values())
        .filter(fault -> fault.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no fault '" + label + "'; there are " + String.join(", ", labels())));
  }

  private static List<String> labels() {
    return Arrays.stream(values()).map(Fault::label).toList();
  }
}
