package exfilwatch.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.detection.ContentException;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * How detection grows: the same job over inputs, or with rules, of which one measure goes from
 * small to large. The values take turns in each round; the heap is read in a run of its own.
 */
public final class Series {

  /** What grows. */
  public enum Measure {
    /** Ordinary events, over a time that grows with them, so that their rate is the same. */
    EVENTS,
    /** Machines, at the same rate of events. */
    HOSTS,
    /** Subtasks, each with a partition. */
    PARALLELISM,
    /** Rules that can't match, on top of the configured ones. */
    RULES
  }

  /** One value and what came of it, medians over the rounds. */
  record Point(long value, long records, double perSecond, double cpuMicros, long heapBytes) {}

  private final BenchSettings settings;
  private final JobConfig config;
  private final ContentWithRules content;
  private final Consumer<String> progress;
  private final Runner runner;

  /** The configured content with so many more rules. */
  public interface ContentWithRules {
    DetectionContent with(int rules) throws IOException, ContentException;
  }

  /**
   * @param progress is told in one line what has been done
   */
  public Series(
      BenchSettings settings,
      JobConfig config,
      ContentWithRules content,
      Consumer<String> progress) {
    this.settings = settings;
    this.config = config;
    this.content = content;
    this.progress = progress;
    this.runner = new Runner(config);
  }

  /**
   * Runs all values.
   *
   * @throws WrongResultException when detection found other incidents than were planted
   */
  public Result run(Inputs inputs, Measure measure, List<Long> values) throws Exception {
    List<Point> points = new ArrayList<>();
    for (long value : values) {
      BenchSettings varied = vary(measure, value);
      Workload workload = new Workload(varied);
      try (Input input = inputs.write(workload, varied.parallelism())) {
        progress.accept(workload.toString());
        points.add(point(measure, value, varied, workload, input));
      }
    }
    return new Result(measure, points);
  }

  private Point point(
      Measure measure, long value, BenchSettings varied, Workload workload, Input input)
      throws Exception {
    Detection detection =
        new Detection(
            config,
            content.with(measure == Measure.RULES ? Math.toIntExact(value) : 0),
            workload.planted());
    List<Timing> timings = new ArrayList<>();
    for (int round = -varied.warmups(); round < varied.runs(); round++) {
      Timing timing = runner.time(detection, workload, input, varied.parallelism());
      if (round >= 0) {
        timings.add(timing);
      }
    }
    long heap;
    try (HeapWatch watch = HeapWatch.start()) {
      runner.time(detection, workload, input, varied.parallelism());
      heap = watch.largest();
    }
    Point point =
        new Point(
            value,
            workload.records(),
            median(timings, Timing::perSecond),
            median(timings, Timing::cpuMicros),
            heap);
    progress.accept(Result.line(point));
    return point;
  }

  private BenchSettings vary(Measure measure, long value) {
    return switch (measure) {
      case EVENTS -> settings.withEvents(value);
      case HOSTS -> settings.withHosts(Math.toIntExact(value));
      case PARALLELISM -> settings.withParallelism(Math.toIntExact(value));
      case RULES -> settings;
    };
  }

  private static double median(List<Timing> timings, ToDoubleFunction<Timing> figure) {
    double[] sorted = timings.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** What came out. */
  public record Result(Measure measure, List<Point> points) {

    /** A table for a person, with each figure beside that of the first value. */
    public void print(PrintWriter out) {
      Point first = points.get(0);
      out.printf(
          "%-12s %12s %12s %16s %22s%n",
          measure.name().toLowerCase(Locale.ROOT),
          "records",
          "records/s",
          "CPU µs/record",
          "heap in use, at most");
      for (Point point : points) {
        out.printf(
            Locale.ROOT,
            "%,-12d %,12d %,12.0f %8.2f (%.2f ×) %12.1f MB (%.2f ×)%n",
            point.value(),
            point.records(),
            point.perSecond(),
            point.cpuMicros(),
            point.cpuMicros() / first.cpuMicros(),
            point.heapBytes() / 1e6,
            (double) point.heapBytes() / first.heapBytes());
      }
    }

    /** The same for a program: one JSON object. */
    public String json() {
      ObjectNode result = new ObjectMapper().createObjectNode();
      result.put("series", measure.name().toLowerCase(Locale.ROOT));
      ArrayNode nodes = result.putArray("points");
      for (Point point : points) {
        nodes
            .addObject()
            .put("value", point.value())
            .put("records", point.records())
            .put("records_per_second", point.perSecond())
            .put("cpu_micros_per_record", point.cpuMicros())
            .put("heap_bytes", point.heapBytes());
      }
      return result.toString();
    }

    static String line(Point point) {
      return String.format(
          Locale.ROOT,
          "%,12d: %,10.0f records/s %6.2f µs CPU a record, at most %,.1f MB of heap in use",
          point.value(),
          point.perSecond(),
          point.cpuMicros(),
          point.heapBytes() / 1e6);
    }
  }
}
