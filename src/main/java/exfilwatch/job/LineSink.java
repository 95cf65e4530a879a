package exfilwatch.job;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Writes lines to a file or to standard output, for a bounded job in this JVM at parallelism 1. */
final class LineSink implements Sink<byte[]> {

  private static final long serialVersionUID = 1;

  /** Where a path means standard output. */
  static final String STDOUT = "-";

  private final String path;

  LineSink(String path) {
    this.path = path;
  }

  @Override
  public SinkWriter<byte[]> createWriter(WriterInitContext context) throws IOException {
    OutputStream out =
        path.equals(STDOUT)
            ? new FileOutputStream(FileDescriptor.out)
            : Files.newOutputStream(Path.of(path));
    return new LineWriter(out, new BufferedOutputStream(out, 1 << 16));
  }

  private record LineWriter(OutputStream file, OutputStream out) implements SinkWriter<byte[]> {

    @Override
    public void write(byte[] line, Context context) throws IOException {
      out.write(line);
      out.write('\n');
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      out.flush();
    }

    /** Does not write what is left: that is done at the end of the input, or the reader is gone. */
    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
