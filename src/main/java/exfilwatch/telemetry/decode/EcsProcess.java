package exfilwatch.telemetry.decode;

import java.util.List;

/** The ECS fields of one process object: {@code process} or {@code process.parent}. */
final class EcsProcess {
  final int entityId;
  final int pid;
  final int start;
  final int name;
  final int executable;
  final int commandLine;
  final int args;
  final int workingDirectory;
  final int integrity;
  final int originalFileName;
  final int product;
  final int company;
  final int description;
  final int fileVersion;
  final int md5;
  final int sha1;
  final int sha256;
  final int imphash;

  EcsProcess(Paths paths, String at) {
    entityId = paths.field(at + ".entity_id");
    pid = paths.field(at + ".pid");
    start = paths.field(at + ".start");
    name = paths.field(at + ".name");
    executable = paths.field(at + ".executable");
    commandLine = paths.field(at + ".command_line");
    args = paths.field(at + ".args");
    workingDirectory = paths.field(at + ".working_directory");
    integrity =
        paths.field(at + ".Ext.token.integrity_level_name", at + ".token.integrity_level_name");
    originalFileName = paths.field(at + ".pe.original_file_name");
    product = paths.field(at + ".pe.product");
    company = paths.field(at + ".pe.company");
    description = paths.field(at + ".pe.description");
    fileVersion = paths.field(at + ".pe.file_version");
    md5 = paths.field(at + ".hash.md5");
    sha1 = paths.field(at + ".hash.sha1");
    sha256 = paths.field(at + ".hash.sha256");
    imphash = paths.field(at + ".pe.imphash", at + ".hash.imphash");
  }

  /**
   * @param trustArgs whether the source splits the command line as the process itself does
   */
  ProcessParts read(Fields f, boolean trustArgs) {
    String line = f.text(commandLine);
    List<String> list = trustArgs || line == null ? f.list(args) : null;
    return new ProcessParts()
        .entityId(f.text(entityId))
        .pid(f.number(pid))
        .start(f.optionalTime(start))
        .name(f.text(name))
        .executable(f.text(executable))
        .commandLine(line)
        .args(list == null || list.isEmpty() ? null : List.copyOf(list))
        .workingDirectory(f.text(workingDirectory))
        .integrity(f.text(integrity))
        .pe(
            f.text(originalFileName),
            f.text(product),
            f.text(company),
            f.text(description),
            f.text(fileVersion))
        .hash(Values.hashes(f.text(md5), f.text(sha1), f.text(sha256), f.text(imphash)));
  }

  /** What tells it from other processes, where that is its ids; otherwise all of it. */
  ProcessParts identity(Fields f, boolean trustArgs) {
    String id = f.text(entityId);
    long number = f.number(pid);
    return id == null && number <= 0
        ? read(f, trustArgs)
        : new ProcessParts().entityId(id).pid(number).start(f.optionalTime(start));
  }

  /** The fields that describe the program, and others. */
  int[] program(int... others) {
    int[] own = {name, executable, originalFileName, product, company, description, fileVersion};
    return ProgramFields.join(own, others);
  }

  /** What is needed of it, where the arguments are not trusted. */
  ProcessParts read(Fields f, boolean outline, boolean trustArgs) {
    return outline ? identity(f, trustArgs) : read(f, trustArgs);
  }
}
