package exfilwatch.bench;

import exfilwatch.job.kafka.TelemetryWriter;
import exfilwatch.simulate.SimulatedRecord;
import exfilwatch.simulate.Simulation;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;

/**
 * Telemetry in a temporary file, made before the job runs that reads it: making a record takes the
 * processor several times as long as writing it.
 */
final class Recording implements AutoCloseable {

  private static final int BUFFER = 1 << 20;

  private final FileChannel file;
  private long records;

  private Recording(FileChannel file) {
    this.file = file;
  }

  /** Makes all records. */
  static Recording of(Simulation simulation) throws IOException {
    // As large as it is, nothing may be left of it when the process is interrupted
    Recording recording =
        new Recording(
            FileChannel.open(
                Files.createTempFile("exfilwatch-bench", ".records"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE));
    try {
      recording.write(simulation);
    } catch (IOException e) {
      recording.close();
      throw e;
    }
    return recording;
  }

  private void write(Simulation simulation) throws IOException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
    for (Iterator<SimulatedRecord> all = simulation.iterator(); all.hasNext(); records++) {
      SimulatedRecord record = all.next();
      out.writeLong(record.time());
      out.writeInt(record.json().length);
      out.write(record.json());
    }
    out.flush();
  }

  /**
   * Writes every record when the time has come that it bears.
   *
   * @return by how many milliseconds the slowest one was behind
   */
  long play(TelemetryWriter writer) throws IOException {
    long behind = 0;
    DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Channels.newInputStream(file.position(0)), BUFFER));
    for (long i = 0; i < records; i++) {
      long early = in.readLong() - System.currentTimeMillis();
      if (early > 0) {
        LockSupport.parkNanos(early * 1_000_000);
      }
      behind = Math.max(behind, -early);
      writer.write(in.readNBytes(in.readInt()));
    }
    return behind;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
