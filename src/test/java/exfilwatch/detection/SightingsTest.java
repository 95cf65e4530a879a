package exfilwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import exfilwatch.simulate.SimulationSettings;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.ProgramSet;
import exfilwatch.telemetry.Sighting;
import exfilwatch.telemetry.decode.DecodeOutput;
import exfilwatch.telemetry.decode.RejectReason;
import exfilwatch.telemetry.decode.TelemetryDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is remembered of programs never changes what is said of a record. */
class SightingsTest {

  private static final String START =
      """
      {"@timestamp":"2026-03-04T08:00:00Z","event":{"module":"endpoint","category":["process"],\
      "type":["start"]},"host":{"name":"h1","os":{"type":"%s"}},"process":{"pid":7,"entity_id":"e",\
      "name":"%s","executable":"%s","command_line":"%s","args":[%s]},"user":{"name":"%s"}}\
      """;

  private static final String CONNECTION =
      """
      {"@timestamp":"2026-03-04T08:00:00Z","event":{"module":"endpoint","category":["network"],\
      "type":["start"],"action":"connection_attempted"},"host":{"name":"h1"},"process":{"pid":7,\
      "entity_id":"e","name":"%s","executable":"%s"},"destination":{"ip":"203.0.113.9","port":%d}}\
      """;

  /** A value in a document. */
  private static final Pattern TEXT = Pattern.compile("[:\\[,] ?\"((?:[^\"\\\\]|\\\\.)*)\"(?! ?:)");

  /** What makes a start one of rclone's, where rules look for it. */
  private static final List<String> OTHERS =
      List.of(
          "C:\\\\w\\\\rclone.exe",
          "rclone.exe copy C:\\\\d mega:x --include *.pdf",
          "rclone.exe",
          "Rsync for cloud storage",
          "windows",
          "linux",
          "");

  private final TelemetryDecoder decoder = TelemetryDecoder.auto();
  private final Detections remembering;
  private final Detections fresh;

  SightingsTest() throws ContentException {
    DetectionContent content = DetectionContent.load(List.of(Path.of("conf/rules")));
    remembering = content.compile();
    fresh = content.compile();
  }

  static List<String> shapes() {
    return SimulationSettings.knownShapes();
  }

  private void read(byte[] record, Consumer<Sighting> to) {
    decoder.decode(
        record,
        0,
        record.length,
        new DecodeOutput() {
          @Override
          public boolean wantsSightings() {
            return true;
          }

          @Override
          public void sighted(Sighting sighting) {
            to.accept(sighting);
          }

          @Override
          public void event(Event event) {
            to.accept(event);
          }

          @Override
          public void skipped(String source, String why) {}

          @Override
          public void rejected(RejectReason reason, String detail) {}
        });
  }

  /** All that detections say. */
  private static List<@Nullable Object> saidOf(Sighting sighting, Detections detections) {
    List<@Nullable Object> said = new ArrayList<>();
    Judgement judgement =
        sighting.kind() == EventKind.PROCESS_START
            ? detections.judge(sighting)
            : detections.judgeActivity(sighting);
    said.add(judgement.suspicion());
    said.add(judgement.exempted());
    if (sighting.kind() == EventKind.PROCESS_START) {
      said.add(detections.wouldBeSuspicious(sighting));
    }
    return said;
  }

  private void same(byte[] record) {
    same(record, remembering, fresh);
  }

  private void same(byte[] record, Detections remembering, Detections fresh) {
    read(
        record,
        sighting -> {
          // an event by itself is never remembered
          List<@Nullable Object> expected = saidOf(sighting.event(), fresh);
          assertThat(saidOf(sighting, remembering))
              .as(new String(record, UTF_8))
              .isEqualTo(expected);
        });
  }

