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
  }

  /**
   * Runs all values.
   *
   * @throws WrongResultException when detection found other incidents than were planted
   */
  public Result run(Inputs inputs, Measure measure, List<Long> values) throws Exception {
    List<Candidate> candidates = new ArrayList<>();
    try {
      for (long value : values) {
        candidates.add(candidate(inputs, measure, value));
      }
      for (int round = -settings.warmups(); round < settings.runs(); round++) {
        for (Candidate candidate : candidates) {
          Timing timing = candidate.job.run();
          if (round >= 0) {
            candidate.timings.add(timing);
          }
          progress.accept(line(candidate.value, timing.line(round + 1)));
        }
      }
      List<Point> points = new ArrayList<>();
      for (Candidate candidate : candidates) {
        points.add(candidate.point());
      }
      return new Result(measure, points);
    } finally {
      for (Candidate candidate : candidates) {
        candidate.job.input().close();
      }
    }
  }

  private Candidate candidate(Inputs inputs, Measure measure, long value) throws Exception {
    BenchSettings varied = vary(measure, value);
    DetectionContent rules = content.with(measure == Measure.RULES ? Math.toIntExact(value) : 0);
    Workload workload = new Workload(varied);
    Input input = inputs.write(workload, varied.parallelism());
    progress.accept(line(value, workload.toString()));
    Detection detection = new Detection(config, rules, workload.planted());
    return new Candidate(value, Job.of(detection, workload, input, varied, config.runtime()));
  }

  private BenchSettings vary(Measure measure, long value) {
    return switch (measure) {
      case EVENTS -> settings.withEvents(value);
      case HOSTS -> settings.withHosts(Math.toIntExact(value));
      case PARALLELISM -> settings.withParallelism(Math.toIntExact(value));
      case RULES -> settings;
    };
  }

  private static String line(long value, String what) {
    return String.format(Locale.ROOT, "%,12d: %s", value, what);
  }

  /** One value, the job with it, and what it took so far. */
  private static final class Candidate {

    private final long value;
    private final Job job;
    private final List<Timing> timings = new ArrayList<>();

    Candidate(long value, Job job) {
      this.value = value;
      this.job = job;
    }

    /** The heap is watched in a run of its own, which the collector slows down. */
    Point point() throws Exception {
      long heap;
      try (HeapWatch watch = HeapWatch.start()) {
        job.run();
        heap = watch.largest();
      }
      return new Point(
          value,
          job.records(),
          Timing.median(timings, Timing::perSecond),
          Timing.median(timings, Timing::cpuMicros),
          heap);
    }
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
  }
}
