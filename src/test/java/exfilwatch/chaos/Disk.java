package exfilwatch.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The storage of checkpoints, which can run full: a small file system of its own where this user
 * may mount one; elsewhere a folder that is taken away.
 */
final class Disk implements AutoCloseable {

  private static final String SIZE = "64m";

  private final Path folder;
  private final boolean mounted;

  private Disk(Path folder, boolean mounted) {
    this.folder = folder;
    this.mounted = mounted;
  }

  /** Takes an empty folder, or one that does not exist. */
  static Disk at(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    return new Disk(
        folder, run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", folder.toString()));
  }

  String kind() {
    return mounted ? "a file system of " + SIZE : "a folder";
  }

  void fill() throws IOException {
    if (!mounted) {
      Files.move(folder, aside());
      Files.createFile(folder); // in its place, so that nobody makes the folder again
      return;
    }
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // no space left: as it should be
    }
  }

  void free() throws IOException {
    if (mounted) {
      Files.deleteIfExists(filler());
    } else if (Files.exists(aside())) {
      Files.delete(folder);
      Files.move(aside(), folder);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    free();
    release(folder);
  }

  /** Unmounts what is there, if anything. */
  static void release(Path folder) throws InterruptedException {
    run("umount", "-l", folder.toString());
  }

  private Path filler() {
    return folder.resolve("full");
  }

  private Path aside() {
    return folder.resolveSibling("checkpoints-aside");
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