  private static Stream<byte[]> records(int seed, String shape, int events, int incidents) {
    SimulationSettings settings =
        SimulationSettings.builder()
            .events(events)
            .incidents(incidents)
            .shapes(List.of(shape))
            .build();
    return Simulation.of(seed, settings).records().map(SimulatedRecord::json);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void ofEveryShape(String shape) {
    records(11, shape, 4000, 12).forEach(this::same);
  }

  /** Whatever rules look at in a start is part of what is remembered of it. */
  @ParameterizedTest
  @MethodSource("shapes")
  void ofStartsThatDifferInAnyText(String shape) {
    int[] starts = {0, 0};
    records(3, shape, 400, 0)
        .filter(this::isStart)
        .map(json -> new String(json, UTF_8))
        .limit(3)
        .forEach(
            json -> {
              starts[0]++;
              same(json.getBytes(UTF_8));
              Matcher text = TEXT.matcher(json);
              while (text.find()) {
                for (String other : OTHERS) {
                  String changed =
                      json.substring(0, text.start(1)) + other + json.substring(text.end(1));
                  same(changed.getBytes(UTF_8));
                  starts[1] += isSuspicious(changed.getBytes(UTF_8)) ? 1 : 0;
                }
                same(json.getBytes(UTF_8));
              }
            });
    assertThat(starts[0]).isPositive();
    assertThat(starts[1]).isPositive();
  }

  private boolean isStart(byte[] record) {
    boolean[] is = {false};
    read(record, sighting -> is[0] |= sighting.kind() == EventKind.PROCESS_START);
    return is[0];
  }

  private boolean isSuspicious(byte[] record) {
    boolean[] is = {false};
    read(record, start -> is[0] |= saidOf(start.event(), fresh).get(0) != null);
    return is[0];
  }

  /** Otherwise nothing is wrong, but everything takes twice as long. */
  @ParameterizedTest
  @MethodSource("shapes")
  void whatIsRememberedIsNotReadAgain(String shape) {
    List<byte[]> records = records(11, shape, 600, 0).toList();
    AtomicInteger read = new AtomicInteger();
    int[] judged = {0};
    for (int round = 0; round < 2; round++) {
      read.set(0);
      judged[0] = 0;
      for (byte[] record : records) {
        read(
            record,
            sighting -> {
              if (sighting.kind() != EventKind.PROCESS_END) {
                judged[0]++;
                saidOf(new Counting(sighting, read), remembering);
              }
            });
      }
    }
    assertThat(judged[0]).isPositive();
    assertThat(read.get()).isLessThanOrEqualTo(judged[0] / 20);
  }

  /** Counts how often all of an event is asked for. */
  private record Counting(Sighting sighting, AtomicInteger asked) implements Sighting {

    @Override
    public EventKind kind() {
      return sighting.kind();
    }

    @Override
    public String source() {
      return sighting.source();
    }

    @Override
    public long time() {
      return sighting.time();
    }

    @Override
    public Event event() {
      asked.incrementAndGet();
      return sighting.event();
    }

    @Override
    public Event outline() {
      return sighting.outline();
    }

    @Override
    public boolean isOf(ProgramSet programs, ProgramSet.Part part) {
      return sighting.isOf(programs, part);
    }

    @Override
    public void addTo(ProgramSet programs, ProgramSet.Part part) {
      sighting.addTo(programs, part);
    }
  }

  @Test
  void ofStartsThatDifferInOneThing() {
    List<Boolean> suspicious = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (String os : List.of("windows", "linux")) {
        for (String name : List.of("svchost.exe", "rclone.exe", "")) {
          for (String line : List.of("x -k", "x copy C:\\\\\\\\d mega:x --include *.pdf", "")) {
            for (String args : List.of("\"x\"", "\"x\",\"copy\",\"/d\",\"mega:x\"", "\"\"", "")) {
              for (String user : List.of("a", "b")) {
                byte[] record =
                    START
                        .formatted(os, name, "C:\\\\w\\\\" + name, line, args, user)
                        .getBytes(UTF_8);
                same(record);
                read(record, start -> suspicious.add(remembering.judge(start).suspicion() != null));
              }
            }
          }
        }
      }
    }
    assertThat(suspicious).contains(true, false);
  }

  @Test
  void ofRulesThatAskForMoreThanTheProgram(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("port.yml"),
        """
        title: Any program to a port
        id: 11111111-2222-4333-8444-555555555555
        logsource:
          category: network_connection
        detection:
          selection:
            process.name: 'a.exe'
            destination.port: 22
          condition: selection
        level: medium
        ---
        title: By a user
        id: 11111111-2222-4333-8444-555555555556
        logsource:
          category: process_creation
        detection:
          selection:
            process.name: 'a.exe'
            user.name: 'b'
          condition: selection
        level: medium
        """);
    DetectionContent content = DetectionContent.load(List.of(folder));
    Detections asking = content.compile();
    List<Boolean> suspicious = new ArrayList<>();
    for (int port : new int[] {443, 443, 22, 443, 22}) {
      byte[] record = CONNECTION.formatted("a.exe", "C:\\\\a.exe", port).getBytes(UTF_8);
      same(record, asking, content.compile());
      read(record, c -> suspicious.add(asking.judgeActivity(c).suspicion() != null));
    }
    for (String user : List.of("a", "a", "b", "a")) {
      byte[] record =
          START.formatted("windows", "a.exe", "C:\\\\a.exe", "a", "", user).getBytes(UTF_8);
      same(record, asking, content.compile());
      read(record, start -> suspicious.add(asking.judge(start).suspicion() != null));
    }
    assertThat(suspicious)
        .containsExactly(false, false, true, false, true, false, false, true, false);
  }
}
