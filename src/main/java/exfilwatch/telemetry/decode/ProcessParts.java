package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a record says of a process; the parts may come in any order. */
final class ProcessParts {
  private @Nullable String entityId;
  private long pid;
  private long start;
  private @Nullable String name;
  private @Nullable String executable;
  private @Nullable String commandLine;
  private @Nullable List<String> args;
  private @Nullable String workingDirectory;
  private @Nullable String integrity;
  private @Nullable PeFile pe;
  private @Nullable Hashes hash;

  ProcessParts entityId(@Nullable String value) {
    entityId = value;
    return this;
  }

  ProcessParts pid(long value) {
    pid = Math.max(0, value);
    return this;
  }

  ProcessParts start(long value) {
    start = value;
    return this;
  }

  ProcessParts name(@Nullable String value) {
    name = value;
    return this;
  }

  ProcessParts executable(@Nullable String value) {
    executable = value;
    return this;
  }

  ProcessParts commandLine(@Nullable String value) {
    commandLine = value;
    return this;
  }

  ProcessParts args(@Nullable List<String> value) {
    args = value;
    return this;
  }

  ProcessParts workingDirectory(@Nullable String value) {
    workingDirectory = value;
    return this;
  }

  ProcessParts integrity(@Nullable String value) {
    integrity = Values.integrity(value);
    return this;
  }

  ProcessParts pe(
      @Nullable String originalFileName,
      @Nullable String product,
      @Nullable String company,
      @Nullable String description,
      @Nullable String fileVersion) {
    String original = "?".equals(originalFileName) ? null : originalFileName;
    pe =
        original == null
                && product == null
                && company == null
                && description == null
                && fileVersion == null
            ? null
            : new PeFile(original, product, company, description, fileVersion);
    return this;
  }

  ProcessParts hash(@Nullable Hashes value) {
    hash = value;
    return this;
  }

  @Nullable String executable() {
    return executable;
  }

  ProcessInfo build() {
    return new ProcessInfo(
        entityId,
        pid,
        start,
        Values.processName(name, executable),
        executable,
        commandLine,
        args,
        workingDirectory,
        integrity,
        pe,
        hash);
  }

  /** Null when the record says nothing that tells the process from any other. */
  @Nullable ProcessInfo buildIfKnown() {
    return entityId == null && pid == 0 && name == null && executable == null && commandLine == null
        ? null
        : build();
  }
}
