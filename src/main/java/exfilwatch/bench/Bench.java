package exfilwatch.bench;

import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the contenders in alternation over the same input, each in a process of its own. */
public final class Bench {

  private final BenchSettings settings;
  private final JobConfig config;
  private final DetectionContent content;
  private final Consumer<String> progress;

  /**
   * @param progress is told in one line what has been done
   */
  public Bench(
      BenchSettings settings,
      JobConfig config,
      DetectionContent content,
      Consumer<String> progress) {
    this.settings = settings;
    this.config = config;
    this.content = content;
    this.progress = progress;
  }

  /**
   * Runs all rounds.
   *
   * @throws WrongResultException when detection found other incidents than were planted, or a job
   *     did not read all
   */
  public Report run(Inputs inputs) throws Exception {
    Workload workload = new Workload(settings);
    try (Input input = inputs.write(workload, settings.parallelism())) {
      progress.accept(workload.toString());
      return new Report(settings, workload, input.name(), rounds(workload, input));
    }
  }

  private List<Map<String, Timing>> rounds(Workload workload, Input input) throws Exception {
    Duration outOfOrderness = config.time().outOfOrderness();
    List<Contender> contenders =
        List.of(
            new PassThrough(),
            new ParseOnly(),
            new Textbook(outOfOrderness),
            new Detection(config, content, workload.planted()));
    Map<String, JobProcess> processes = new LinkedHashMap<>();
    try {
      for (Contender contender : contenders) {
        processes.put(
            contender.name(),
            JobProcess.start(Job.of(contender, workload, input, settings, config.runtime())));
      }
      return rounds(processes);
    } finally {
      processes.values().forEach(JobProcess::close);
    }
  }

  private List<Map<String, Timing>> rounds(Map<String, JobProcess> processes) throws Exception {
    List<Map<String, Timing>> rounds = new ArrayList<>();
    for (int round = -settings.warmups(); round < settings.runs(); round++) {
      Map<String, Timing> timings = new LinkedHashMap<>();
      for (Map.Entry<String, JobProcess> job : processes.entrySet()) {
        Timing timing = job.getValue().run();
        timings.put(job.getKey(), timing);
        progress.accept("%-13s %s".formatted(job.getKey(), timing.line(round + 1)));
      }
      if (round >= 0) {
        rounds.add(timings);
      }
    }
    return rounds;
  }
}
