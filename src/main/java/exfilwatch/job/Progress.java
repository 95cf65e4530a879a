package exfilwatch.job;

import exfilwatch.job.file.Reading;

/** A hunt as seen from outside while it runs. Threads may share it; for one run. */
public final class Progress {

  private final Reading reading = new Reading();
  private final LiveCounts counts = new LiveCounts();

  /**
   * How far a run is.
   *
   * @param bytes read of the files; of standard input while {@code total} is 0
   * @param total bytes of all files; 0 while standard input is still being read
   * @param events decoded
   * @param suspects starts that rules matched; they become incidents when all has been read,
   *     because only then events are in their order
   * @param incidents told
   * @param read whether nothing more will be read
   */
  public record Snapshot(
      long bytes, long total, long events, long suspects, long incidents, boolean read) {}

  /** Asks the run to end early: it reads no further, and tells what it found until there. */
  public void stop() {
    reading.stop();
  }

  public boolean isStopped() {
    return reading.isStopped();
  }

  public Snapshot snapshot() {
    long bytes = reading.bytes();
    long total = reading.total();
    return new Snapshot(
        bytes,
        total,
        counts.sum("events."),
        counts.sum(Detect.SUSPECTS),
        counts.sum("alerts.started"),
        total > 0 && (bytes == total || reading.isOver()));
  }

  Reading reading() {
    return reading;
  }

  LiveCounts counts() {
    return counts;
  }
}
