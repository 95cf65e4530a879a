package exfilwatch.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process, as far as one record describes it; null (or 0 for numbers) is absent.
 *
 * @param entityId the vendor's id of this one process (Sysmon's ProcessGuid in lower case, Defend's
 *     entity_id …); null when the source has none or sends the null GUID
 * @param pid process id, 0 when unknown
 * @param start when the process started, epoch milliseconds UTC, 0 when unknown
 * @param name file name of the executable, in the case of the source
 * @param executable full path, in the form of the source (drive, device or POSIX path)
 * @param commandLine the whole command line, as the source gives it
 * @param args the arguments as the vendor split them; null when it doesn't
 * @param workingDirectory current directory
 * @param integrity integrity level in lower case: {@code low}, {@code medium}, {@code high}, {@code
 *     system}
 * @param pe version data of the executable; null when the source has none
 * @param hash hashes of the executable; null when the source has none
 */
public record ProcessInfo(
    @Nullable String entityId,
    long pid,
    long start,
    @Nullable String name,
    @Nullable String executable,
    @Nullable String commandLine,
    @Nullable List<String> args,
    @Nullable String workingDirectory,
    @Nullable String integrity,
    @Nullable PeFile pe,
    @Nullable Hashes hash) {

  /** This process with its arguments split otherwise. */
  public ProcessInfo withArgs(List<String> other) {
    return new ProcessInfo(
        entityId,
        pid,
        start,
        name,
        executable,
        commandLine,
        other,
        workingDirectory,
        integrity,
        pe,
        hash);
  }
}
