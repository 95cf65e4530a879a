package exfilwatch.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SimulationTest {

  private static SimulationSettings.Builder small() {
    return SimulationSettings.builder().events(400).hosts(44).incidents(13);
  }

  private static List<String> lines(Simulation simulation) {
    return simulation
        .records()
        .map(r -> r.shape() + r.incident() + new String(r.json(), StandardCharsets.UTF_8))
        .toList();
  }

  @Property(tries = 30)
  void sameSeedSameRecords(@ForAll long seed) {
    SimulationSettings settings =
        small()
            .disguises(List.of(Disguise.values()))
            .maxDelay(Duration.ofSeconds(60))
            .duplicatePercent(5)
            .clockFaultPercent(30)
            .futurePercent(1)
            .build();
    Simulation simulation = Simulation.of(seed, settings);
    assertThat(lines(simulation))
        .isEqualTo(lines(simulation))
        .isEqualTo(lines(Simulation.of(seed, settings)))
        .isNotEqualTo(lines(Simulation.of(seed + 1, settings)));
  }

  @Test
  void withoutDelayRecordsComeInTheOrderOfTime() {
    List<Long> times =
        Simulation.of(1, small().build()).records().map(SimulatedRecord::time).toList();
    assertThat(times).hasSizeGreaterThan(400).isSorted();
  }

  @Property(tries = 30)
  void noRecordComesLaterThanTheBound(
      @ForAll long seed, @ForAll @LongRange(min = 0, max = 120_000) long bound) {
    SimulationSettings settings =
        small().maxDelay(Duration.ofMillis(bound)).duplicatePercent(10).build();
    long latest = Long.MIN_VALUE;
    Set<String> before = new HashSet<>();
    long late = 0;
    for (Iterator<SimulatedRecord> it = Simulation.of(seed, settings).iterator(); it.hasNext(); ) {
      SimulatedRecord record = it.next();
      latest = Math.max(latest, record.time());
      late = Math.max(late, latest - record.time());
      before.add(new String(record.json(), StandardCharsets.UTF_8));
    }
    assertThat(late).isLessThanOrEqualTo(bound);
    if (bound > 30_000) {
      assertThat(late).isPositive();
    }
    assertThat(before)
        .isEqualTo(
            Simulation.of(seed, small().build())
                .records()
                .map(r -> new String(r.json(), StandardCharsets.UTF_8))
                .collect(Collectors.toSet()));
  }

  @Test
  void duplicatesAreTheSameBytes() {
    SimulationSettings settings = small().duplicatePercent(20).build();
    List<String> records = lines(Simulation.of(3, settings));
    int once = new HashSet<>(records).size();
    assertThat(records.size() - once).isBetween(once / 10, once / 3);
  }

  @Test
  void futureRecordsAreOrdinaryOnesADayAhead() {
    SimulationSettings settings = small().futurePercent(10).build();
    long end = settings.start().plus(settings.duration()).toEpochMilli();
    List<SimulatedRecord> ahead =
        Simulation.of(3, settings).records().filter(r -> r.time() > end + 3_600_000).toList();
    assertThat(ahead).isNotEmpty().allMatch(r -> r.incident() == null);
  }

  @ParameterizedTest
  @EnumSource(Disguise.class)
  void eachDisguiseFindsItsMachineAndIsAllThere(Disguise disguise) {
    SimulationSettings settings = small().incidents(3).disguises(List.of(disguise)).build();
    Simulation simulation = Simulation.of(11, settings);
    Map<String, Integer> records = new HashMap<>();
    simulation
        .records()
        .filter(r -> r.incident() != null)
        .forEach(r -> records.merge(r.incident(), 1, Integer::sum));
    assertThat(simulation.planted()).hasSize(3).allMatch(p -> p.disguise() == disguise);
    for (PlantedIncident planted : simulation.planted()) {
      assertThat(records.get(planted.id())).isGreaterThan(planted.connections());
      assertThat(planted.expects()).startsWith("started").endsWith("closed");
      assertThat(planted.expects().contains("correlated")).isEqualTo(planted.connections() > 0);
      assertThat(planted.connections() == 0).isEqualTo(disguise == Disguise.NO_NETWORK);
      assertThat(planted.commandLine())
          .contains(planted.secret() == null ? "" : planted.secret())
          .doesNotContain("null");
    }
  }

  @Test
  void namesAndVersionDataAreAsTheDisguiseSays() {
    SimulationSettings settings =
        small()
            .incidents(39)
            .shapes(List.of("sysmon-winlogbeat"))
            .disguises(List.of(Disguise.values()))
            .build();
    for (PlantedIncident planted : Simulation.of(5, settings).planted()) {
      boolean named = planted.processName().equalsIgnoreCase("rclone.exe");
      assertThat(named).as(planted.commandLine()).isNotEqualTo(planted.disguise().renamed());
      boolean keys =
          planted.disguise() == Disguise.CRYPT || planted.disguise() == Disguise.ON_THE_FLY;
      assertThat(planted.secret() != null).isEqualTo(keys);
      if (planted.disguise() == Disguise.RENAMED_WITHOUT_PE) {
        assertThat(planted.commandLine()).contains(" copy ", "--ignore-existing", "--auto-confirm");
      }
    }
  }

  @Test
  void reusedPidsBelongToOrdinaryProcessesBeforeAndAfter() {
    SimulationSettings settings =
        small()
            .incidents(1)
            .shapes(List.of("security"))
            .disguises(List.of(Disguise.PID_REUSE))
            .build();
    Simulation simulation = Simulation.of(9, settings);
    String pid = "0x" + Long.toHexString(simulation.planted().get(0).pid());
    List<String> starts = new ArrayList<>();
    simulation
        .records()
        .filter(
            r -> Records.json(r.json()).at("/winlog/event_data/NewProcessId").asText().equals(pid))
        .forEach(r -> starts.add(String.valueOf(r.incident())));
    assertThat(starts).containsExactly("null", "incident-0001", "null");
  }

  @Test
  void theMixIsAsAskedFor() {
    SimulationSettings settings =
        SimulationSettings.builder()
            .events(20_000)
            .hosts(50)
            .incidents(0)
            .shapes(List.of("defend"))
            .disguises(List.of(Disguise.PLAIN))
            .build();
    Map<String, Integer> kinds = new HashMap<>();
    Simulation.of(2, settings).records().forEach(r -> kinds.merge(kind(r), 1, Integer::sum));
    assertThat(kinds.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(20_000);
    assertThat(kinds.getOrDefault("process/start", 0) / 200.0).isBetween(5.0, 7.0);
    assertThat(kinds.getOrDefault("network/info", 0) / 200.0).isBetween(8.5, 11.5);
    assertThat(
            (kinds.getOrDefault("network/start", 0) + kinds.getOrDefault("network/end", 0)) / 200.0)
        .isBetween(37.0, 43.0);
  }

  private static String kind(SimulatedRecord record) {
    JsonNode json = Records.json(record.json());
    return json.at("/event/category/0").asText() + "/" + json.at("/event/type/0").asText();
  }

  @Test
  void oneMachineWithTwoSensorsRecordsAnIncidentTwice() {
    SimulationSettings settings =
        small()
            .incidents(1)
            .shapes(List.of("sysmon-winlogbeat+security"))
            .disguises(List.of(Disguise.PLAIN))
            .build();
    Simulation simulation = Simulation.of(4, settings);
    assertThat(simulation.planted().get(0).shapes())
        .containsExactly("sysmon-winlogbeat", "security");
    assertThat(
            simulation
                .records()
                .filter(r -> r.incident() != null)
                .map(SimulatedRecord::shape)
                .distinct())
        .containsExactlyInAnyOrder("sysmon-winlogbeat", "security");
  }

  @Property(tries = 50)
  void aTinyFleetStillGetsItsIncidents(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int hosts) {
    SimulationSettings settings =
        small().hosts(hosts).incidents(5).events(10).disguises(List.of(Disguise.values())).build();
    assertThat(Simulation.of(seed, settings).planted()).hasSize(5);
  }

  @Test
  void theListOfPlantedIncidentsIsJson() {
    PlantedIncident planted = Simulation.of(1, small().build()).planted().get(0);
    JsonNode json = Records.json(planted.json());
    assertThat(json.get("id").asText()).isEqualTo("incident-0001");
    assertThat(json.get("command_line").asText()).isEqualTo(planted.commandLine());
    assertThat(json.get("start").asText()).startsWith("2026-03-04T");
    assertThat(json.get("expects").get(0).asText()).isEqualTo("started");
  }

  @Test
  void settingsThatCannotBeAreRefusedByName() {
    assertThatThrownBy(() -> small().hosts(0).build()).hasMessageContaining("hosts");
    assertThatThrownBy(() -> small().duplicatePercent(101).build())
        .hasMessageContaining("duplicatePercent");
    assertThatThrownBy(() -> small().shapes(List.of("syslog")).build())
        .hasMessageContaining("'syslog'");
    assertThatThrownBy(() -> new TrafficMix(40, 20, 10)).hasMessageContaining("above 100");
  }
}
