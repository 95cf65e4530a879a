package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.User;
import org.jspecify.annotations.Nullable;

/** The columns of one of the two processes in a row of Defender. */
final class DefenderProcess {
  private static final long DAY = 86_400_000L;

  final int pid;
  private final int start;
  final int name;
  final int path;
  final int commandLine;
  private final int integrity;
  private final int originalFileName;
  private final int product;
  private final int company;
  private final int description;
  private final int version;
  private final int md5;
  private final int sha1;
  private final int sha256;
  private final int userName;
  private final int userDomain;
  private final int userSid;

  private DefenderProcess(Paths paths, String process, String file) {
    pid = DefenderSource.column(paths, process + "Id");
    start = DefenderSource.column(paths, process + "CreationTime");
    commandLine = DefenderSource.column(paths, process + "CommandLine");
    integrity = DefenderSource.column(paths, process + "IntegrityLevel");
    String info = process + "VersionInfo";
    originalFileName = DefenderSource.column(paths, info + "OriginalFileName");
    product = DefenderSource.column(paths, info + "ProductName");
    company = DefenderSource.column(paths, info + "CompanyName");
    description = DefenderSource.column(paths, info + "FileDescription");
    version = DefenderSource.column(paths, info + "ProductVersion");
    name = DefenderSource.column(paths, file + "FileName");
    path = DefenderSource.column(paths, file + "FolderPath");
    md5 = DefenderSource.column(paths, file + "MD5");
    sha1 = DefenderSource.column(paths, file + "SHA1");
    sha256 = DefenderSource.column(paths, file + "SHA256");
    userName = DefenderSource.column(paths, file + "AccountName");
    userDomain = DefenderSource.column(paths, file + "AccountDomain");
    userSid = DefenderSource.column(paths, file + "AccountSid");
  }

  /** The new process of a start. */
  static DefenderProcess created(Paths paths) {
    return new DefenderProcess(paths, "Process", "");
  }

  /** The process that started it, or that opened a connection. */
  static DefenderProcess initiating(Paths paths) {
    return new DefenderProcess(paths, "InitiatingProcess", "InitiatingProcess");
  }

  /**
   * @param time of the record: a creation long after it is a mistake and left out
   */
  ProcessParts read(Fields f, long time) {
    return identity(f, time)
        .name(f.text(name))
        .executable(f.text(path))
        .commandLine(f.text(commandLine))
        .integrity(f.text(integrity))
        .pe(
            f.text(originalFileName),
            f.text(product),
            f.text(company),
            f.text(description),
            f.text(version))
        .hash(Values.hashes(f.text(md5), f.text(sha1), f.text(sha256), null));
  }

  /** Of an outline what tells it from other processes, where it has an id; otherwise all. */
  ProcessParts read(Fields f, long time, boolean outline) {
    return outline && f.number(pid) > 0 ? identity(f, time) : read(f, time);
  }

  /** Like {@link #read}, without anything but its id and start. */
  ProcessParts identity(Fields f, long time) {
    long creation = f.optionalTime(start);
    return new ProcessParts().pid(f.number(pid)).start(creation > time + DAY ? 0 : creation);
  }

  /** The fields that describe the program. */
  int[] program() {
    return new int[] {name, path, originalFileName, product, company, description, version};
  }

  @Nullable User user(Fields f) {
    return Values.user(f.text(userName), f.text(userDomain), f.text(userSid));
  }
}
