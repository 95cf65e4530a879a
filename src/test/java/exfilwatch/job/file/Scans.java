package exfilwatch.job.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.job.RawRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Scans byte arrays as if they were files. */
final class Scans {

  private static final int MAX = 1 << 20;

  private Scans() {}

  static List<RawRecord> whole(byte[] content) {
    return whole(content, MAX);
  }

  static List<RawRecord> whole(byte[] content, int maxRecordBytes) {
    try {
      Source source = Source.whole("file", () -> new ByteArrayInputStream(content));
      return all(
          !source.isSupported()
              ? new UnsupportedScanner(source, maxRecordBytes)
              : switch (source.layout()) {
                case LINES -> new LineScanner(source, maxRecordBytes, Long.MAX_VALUE, false);
                case VALUES -> new ValueScanner(source, maxRecordBytes);
                case XML -> new XmlScanner(source, maxRecordBytes);
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the format reads a piece of a big file. */
  static List<RawRecord> piece(byte[] content, int offset, int length) {
    int start = Math.max(0, offset - 1);
    InputStream rest = new ByteArrayInputStream(content, start, content.length - start);
    return all(
        new LineScanner(Source.plain("file", () -> rest, start), MAX, offset + length, offset > 0));
  }

  static List<RawRecord> values(InputStream content, int maxRecordBytes) {
    return all(new ValueScanner(Source.plain("file", () -> content, 0), maxRecordBytes));
  }

  static List<RawRecord> xml(byte[] content, int maxRecordBytes) {
    return all(
        new XmlScanner(
            Source.plain("file", () -> new ByteArrayInputStream(content), 0), maxRecordBytes));
  }

  static List<String> texts(List<RawRecord> records) {
    return records.stream().map(r -> new String(r.bytes(), UTF_8)).toList();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static List<RawRecord> all(RecordScanner scanner) {
    List<RawRecord> records = new ArrayList<>();
    try (scanner) {
      for (RawRecord r = scanner.next(); r != null; r = scanner.next()) {
        records.add(r);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }
}
