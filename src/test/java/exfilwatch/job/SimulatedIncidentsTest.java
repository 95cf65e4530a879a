package exfilwatch.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import exfilwatch.alert.RiskWeights;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.SuppressionConfig;
import exfilwatch.simulate.Disguise;
import exfilwatch.simulate.PlantedIncident;
import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import exfilwatch.simulate.SimulationSettings;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random telemetry through the real graph: disorder, repeated records, clocks that are wrong or
 * ahead, reused pids, all disguises and sources. What is found is exactly what was planted.
 *
 * <p>One job plays the seeds one after the other, a day of event time for each, on hosts of their
 * own. {@code -Dexfilwatch.seeds=N} sets how many, {@code -Dexfilwatch.seed=S} plays only one.
 */
class SimulatedIncidentsTest {

  private static final Instant T0 = Instant.parse("2020-01-01T08:00:00Z");
  private static final int MAX_DELAY_MS = 30_000;
  private static final Pattern NUMBER = Pattern.compile("[A-Z]{2}-\\d{5}/(\\d+)");

  @Test
  void findsExactlyWhatWasPlanted() throws Exception {
    Long only = Long.getLong("exfilwatch.seed");
    long first = only == null ? 1 : only;
    long last = only == null ? Long.getLong("exfilwatch.seeds", 1000) : only;
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> told = new TreeMap<>();
    for (long seed = first; seed <= last; seed++) {
      for (PlantedIncident incident : simulation(seed).planted()) {
        expected.put(seed + "-" + incident.id(), expectation(incident));
        told.put(
            seed + "-" + incident.id(),
            incident.disguise().label() + " on " + incident.shapes() + " of " + incident.host());
      }
    }
    Map<String, String> found = new TreeMap<>();
    Map<String, TreeSet<String>> incidents = new TreeMap<>();
    for (JsonNode alert : run(first, last)) {
      found.merge(planted(alert), stage(alert), (a, b) -> a + " " + b);
      incidents
          .computeIfAbsent(planted(alert), name -> new TreeSet<>())
          .add(alert.at("/exfil/incident/id").asText());
    }
    incidents.forEach(
        (name, ids) -> assertThat(ids).as("incidents that seed %s became", name).hasSize(1));
    assertThat(differences(expected, found, told)).isEmpty();
  }

  /** Every planted command line has machine and number in it. */
  private static String planted(JsonNode alert) {
    Matcher number = NUMBER.matcher(alert.at("/process/command_line").asText());
    String host = alert.at("/host/name").asText();
    return number.find()
        ? "%s-incident-%04d"
            .formatted(host.substring(0, host.indexOf('-')), Integer.parseInt(number.group(1)))
        : "not planted: " + alert;
  }

  private static String expectation(PlantedIncident incident) {
    return String.join(" ", incident.expects())
        + (isAmbiguous(incident) ? "" : "=" + incident.connections());
  }

  /**
   * The Security log has nothing but the pid. A connection of its next owner that arrives before
   * the end of the one and the start of the other is nobody's for certain.
   */
  private static boolean isAmbiguous(PlantedIncident incident) {
    return incident.disguise() == Disguise.PID_REUSE && incident.shapes().contains("security");
  }

  /** Its stage; of the closing also the connections. */
  private static String stage(JsonNode alert) {
    String stage = alert.at("/exfil/stage").asText();
    return stage.equals("closed")
        ? stage + "=" + alert.at("/exfil/connections/count").asInt()
        : stage;
  }

