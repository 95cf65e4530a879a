package exfilwatch.simulate;

import exfilwatch.telemetry.PeFile;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * An rclone call as intruders type it.
 *
 * @param argv its arguments, the first is how it was called
 * @param secret the key among them; null when there is none
 */
record RcloneCommand(
    Program program,
    List<String> argv,
    Destination destination,
    String bucket,
    @Nullable String secret) {

  private static final PeFile RCLONE =
      new PeFile("rclone.exe", "Rclone", "https://rclone.org", "Rclone", "1.68.2");
  private static final PeFile OLD_RCLONE =
      new PeFile("rclone.exe", "Rclone", "https://rclone.org", "Rsync for cloud storage", "1.60.1");

  private static final List<String> NAMES =
      List.of(
          "TrendFileSecurityCheck.exe",
          "svchost.exe",
          "sihosts.exe",
          "wininit.exe",
          "vmware.exe",
          "backup_service.exe");
  private static final List<String> WINDOWS_SOURCES =
      List.of(
          "\\\\files\\finance",
          "\\\\fs01.corp.example.com\\legal$",
          "\\\\files\\Human Resources\\Contracts",
          "D:\\Shares\\Engineering",
          "C:\\Users\\Public\\Documents");
  private static final List<String> POSIX_SOURCES =
      List.of("/srv/share/contracts", "/mnt/nas/projects", "/var/lib/postgresql/dumps");
  private static final List<List<String>> TASTES =
      List.of(
          List.of("--include", "*.pdf", "--include", "*.docx", "--max-age", "3y"),
          List.of("--include", "*.{doc,docx,xls,xlsx,pdf}", "--max-size", "500M"),
          List.of("--include", "*.dwg", "--include", "*.{step,sldprt}"),
          List.of("--exclude", "*.{mp4,exe,msi,iso}"),
          List.of("--max-age", "2y", "--min-size", "10k"),
          List.of());
  private static final List<List<String>> PACES =
      List.of(
          List.of("--transfers", "20", "--checkers", "30", "-P"),
          List.of("--multi-thread-streams", "12", "--transfers", "16", "-q"),
          List.of("--bwlimit", "30M", "--no-check-certificate"),
          List.of("-P", "--stats", "30s"));

  /** One after the disguise's kind; {@code number} makes its file and destination its own. */
  static RcloneCommand random(
      Disguise disguise, Endpoint host, int number, SplittableRandom random) {
    Destination destination = pick(List.of(Destination.values()), random);
    String bucket = "drop-" + Mix.hex(number, 5);
    String path = host.name() + "/" + number;
    String named = "rem" + number + ":" + bucket + "/" + path;
    String made = "EXAMPLE" + Mix.hex(number + 77L, 24);
    String remote =
        switch (disguise) {
          case ON_THE_FLY -> destination.onTheFly(made, bucket, path);
          case CRYPT -> ":crypt,remote=\"" + named + "\",password=" + made + ":q1";
          default -> named;
        };
    String secret = remote.equals(named) ? null : made;
    Program program = program(disguise, host, number, random);
    List<String> argv = new ArrayList<>();
    argv.add(random.nextBoolean() ? program.name() : program.path());
    if (disguise == Disguise.DAEMON) {
      argv.addAll(List.of("mount", remote, "/mnt/" + bucket, "--daemon"));
    } else {
      argv.add(verb(disguise, random));
      argv.add(pick(host.os() == Os.WINDOWS ? WINDOWS_SOURCES : POSIX_SOURCES, random));
      argv.add(remote);
      argv.addAll(pick(TASTES, random));
      argv.addAll(pick(PACES, random));
    }
    if (disguise == Disguise.RENAMED_WITHOUT_PE) {
      argv.addAll(List.of("--ignore-existing", "--auto-confirm"));
    }
    return new RcloneCommand(program, List.copyOf(argv), destination, bucket, secret);
  }

  static Program windowsProgram(String path, boolean versionData) {
    return Program.of(path, versionData ? RCLONE : null);
  }

  private static String verb(Disguise disguise, SplittableRandom random) {
    return switch (disguise) {
      case OTHER_VERB -> pick(List.of("move", "moveto", "copyto"), random);
      case RENAMED_WITHOUT_PE, SHELL_WRAPPER -> "copy";
      default -> random.nextInt(4) == 0 ? "sync" : "copy";
    };
  }

  private static Program program(
      Disguise disguise, Endpoint host, int number, SplittableRandom random) {
    if (host.os() != Os.WINDOWS) {
      return Program.of("/var/tmp/." + Mix.hex(number, 4) + "/rclone");
    }
    List<String> folders =
        List.of(
            "C:\\Users\\" + host.user().name() + "\\Downloads\\rclone-v1.68.2-windows-amd64",
            "C:\\ProgramData\\" + Mix.hex(number, 4),
            "C:\\PerfLogs\\" + number,
            "C:\\Users\\Public\\" + number);
    String name =
        disguise.renamed()
            ? pick(NAMES, random)
            : disguise == Disguise.UPPER_CASE ? "RCLONE.EXE" : "rclone.exe";
    String path = pick(folders, random) + "\\" + name;
    if (disguise == Disguise.RENAMED_WITHOUT_PE) {
      return Program.of(path);
    }
    return Program.of(path, random.nextInt(4) == 0 ? OLD_RCLONE : RCLONE);
  }

  private static <T> T pick(List<T> choices, SplittableRandom random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
