package exfilwatch.job.file;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.job.RawRecord;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReadingTest {

  @TempDir private Path folder;

  @Test
  void endsAFileBetweenTwoBatches() throws Exception {
    Path file = Files.writeString(folder.resolve("a.ndjson"), "{\"a\":1}\n".repeat(5_000));
    try (Reading reading = new Reading();
        BulkFormat.Reader<RawRecord> reader = reader(file, reading)) {
      assertThat(reader.readBatch()).isNotNull();
      assertThat(reading.bytes()).isPositive();
      reading.stop();
      assertThat(reader.readBatch()).isNull();
    }
  }

  @Test
  void countsEveryByteOfTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("a.ndjson"), "{\"a\":1}\n".repeat(500));
    try (Reading reading = new Reading();
        BulkFormat.Reader<RawRecord> reader = reader(file, reading)) {
      while (reader.readBatch() != null) {}
      assertThat(reading.bytes()).isEqualTo(Files.size(file));
    }
  }

  @Test
  void isOneObjectWhereverFlinkCopiesItTo() throws Exception {
    try (Reading reading = new Reading()) {
      assertThat(InstantiationUtil.clone(reading)).isSameAs(reading);
    }
  }

  @Test
  void endsAPipeThatSaysNothing() {
    Reading reading = new Reading();
    CompletableFuture<Void> silence = new CompletableFuture<>();
    InputStream pipe =
        new InputStream() {
          @Override
          public int read() {
            reading.stop();
            silence.join();
            return -1;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            return read();
          }
        };
    try (InputFiles files = InputFiles.find(List.of("-"), pipe, reading)) {
      assertThat(files.count()).isOne();
      assertThat(reading.isStopped()).isTrue();
    } finally {
      silence.complete(null);
    }
  }

  @Test
  void knowsHowMuchThereIs() {
    Reading reading = new Reading();
    byte[] text = "{}\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    try (InputFiles files =
        InputFiles.find(List.of("-"), new ByteArrayInputStream(text), reading)) {
      assertThat(reading.total()).isEqualTo(files.totalBytes()).isEqualTo(3);
      assertThat(reading.bytes()).isZero();
    }
  }

  private static BulkFormat.Reader<RawRecord> reader(Path file, Reading reading) throws Exception {
    long size = Files.size(file);
    return new TelemetryFormat(ReadLimits.DEFAULT, Map.of(), reading)
        .createReader(
            new Configuration(),
            new FileSourceSplit(
                "1", org.apache.flink.core.fs.Path.fromLocalFile(file.toFile()), 0, size, 0, size));
  }
}
