package exfilwatch.job.file;

import exfilwatch.job.RawRecord;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.connector.file.src.FileSource;

/**
 * The files of a hunt, found and checked before the job starts. Standard input and pipes are
 * spooled to temporary files, which {@link #close} deletes.
 */
public final class InputFiles implements Closeable {

  /** By real path, so that a file that is named twice is read once. */
  private final Map<Path, String> names = new TreeMap<>();

  private final List<Path> spooled = new ArrayList<>();

  private final Reading reading;

  private InputFiles(Reading reading) {
    this.reading = reading;
  }

  /** Finds files that nobody watches being read. */
  public static InputFiles find(List<String> inputs, InputStream stdin) {
    return find(inputs, stdin, new Reading());
  }

  /**
   * Finds the files.
   *
   * @param inputs files; folders, searched to their depth without hidden files; {@code -} for
   *     {@code stdin}
   * @param reading is told how far they have been read, and closed with them
   * @throws InputException for the first input that is missing, unreadable or an empty folder
   */
  public static InputFiles find(List<String> inputs, InputStream stdin, Reading reading) {
    InputFiles files = new InputFiles(reading);
    try {
      for (String input : inputs) {
        files.add(input, stdin);
        if (reading.isStopped()) {
          break;
        }
      }
      reading.found(files.totalBytes());
      return files;
    } catch (InputException e) {
      files.close();
      throw e;
    }
  }

  /** The files as a bounded source of records. */
  public FileSource<RawRecord> source(ReadLimits limits) {
    Map<String, String> origins = new HashMap<>();
    names.forEach((file, name) -> origins.put(flinkPath(file).getPath(), name));
    long splitBytes = limits.splitBytes();
    return FileSource.forBulkFileFormat(
            new TelemetryFormat(limits, origins, reading),
            names.keySet().stream()
                .map(InputFiles::flinkPath)
                .toArray(org.apache.flink.core.fs.Path[]::new))
        .setFileEnumerator(() -> new SplitEnumerator(splitBytes))
        .build();
  }

  /** How many files there are. */
  public int count() {
    return names.size();
  }

  /** Bytes of all files as they lie on the disk. */
  public long totalBytes() {
    return names.keySet().stream().mapToLong(file -> file.toFile().length()).sum();
  }

  /** The files by their real path, each with its name for the user. */
  Map<Path, String> names() {
    return Collections.unmodifiableMap(names);
  }

  private void add(String input, InputStream stdin) {
    try {
      if (input.equals("-")) {
        spool(() -> leftOpen(stdin), "stdin");
        return;
      }
      Path path = Path.of(input);
      if (!Files.exists(path)) {
        throw new InputException(input, "no such file or folder");
      }
      if (Files.isDirectory(path)) {
        addFolder(input, path);
      } else if (!Files.isReadable(path)) {
        throw new InputException(input, "may not be read by this user");
      } else if (Files.isRegularFile(path)) {
        names.putIfAbsent(path.toRealPath(), input);
      } else {
        spool(() -> Files.newInputStream(path), input);
      }
    } catch (InvalidPathException e) {
      throw new InputException(input, "not a file name: " + e.getReason());
    } catch (IOException e) {
      throw new InputException(input, "can't be read: " + e.getMessage());
    }
  }

  private void addFolder(String input, Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new Finder(folder, found));
    if (found.isEmpty()) {
      throw new InputException(input, "no files in this folder");
    }
    for (Path file : found) {
      if (!Files.isReadable(file)) {
        throw new InputException(file.toString(), "may not be read by this user");
      }
      names.putIfAbsent(file.toRealPath(), file.toString());
    }
  }

  /** Regular files below a folder; hidden ones and links that lead nowhere or back are left out. */
  private static final class Finder extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<Path> found;

    Finder(Path root, List<Path> found) {
      this.root = root;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return folder.equals(root) || !isHidden(folder)
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && !isHidden(file)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (Files.isDirectory(file) && !Files.isReadable(file) && !isHidden(file)) {
        throw new InputException(file.toString(), "may not be read by this user");
      }
      return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
      return path.getFileName().toString().startsWith(".");
    }
  }

  private static InputStream leftOpen(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public void close() {}
    };
  }

  private void spool(GuardedInput.Opener pipe, String name) throws IOException {
    Path file = Files.createTempFile("exfilwatch-", ".spool");
    file.toFile().deleteOnExit();
    spooled.add(file);
    Spool.copy(pipe, file, reading);
    names.put(file.toRealPath(), name);
  }

  private static org.apache.flink.core.fs.Path flinkPath(Path file) {
    return org.apache.flink.core.fs.Path.fromLocalFile(file.toFile());
  }

  /** Deletes what was spooled. */
  @Override
  public void close() {
    reading.close();
    for (Path file : spooled) {
      file.toFile().delete();
    }
  }
}
