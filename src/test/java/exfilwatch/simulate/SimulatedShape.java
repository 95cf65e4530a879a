package exfilwatch.simulate;

import java.util.List;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The records that a benchmark reads: the usual mix in one shape. */
@State(Scope.Benchmark)
public class SimulatedShape {

  public static final int RECORDS = 4000;

  @Param({
    "defend",
    "sysmon-winlogbeat",
    "sysmon-evtx",
    "sysmon-nxlog",
    "sysmon-ecs",
    "security",
    "crowdstrike-fdr",
    "sentinelone",
    "m365-defender",
    "m365-hunting",
    "endgame"
  })
  public String shape;

  public List<byte[]> records;

  @Setup
  public void simulate() {
    records =
        Simulation.of(
                1,
                SimulationSettings.builder()
                    .events(2 * RECORDS)
                    .hosts(500)
                    .incidents(0)
                    .shapes(List.of(shape))
                    .build())
            .records()
            .limit(RECORDS)
            .map(SimulatedRecord::json)
            .toList();
    if (records.size() < RECORDS) {
      throw new IllegalStateException(shape + " made only " + records.size() + " records");
    }
  }
}
