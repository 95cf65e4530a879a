package exfilwatch.job;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes alerts as NDJSON, for a bounded job in this JVM and at parallelism 1. Alerts arrive in the order
 * of their time; those of the same time are put into the order of their ids, so that the same input
 * gives the same output whatever the order of its lines.
 */
final class LineSink implements Sink<Line> {

  private static final long serialVersionUID = 1;

  /** Where a path means standard output. */
  static final String STDOUT = "-";

  private final String path;

  LineSink(String path) {
    this.path = path;
  }

  @Override
  public SinkWriter<Line> createWriter(WriterInitContext context) throws IOException {
    OutputStream out =
        path.equals(STDOUT)
            ? new FileOutputStream(FileDescriptor.out)
            : Files.newOutputStream(Path.of(path));
    return new LineWriter(new BufferedOutputStream(out, 1 << 16));
  }

  private static final class LineWriter implements SinkWriter<Line> {

    private final OutputStream out;
    private final List<Line> sameTime = new ArrayList<>();

    LineWriter(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(Line line, Context context) throws IOException {
      if (!sameTime.isEmpty() && sameTime.get(0).time() != line.time()) {
        writeOut();
      }
      sameTime.add(line);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      writeOut();
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }

    private void writeOut() throws IOException {
      sameTime.sort(Comparator.comparing(Line::order));
      for (Line line : sameTime) {
        out.write(line.bytes());
        out.write('\n');
      }
      sameTime.clear();
    }
  }
}
