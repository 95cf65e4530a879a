package exfilwatch.job.file;

import exfilwatch.job.RawRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/** Reads one split of a file: opens it, tells what it is, and cuts it into records. */
final class TelemetryFormat implements BulkFormat<RawRecord, FileSourceSplit> {

  private static final long serialVersionUID = 1;

  private final ReadLimits limits;
  private final Map<String, String> names;
  private final Reading reading;

  /**
   * @param names of every path what to call it in {@link RawRecord#origin}
   * @param reading is told what is read, and tells when to stop
   */
  TelemetryFormat(ReadLimits limits, Map<String, String> names, Reading reading) {
    this.limits = limits;
    this.names = Map.copyOf(names);
    this.reading = reading;
  }

  @Override
  public Reader<RawRecord> createReader(Configuration config, FileSourceSplit split)
      throws IOException {
    return new RecordReader(open(split), reading);
  }

  @Override
  public Reader<RawRecord> restoreReader(Configuration config, FileSourceSplit split)
      throws IOException {
    RecordReader reader = new RecordReader(open(split), reading);
    reader.skip(
        split.getReaderPosition().map(CheckpointedPosition::getRecordsAfterOffset).orElse(0L));
    return reader;
  }

  @Override
  public boolean isSplittable() {
    return true;
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }

  /** A file that can't be opened any more is a record that says so; the run goes on. */
  RecordScanner open(FileSourceSplit split) throws IOException {
    String path = split.path().getPath();
    String origin = names.getOrDefault(path, path);
    int max = limits.maxRecordBytes();
    if (split.length() < split.fileSize()) {
      boolean first = split.offset() == 0;
      long start = first ? 0 : split.offset() - 1;
      return new LineScanner(
          Source.plain(origin, () -> openAt(split.path(), start), start),
          max,
          split.offset() + split.length(),
          !first);
    }
    Source source = Source.whole(origin, () -> openAt(split.path(), 0));
    if (!source.isSupported()) {
      return new UnsupportedScanner(source, max);
    }
    return switch (source.layout()) {
      case LINES -> new LineScanner(source, max, Long.MAX_VALUE, false);
      case VALUES -> new ValueScanner(source, max);
      case XML -> new XmlScanner(source, max);
    };
  }

  private InputStream openAt(Path path, long position) throws IOException {
    FSDataInputStream file = path.getFileSystem().open(path);
    if (position > 0) {
      file.seek(position);
    }
    return reading.metered(file);
  }
}
