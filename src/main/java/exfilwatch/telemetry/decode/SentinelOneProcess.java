package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.User;
import org.jspecify.annotations.Nullable;

/** One process object of SentinelOne: {@code tgt.process}, {@code src.process} or its parent. */
final class SentinelOneProcess {
  private static final String STORED = "sentinel_one_cloud_funnel.event.";

  final int uid;
  final int pid;
  final int commandLine;
  final int name;
  final int path;
  final int displayName;
  private final int startTime;
  private final int integrity;
  private final int md5;
  private final int sha1;
  private final int sha256;
  private final int user;
  private final int effectiveUser;
  private final int effectiveUid;

  SentinelOneProcess(Paths paths, String at) {
    uid = paths.field(at + ".uid", STORED + at + ".uid");
    pid = paths.field(at + ".pid", STORED + at + ".pid");
    commandLine =
        paths.field(
            at + ".cmdline",
            STORED + at + ".cmdline",
            STORED + at + ".cmd_line",
            STORED + at + ".command_line");
    startTime =
        paths.field(at + ".startTime", STORED + at + ".start_time", STORED + at + ".startTime");
    name = paths.field(at + ".name", STORED + at + ".name");
    path = paths.field(at + ".image.path", STORED + at + ".image.path");
    displayName =
        paths.field(
            at + ".displayName", STORED + at + ".display_name", STORED + at + ".displayName");
    integrity =
        paths.field(
            at + ".integrityLevel",
            STORED + at + ".integrity_level",
            STORED + at + ".integrityLevel");
    md5 = paths.field(at + ".image.md5", STORED + at + ".image.md5");
    sha1 = paths.field(at + ".image.sha1", STORED + at + ".image.sha1");
    sha256 = paths.field(at + ".image.sha256", STORED + at + ".image.sha256");
    user = paths.field(at + ".user", STORED + at + ".user", STORED + at + ".user.name");
    effectiveUser = paths.field(at + ".eUserName", at + ".rUserName", STORED + at + ".e_user_name");
    effectiveUid = paths.field(at + ".eUserUid", at + ".rUserUid", STORED + at + ".e_user_uid");
  }

  /**
   * @param windows whether the display name is the file description of a Windows executable
   */
  ProcessParts read(Fields f, boolean windows) {
    return new ProcessParts()
        .entityId(Values.id(f.text(uid)))
        .pid(f.number(pid))
        .start(f.optionalTime(startTime))
        .name(f.text(name))
        .executable(f.text(path))
        .commandLine(f.text(commandLine))
        .integrity(f.text(integrity))
        .pe(null, null, null, windows ? f.text(displayName) : null, null)
        .hash(Values.hashes(f.text(md5), f.text(sha1), f.text(sha256), null));
  }

  /** What tells it from other processes, where that is its ids; otherwise all but version data. */
  ProcessParts identity(Fields f) {
    String id = Values.id(f.text(uid));
    long number = f.number(pid);
    return id == null && number <= 0
        ? read(f, false)
        : new ProcessParts().entityId(id).pid(number).start(f.optionalTime(startTime));
  }

  @Nullable User user(Fields f) {
    return Values.account(f.text(user, effectiveUser), f.text(effectiveUid));
  }
}
