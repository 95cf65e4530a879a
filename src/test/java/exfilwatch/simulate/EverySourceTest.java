package exfilwatch.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import exfilwatch.alert.AlertSchemas;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.Decode;
import exfilwatch.job.Decoded;
import exfilwatch.job.DetectionGraph;
import exfilwatch.job.EveryFormat;
import exfilwatch.job.GraphSettings;
import exfilwatch.job.Hunt;
import exfilwatch.job.RawRecord;
import exfilwatch.job.config.JobConfig;
import exfilwatch.simulate.RenamedRclone.Made;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same theft through the real graph as every source tells it, alone and together, each on a
 * machine of its own in one mixed input.
 */
class EverySourceTest {

  /** What a case has to come out as; pid 0 where no source has it. */
  private record Case(
      String name, RenamedRclone theft, Set<String> sources, long pid, boolean named) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Map<String, String> SOURCE_OF_SHAPE =
      Map.ofEntries(
          Map.entry("defend", "endpoint"),
          Map.entry("sysmon-winlogbeat", "sysmon"),
          Map.entry("sysmon-evtx", "sysmon"),
          Map.entry("sysmon-nxlog", "sysmon"),
          Map.entry("sysmon-ecs", "sysmon"),
          Map.entry("security", "windows_security"),
          Map.entry("crowdstrike-fdr", "crowdstrike"),
          Map.entry("sentinelone", "sentinel_one"),
          Map.entry("m365-defender", "m365_defender"),
          Map.entry("m365-hunting", "m365_defender"),
          Map.entry("endgame", "endgame"));

  /** No name query, or none with addresses in its answer, and no name beside a connection. */
  private static final Set<String> NAMELESS = Set.of("security", "endgame");

  private static final List<Case> CASES = cases();

