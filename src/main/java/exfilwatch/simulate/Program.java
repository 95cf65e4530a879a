package exfilwatch.simulate;

import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.PeFile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An executable file.
 *
 * @param path full path: drive or POSIX
 * @param pe its version data; null when it carries none
 * @param hash all four set
 */
record Program(String path, @Nullable PeFile pe, Hashes hash) {

  static Program of(String path, @Nullable PeFile pe) {
    String content = pe == null ? path : pe.originalFileName() + pe.fileVersion();
    long seed = Mix.of(content);
    Hashes hash =
        new Hashes(
            Mix.hex(seed, 32), Mix.hex(seed + 1, 40), Mix.hex(seed + 2, 64), Mix.hex(seed + 3, 32));
    return new Program(path, pe, hash);
  }

  /** A program of a vendor whose files all carry version data. */
  static Program of(String path, String product, String company, String description) {
    return of(path, new PeFile(base(path), product, company, description, "10.4.2.118"));
  }

  static Program of(String path) {
    return of(path, null);
  }

  String name() {
    return base(path);
  }

  boolean windows() {
    return path.startsWith(":\\", 1);
  }

  /** The path as the kernel writes it: {@code \Device\HarddiskVolume3\…}. */
  String devicePath() {
    return windows() ? "\\Device\\HarddiskVolume3" + path.substring(2) : path;
  }

  /** What a sensor shows for it: the file description, or the name. */
  String displayName() {
    return pe == null ? name() : Objects.requireNonNullElse(pe.description(), name());
  }

  private static String base(String path) {
    return path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
  }
}
