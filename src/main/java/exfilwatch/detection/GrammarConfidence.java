package exfilwatch.detection;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.ProcessInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link CommandLines#confidence} of the command lines seen last: those that the pre-check lets
 * through are mostly of scripts and schedulers, which start the same ones again and again. Reading
 * one costs 7.5 µs, finding it here a tenth. Not thread-safe.
 */
final class GrammarConfidence {

  /** Bounds of the memory that hostile command lines can take: 4 MB. */
  private static final int REMEMBERED = 1024;

  private static final int LONGEST = 2048;

  /** All that the confidence depends on. */
  private record Line(
      @Nullable String commandLine, @Nullable List<String> args, @Nullable String os) {}

  private final Map<Line, Integer> known =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Line, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** 0–100. */
  int of(Event start) {
    if (!CommandLines.fitsGrammar(start)) {
      return 0;
    }
    ProcessInfo process = start.process();
    String line = process.commandLine();
    if (length(line, process.args()) > LONGEST) {
      return CommandLines.confidence(start);
    }
    return known.computeIfAbsent(
        new Line(line, process.args(), Shell.os(start)), key -> CommandLines.confidence(start));
  }

  private static long length(@Nullable String line, @Nullable List<String> args) {
    long length = line == null ? 0 : line.length();
    if (args != null) {
      for (String arg : args) {
        length += arg.length() + 1;
      }
    }
    return length;
  }
}