  @TempDir private static Path folder;
  private static Map<String, List<JsonNode>> together;

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String shape : Shapes.names()) {
      add(cases, Os.WINDOWS, shape, shape);
      if (Shapes.named(shape).get(0).runsOn(Os.LINUX)) {
        add(cases, Os.LINUX, shape, shape);
      }
    }
    // sources without network events of their own, and those without pids
    for (String other : List.of("sysmon-winlogbeat", "defend", "m365-defender", "sentinelone")) {
      add(cases, Os.WINDOWS, "security", other);
      add(cases, Os.WINDOWS, "sysmon-evtx", other);
    }
    add(cases, Os.WINDOWS, "m365-hunting", "security");
    add(cases, Os.WINDOWS, "sysmon-winlogbeat", "security");
    add(cases, Os.WINDOWS, "sysmon-nxlog+security", "security");
    // the same start from several
    add(cases, Os.WINDOWS, "sysmon-winlogbeat+security+defend", "defend");
    add(cases, Os.WINDOWS, "defend+security+sysmon-winlogbeat", "sysmon-winlogbeat");
    add(
        cases,
        Os.WINDOWS,
        "security+m365-defender+sysmon-nxlog+sentinelone+endgame",
        "sentinelone");
    return cases;
  }

  private static void add(List<Case> cases, Os os, String starts, String network) {
    RenamedRclone theft = RenamedRclone.on(os, 1 + cases.size(), starts, network);
    Set<String> sources =
        theft.starts().stream()
            .map(shape -> Objects.requireNonNull(SOURCE_OF_SHAPE.get(shape.name())))
            .collect(Collectors.toCollection(TreeSet::new));
    String name = os + ": " + starts + (network.equals(starts) ? "" : ", network " + network);
    boolean pid = theft.starts().stream().anyMatch(shape -> !shape.name().equals("sysmon-nxlog"));
    cases.add(
        new Case(name, theft, sources, pid ? RenamedRclone.PID : 0, !NAMELESS.contains(network)));
  }

  @BeforeAll
  static void huntInOneMixedInput() throws Exception {
    List<Made> all = new ArrayList<>();
    CASES.forEach(c -> all.addAll(c.theft().records()));
    all.sort(Comparator.comparingLong(Made::time));
    together = byHost(hunt("mixed", "auto", all));
  }

  static List<Case> everyCase() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void isOneCorrelatedIncident(Case c) {
    List<JsonNode> alerts = together.getOrDefault(key(c), List.of());
    assertThat(alerts)
        .extracting(alert -> alert.at("/exfil/stage").asText())
        .containsExactly("started", "correlated", "closed");
    assertThat(alerts)
        .extracting(alert -> alert.at("/exfil/incident/id").asText())
        .containsOnly(alerts.get(0).at("/exfil/incident/id").asText());
    JsonNode closed = alerts.get(2);
    Set<String> sources = new TreeSet<>();
    closed.at("/exfil/sources").forEach(source -> sources.add(source.asText()));
    assertThat(sources).isEqualTo(c.sources());
    assertThat(closed.at("/event/end").isMissingNode()).isEqualTo(neverEnds(c));
    for (JsonNode alert : alerts.subList(1, 3)) {
      is(alert, "/process/name", RenamedRclone.NAME);
      if (c.sources().size() == 1) {
        is(alert, "/process/pid", c.pid() == 0 ? "" : c.pid());
      }
      is(alert, "/user/name", "m.keller");
      is(alert, "/host/os/type", c.theft().host().os() == Os.WINDOWS ? "windows" : "linux");
      is(alert, "/destination/ip", RenamedRclone.MEGA_IP);
      is(alert, "/destination/port", 443);
      is(alert, "/destination/domain", c.named() ? RenamedRclone.MEGA : "");
      is(alert, "/exfil/destination/backend", "mega");
      is(alert, "/exfil/connections/via_proxy", false);
      assertThat(alert.at("/exfil/connections/destinations")).hasSize(1);
      is(alert, "/exfil/connections/destinations/0/provider", c.named() ? "Mega" : "");
      is(alert, "/exfil/connections/destinations/0/scope", "public");
      is(alert, "/exfil/destination/provider", c.named() ? "Mega" : "");
      is(alert, "/exfil/backend_match", c.named() ? "declared" : "public");
    }
    is(closed, "/exfil/connections/count", 2);
  }

  @Test
  void nothingElseIsReported() {
    assertThat(together.keySet())
        .isEqualTo(CASES.stream().map(EverySourceTest::key).collect(Collectors.toSet()));
  }

  static List<Case> everyShapeAlone() {
    return CASES.stream().filter(c -> Shapes.names().contains(c.name().substring(9))).toList();
  }

  /** Alone means its own run, with the source named as for a topic of its own. */
  @ParameterizedTest
  @MethodSource("everyShapeAlone")
  void givesTheSameAloneAsMixed(Case c) throws Exception {
    String source = c.sources().iterator().next();
    List<JsonNode> alone = hunt("alone-" + key(c), source, c.theft().records());
    assertThat(alone.stream().map(EverySourceTest::withoutClock).toList())
        .isEqualTo(
            together.getOrDefault(key(c), List.of()).stream()
                .map(EverySourceTest::withoutClock)
                .toList());
  }

  @Test
  void streamingFindsTheSameIncidents() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    List<Made> all = new ArrayList<>();
    CASES.forEach(c -> all.addAll(c.theft().records()));
    all.sort(Comparator.comparingLong(Made::time));
    List<RawRecord> raw =
        all.stream().map(made -> new RawRecord("t-0", made.time(), made.json(), null)).toList();
    DataStream<Decoded> decoded =
        env.fromData(raw, TypeInformation.of(RawRecord.class))
            .flatMap(Decode.of("auto"))
            .returns(TypeInformation.of(Decoded.class))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Decoded>forBoundedOutOfOrderness(Duration.ofSeconds(60))
                    .withTimestampAssigner(
                        (d, t) -> d.event() == null ? Long.MIN_VALUE : d.event().time()));
    List<JsonNode> found =
        EveryFormat.collect(
            DetectionGraph.build(decoded, content(), GraphSettings.streaming(config())), content());
    List<JsonNode> expected = together.values().stream().flatMap(List::stream).toList();
    assertThat(found)
        .extracting(EverySourceTest::hostAndStage)
        .containsExactlyInAnyOrderElementsOf(
            expected.stream().map(EverySourceTest::hostAndStage).toList());
  }

  private static List<JsonNode> hunt(String name, String source, List<Made> records)
      throws Exception {
    Path in = folder.resolve(name + ".ndjson");
    Path out = folder.resolve(name + ".alerts");
    Path dead = folder.resolve(name + ".dead");
    Files.write(in, RenamedRclone.lines(records));
    new Hunt(content(), GraphSettings.bounded(config()))
        .run(
            List.of(in.toString()),
            source,
            InputStream.nullInputStream(),
            out.toString(),
            dead.toString());
    assertThat(dead).isEmptyFile();
    try (Stream<String> lines = Files.lines(out, StandardCharsets.UTF_8)) {
      return lines.map(Records::json).map(AlertSchemas::requireValid).toList();
    }
  }

  private static Map<String, List<JsonNode>> byHost(List<JsonNode> alerts) {
    return alerts.stream()
        .collect(
            Collectors.groupingBy(
                alert -> shortName(alert.at("/host/name").asText()),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  private static String hostAndStage(JsonNode alert) {
    String host = shortName(alert.at("/host/name").asText());
    return host + " " + alert.at("/exfil/stage").asText();
  }

  /** CrowdStrike names its hosts by the sensor's id. */
  private static String key(Case c) {
    Endpoint host = c.theft().host();
    boolean anonymous = c.sources().equals(Set.of("crowdstrike"));
    return anonymous ? host.agentId().replace("-", "") : shortName(host.name());
  }

  private static String shortName(String name) {
    int dot = name.indexOf('.');
    return (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
  }

  /** Defender tells of no ends. */
  private static boolean neverEnds(Case c) {
    return c.theft().starts().stream().noneMatch(shape -> shape.records(Activity.Kind.END));
  }

  private static String withoutClock(JsonNode alert) {
    return alert.toString().replaceFirst("\"created\":\"[^\"]*\"", "");
  }

  private static void is(JsonNode alert, String pointer, Object value) {
    assertThat(alert.at(pointer).asText()).as(pointer).isEqualTo(value.toString());
  }

  private static DetectionContent content() throws Exception {
    return DetectionContent.load(List.of(Path.of("conf", "rules")));
  }

  private static JobConfig config() {
    return JobConfig.load(Path.of("conf", "exfilwatch.yaml"));
  }
}
