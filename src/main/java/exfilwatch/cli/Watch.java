package exfilwatch.cli;

import exfilwatch.job.Progress;
import java.io.Closeable;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** A run over files as its user sees it: how far it is, and an early end by Ctrl-C. */
final class Watch implements Closeable {

  private final Progress progress;
  private final PrintWriter err;
  private final @Nullable ProgressLine line;
  private final Interrupts interrupts;

  /**
   * Watches until it is closed.
   *
   * @param telling whether progress is shown
   * @param terminal whether {@code err} is one
   */
  Watch(Progress progress, PrintWriter err, boolean telling, boolean terminal) {
    this.progress = progress;
    this.err = err;
    this.line = telling ? ProgressLine.of(progress, err, terminal) : null;
    this.interrupts = Interrupts.take(this::interrupted);
  }

  private void interrupted(String signal) {
    progress.stop();
    if (line != null) {
      line.say("exfilwatch: interrupted; telling what was found so far, once more ends at once");
    }
  }

  /** The command's exit code: {@code otherwise} when it was not interrupted. */
  int exitCode(int otherwise) {
    return progress.isStopped() ? interrupts.exitCode() : otherwise;
  }

  /** Says of a run that was interrupted how far it came. */
  void summarise() {
    if (!progress.isStopped()) {
      return;
    }
    Progress.Snapshot end = progress.snapshot();
    String read = ProgressLine.bytes(end.bytes());
    err.println(
        "interrupted  after reading "
            + (end.bytes() == end.total() ? read : read + " of " + ProgressLine.bytes(end.total()))
            + "; below is what that part tells");
  }

  @Override
  public void close() {
    interrupts.close();
    if (line != null) {
      line.close();
    }
  }
}
