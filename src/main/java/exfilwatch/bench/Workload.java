package exfilwatch.bench;

import exfilwatch.simulate.PlantedIncident;
import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** The telemetry that all jobs read, and how much of it there is once it has been written. */
final class Workload {

  private final Simulation simulation;
  private long records;
  private long bytes;

  Workload(BenchSettings settings) {
    simulation = Simulation.of(settings.seed(), settings.simulation());
  }

  /** Where records go. */
  interface Output {
    void write(long number, byte[] record) throws IOException;
  }

  void write(Output output) throws IOException {
    records = 0;
    bytes = 0;
    for (Iterator<SimulatedRecord> all = simulation.iterator(); all.hasNext(); records++) {
      byte[] record = all.next().json();
      output.write(records, record);
      bytes += record.length;
    }
  }

  List<PlantedIncident> planted() {
    return simulation.planted();
  }

  long records() {
    return records;
  }

  long bytes() {
    return bytes;
  }
}
