package exfilwatch.job.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Cuts big files of plain lines into pieces that are read in parallel; others stay whole. */
final class SplitEnumerator implements FileEnumerator {

  private final long splitBytes;

  SplitEnumerator(long splitBytes) {
    this.splitBytes = splitBytes;
  }

  @Override
  public Collection<FileSourceSplit> enumerateSplits(Path[] paths, int minDesiredSplits)
      throws IOException {
    List<FileSourceSplit> splits = new ArrayList<>();
    for (Path path : paths) {
      FileSystem fileSystem = path.getFileSystem();
      FileStatus status = fileSystem.getFileStatus(path);
      long size = status.getLen();
      long step = size > splitBytes && isPlainLines(fileSystem, path) ? splitBytes : size;
      long offset = 0;
      do {
        long length = Math.min(step, size - offset);
        splits.add(
            new FileSourceSplit(
                String.format("%010d", splits.size()),
                path,
                offset,
                length,
                status.getModificationTime(),
                size));
        offset += length;
      } while (offset < size);
    }
    return splits;
  }

  private static boolean isPlainLines(FileSystem fileSystem, Path path) throws IOException {
    try (var file = fileSystem.open(path)) {
      byte[] head = file.readNBytes(Layout.SNIFF_BYTES);
      return FileKind.of(head) == FileKind.TEXT
          && Layout.of(head, head.length < Layout.SNIFF_BYTES) == Layout.LINES;
    }
  }
}
