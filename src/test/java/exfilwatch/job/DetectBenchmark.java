package exfilwatch.job;

import exfilwatch.correlation.Signal;
import exfilwatch.detection.DetectionContent;
import exfilwatch.detection.Detections;
import exfilwatch.simulate.SimulatedShape;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Sighting;
import exfilwatch.telemetry.decode.DecodeOutput;
import exfilwatch.telemetry.decode.RejectReason;
import exfilwatch.telemetry.decode.TelemetryDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one record of the usual mix costs from its bytes to the signal that crosses the shuffle,
 * with the shipped rules: all that is done with every record, but for what Flink itself does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
public class DetectBenchmark {

  /** Whether events are read as far as somebody asks, as in the job, or all of each. */
  @Param({"sightings", "whole"})
  public String events;

  private final TelemetryDecoder decoder = TelemetryDecoder.auto();
  private Detections detections;

  @Setup
  public void compile() throws Exception {
    detections = DetectionContent.load(List.of(Path.of("conf/rules"))).compile();
  }

  @Benchmark
  @OperationsPerInvocation(SimulatedShape.RECORDS)
  public void detect(SimulatedShape telemetry, Blackhole blackhole) {
    DecodeOutput out = new Examining(blackhole, events.equals("sightings"));
    for (byte[] record : telemetry.records) {
      decoder.decode(record, 0, record.length, out);
    }
  }

  private final class Examining implements DecodeOutput {

    private final Blackhole blackhole;
    private final boolean sightings;

    Examining(Blackhole blackhole, boolean sightings) {
      this.blackhole = blackhole;
      this.sightings = sightings;
    }

    @Override
    public boolean wantsSightings() {
      return sightings;
    }

    @Override
    public void sighted(Sighting sighting) {
      blackhole.consume(
          sighting.kind() == EventKind.PROCESS_START ? start(sighting) : activity(sighting));
    }

    private Signal start(Sighting start) {
      blackhole.consume(detections.judge(start));
      return detections.wouldBeSuspicious(start)
          ? Signal.cleared(start.event())
          : Signal.ordinary(start.outline());
    }

    private Signal activity(Sighting activity) {
      if (activity.kind() != EventKind.PROCESS_END) {
        blackhole.consume(detections.judgeActivity(activity));
      }
      return Signal.ordinary(activity.outline());
    }

    @Override
    public void event(Event event) {
      sighted(event);
    }

    @Override
    public void skipped(String source, String why) {
      blackhole.consume(why);
    }

    @Override
    public void rejected(RejectReason reason, String detail) {
      throw new IllegalStateException(reason + ": " + detail);
    }
  }
}
