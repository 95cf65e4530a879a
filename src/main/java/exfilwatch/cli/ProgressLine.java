package exfilwatch.cli;

import exfilwatch.job.Progress;
import java.io.Closeable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells how far a hunt is: on a terminal in one line that is written over and over, elsewhere in a
 * new line now and then. Closing it takes the line off the terminal.
 */
final class ProgressLine implements Closeable {

  private static final Duration ON_A_TERMINAL = Duration.ofMillis(500);
  private static final Duration ELSEWHERE = Duration.ofSeconds(30);

  /** Without wrapping, or a narrow window would keep pieces. */
  private static final String NO_WRAP = "\u001B[?7l";

  private static final String WRAP = "\u001B[?7h";
  private static final String ERASE = "\u001B[K";

  private final Progress progress;
  private final PrintWriter err;
  private final boolean terminal;
  private final ScheduledExecutorService clock;
  private long readingSince = System.nanoTime();

  private ProgressLine(Progress progress, PrintWriter err, boolean terminal) {
    this.progress = progress;
    this.err = err;
    this.terminal = terminal;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "exfilwatch-progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to tell.
   *
   * @param terminal whether {@code err} is one
   */
  @SuppressWarnings("FutureReturnValueIgnored") // it lives as long as its clock
  static ProgressLine of(Progress progress, PrintWriter err, boolean terminal) {
    ProgressLine line = new ProgressLine(progress, err, terminal);
    long millis = (terminal ? ON_A_TERMINAL : ELSEWHERE).toMillis();
    line.clock.scheduleAtFixedRate(line::tell, millis, millis, TimeUnit.MILLISECONDS);
    return line;
  }

  private void tell() {
    Progress.Snapshot snapshot = progress.snapshot();
    long now = System.nanoTime();
    if (snapshot.total() == 0 || snapshot.bytes() == 0) {
      readingSince = now;
    }
    String text = text(snapshot, Duration.ofNanos(now - readingSince));
    if (terminal) {
      err.print(NO_WRAP + text + ERASE + WRAP + "\r");
    } else {
      err.println("exfilwatch: " + text);
    }
    err.flush();
  }

  /** Says something in a line of its own. */
  void say(String text) {
    err.println(terminal ? ERASE + text : text);
    err.flush();
  }

  /**
   * A snapshot in words.
   *
   * @param elapsed since reading began
   */
  static String text(Progress.Snapshot snapshot, Duration elapsed) {
    if (snapshot.total() == 0) {
      return snapshot.bytes() == 0
          ? "starting"
          : "reading standard input, " + bytes(snapshot.bytes()) + " so far";
    }
    String suspects = count(snapshot.suspects(), "suspect");
    if (snapshot.read()) {
      return String.format(
          "%s read, correlating, %s, %s",
          bytes(snapshot.bytes()), suspects, count(snapshot.incidents(), "incident"));
    }
    if (snapshot.bytes() == 0) {
      return "starting to read " + bytes(snapshot.total());
    }
    double seconds = Math.max(elapsed.toMillis(), 1) / 1000.0;
    double share = (double) snapshot.bytes() / snapshot.total();
    return String.format(
        Locale.ROOT,
        "%s of %s (%.0f %%), %,.0f events/s, %s, %s",
        bytes(snapshot.bytes()),
        bytes(snapshot.total()),
        100 * share,
        snapshot.events() / seconds,
        suspects,
        left((long) (seconds / share - seconds)));
  }

  private static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  private static String left(long seconds) {
    Duration left = Duration.ofSeconds(seconds);
    return left.toHours() > 0
        ? String.format(Locale.ROOT, "%d h %02d min left", left.toHours(), left.toMinutesPart())
        : left.toMinutes() > 0
            ? String.format(
                Locale.ROOT, "%d min %02d s left", left.toMinutes(), left.toSecondsPart())
            : seconds + " s left";
  }

  /** In the decimal units that file managers and {@code ls --si} use. */
  static String bytes(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, value < 9.95 && unit > 0 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      clock.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (terminal) {
      err.print(ERASE);
      err.flush();
    }
  }
}
