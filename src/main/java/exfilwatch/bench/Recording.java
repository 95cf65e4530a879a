package exfilwatch.bench;

import exfilwatch.job.kafka.TelemetryWriter;
import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;

/**
 * Telemetry in a temporary file, made before the job runs that reads it: making a record takes the
 * processor several times as long as writing it.
 */
final class Recording implements AutoCloseable {

  private static final int BUFFER = 1 << 20;

  private final Path file;
  private long records;

  private Recording(Path file) {
    this.file = file;
  }

  /** Makes all records. */
  static Recording of(Simulation simulation) throws IOException {
    Recording recording = new Recording(Files.createTempFile("exfilwatch-bench", ".records"));
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(recording.file), BUFFER))) {
      for (Iterator<SimulatedRecord> all = simulation.iterator(); all.hasNext(); ) {
        SimulatedRecord record = all.next();
        out.writeLong(record.time());
        out.writeInt(record.json().length);
        out.write(record.json());
        recording.records++;
      }
    } catch (IOException e) {
      recording.close();
      throw e;
    }
    return recording;
  }

  long records() {
    return records;
  }

  /**
   * Writes every record when the time has come that it bears.
   *
   * @return by how many milliseconds the slowest one was behind
   */
  long play(TelemetryWriter writer) throws IOException {
    long behind = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      for (long i = 0; i < records; i++) {
        long early = in.readLong() - System.currentTimeMillis();
        if (early > 0) {
          LockSupport.parkNanos(early * 1_000_000);
        }
        behind = Math.max(behind, -early);
        writer.write(in.readNBytes(in.readInt()));
      }
    }
    return behind;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
