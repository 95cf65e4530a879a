package exfilwatch.bench;

import exfilwatch.simulate.PlantedIncident;
import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The telemetry that all jobs read, and how much of it there is once it has been written. */
final class Workload {

  private @Nullable Simulation simulation;
  private final List<PlantedIncident> planted;
  private long records;
  private long bytes;

  Workload(BenchSettings settings) {
    Simulation made = Simulation.of(settings.seed(), settings.simulation());
    simulation = made;
    planted = made.planted();
  }

  /** Where records go. */
  interface Output {
    void write(long number, byte[] record) throws IOException;
  }

  /** Writes all records, once: the machines that made them are then given up, for their memory. */
  void write(Output output) throws IOException {
    Simulation source = Objects.requireNonNull(simulation, "written before");
    simulation = null;
    for (Iterator<SimulatedRecord> all = source.iterator(); all.hasNext(); records++) {
      byte[] record = all.next().json();
      output.write(records, record);
      bytes += record.length;
    }
  }

  List<PlantedIncident> planted() {
    return planted;
  }

  long records() {
    return records;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return "wrote %,d records, %,d bytes each, %d incidents"
        .formatted(records, bytes / Math.max(1, records), planted.size());
  }
}