  private static List<String> differences(
      Map<String, String> expected, Map<String, String> found, Map<String, String> told) {
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (name, stages) -> {
          String got = found.getOrDefault(name, "nothing");
          if (!got.equals(stages) && !got.startsWith(stages + "=")) {
            differences.add(
                name + ", " + told.get(name) + ": expected " + stages + ", found " + got);
          }
        });
    found.forEach(
        (name, stages) -> {
          if (!expected.containsKey(name)) {
            differences.add(name + ": " + stages);
          }
        });
    return differences;
  }

  private static Simulation simulation(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Simulation.of(
        seed,
        SimulationSettings.builder()
            .start(T0.plus(Duration.ofDays(seed)))
            .events(60)
            .duration(Duration.ofHours(2))
            .hosts(1 + random.nextInt(12))
            .incidents(1 + random.nextInt(4))
            .shapes(shapes(random))
            .disguises(disguises(random))
            .maxDelay(Duration.ofMillis(random.nextInt(MAX_DELAY_MS)))
            .duplicatePercent(random.nextInt(20))
            .clockFaultPercent(random.nextInt(40))
            .futurePercent(random.nextInt(5))
            .build());
  }

  private static List<String> shapes(SplittableRandom random) {
    List<String> known = SimulationSettings.knownShapes();
    return List.of(
        known.get(random.nextInt(known.size())), known.get(random.nextInt(known.size())));
  }

  private static List<Disguise> disguises(SplittableRandom random) {
    Disguise[] all = Disguise.values();
    return List.of(
        all[random.nextInt(all.length)],
        all[random.nextInt(all.length)],
        all[random.nextInt(all.length)]);
  }

  private static List<JsonNode> run(long first, long last) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    DataStream<Decoded> telemetry =
        env.fromSequence(first, last)
            .flatMap(new Play())
            .returns(Decoded.class)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Decoded>forGenerator(context -> new EveryRecord())
                    .withTimestampAssigner((decoded, previous) -> EventTime.timeOf(decoded)));
    GraphSettings settings =
        new GraphSettings(
            false,
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofDays(7),
            SuppressionConfig.DEFAULT,
            RiskWeights.DEFAULT);
    DetectionContent content = DetectionContent.load(List.of(Path.of("conf/rules")));
    return EveryFormat.collect(DetectionGraph.build(telemetry, content, settings), content);
  }

  /** Plays a seed: its records as the decoder makes events of them, on hosts named after it. */
  private static final class Play implements FlatMapFunction<Long, Decoded> {

    private static final long serialVersionUID = 1;

    @Override
    public void flatMap(Long seed, Collector<Decoded> out) {
      Decode decode = Decode.of("auto");
      Collector<Decoded> renamed = new Rename(seed, out);
      long arrival = T0.plus(Duration.ofDays(seed)).toEpochMilli();
      for (Iterator<SimulatedRecord> records = simulation(seed).iterator(); records.hasNext(); ) {
        SimulatedRecord record = records.next();
        boolean ahead = record.time() > arrival + Duration.ofHours(5).toMillis();
        arrival = ahead ? arrival : Math.max(arrival, record.time());
        decode.decode(new RawRecord("seed", 0, record.json(), null, arrival), renamed);
      }
    }
  }

  /** One host of a seed is not that of another. */
  private record Rename(long seed, Collector<Decoded> out) implements Collector<Decoded> {

    @Override
    public void collect(Decoded decoded) {
      Event event = decoded.event();
      if (event == null) {
        out.collect(decoded);
        return;
      }
      Host host = event.host();
      Host renamed = new Host(prefixed(host.name()), prefixed(host.id()), host.os());
      out.collect(
          Decoded.of(
              new Event(
                  event.kind(),
                  event.source(),
                  event.id(),
                  event.time(),
                  renamed,
                  event.process(),
                  event.parent(),
                  event.user(),
                  event.connection(),
                  event.dns(),
                  event.clockAhead())));
    }

    private @Nullable String prefixed(@Nullable String name) {
      return name == null ? null : seed + "-" + name;
    }

    @Override
    public void close() {}
  }

  /** Watermarks as tight as they can be, to leave nothing to chance. */
  private static final class EveryRecord implements WatermarkGenerator<Decoded> {

    private long latest = Long.MIN_VALUE;

    @Override
    public void onEvent(Decoded decoded, long timestamp, WatermarkOutput output) {
      if (timestamp > latest) {
        latest = timestamp;
        output.emitWatermark(new Watermark(latest - Duration.ofMinutes(1).toMillis() - 1));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }
}
