package exfilwatch.rclone;

import exfilwatch.rclone.filter.BadValueException;
import exfilwatch.rclone.filter.SeparatedList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Programs' names that make rclone take its arguments another way: as a mount helper ({@code
 * mount.rclone remote: /mnt -o a=b,c}, not on Windows) and for git-annex.
 */
final class MountHelper {

  private static final Set<String> IGNORED =
      Set.of(
          "rw",
          "dev",
          "nodev",
          "suid",
          "nosuid",
          "exec",
          "noexec",
          "auto",
          "noauto",
          "user",
          "nouser",
          "users",
          "_netdev",
          "nofail",
          "defaults",
          "relatime",
          "noatime",
          "nodiratime",
          "remount");

  private MountHelper() {}

  /** The argv that rclone makes of it; {@code environment} takes the variables it sets. */
  static List<String> rewrite(List<String> argv, Map<String, String> environment) {
    String name = argv.isEmpty() ? "" : Programs.baseName(argv.get(0));
    if (name.equals("git-annex-remote-rclone-builtin")) {
      List<String> rewritten = new ArrayList<>(argv);
      rewritten.add(1, "gitannex");
      return rewritten;
    }
    if (!name.equals("mount.rclone") && !name.equals("rclonefs")) {
      return argv;
    }
    List<String> words = new ArrayList<>();
    List<String> flags = new ArrayList<>();
    String command = "mount";
    for (int at = 1; at < argv.size(); at++) {
      String word = argv.get(at);
      if (word.equals("-o") && at + 1 < argv.size()) {
        command = options(argv.get(++at), command, flags, environment);
      } else if (word.startsWith("-o") && word.length() > 2) {
        command = options(word.substring(2), command, flags, environment);
      } else if (!Set.of("-n", "-s", "-f", "-w").contains(word)) {
        words.add(word);
      }
    }
    List<String> rewritten = new ArrayList<>(List.of(argv.get(0), command));
    rewritten.addAll(words);
    rewritten.addAll(flags);
    rewritten.add("--daemon");
    return rewritten;
  }

  private static String options(
      String text, String command, List<String> flags, Map<String, String> environment) {
    String chosen = command;
    for (String option : split(text)) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      String value = equals < 0 ? "" : option.substring(equals + 1);
      if (name.equals("command")) {
        chosen = value;
      } else if (name.startsWith("env.")) {
        environment.put(name.substring(4), value);
      } else if (name.equals("args2env")) {
        flags.add("--option=args2env");
      } else if (name.equals("ro")) {
        flags.add("--read-only");
      } else if (name.matches("v{1,3}")) {
        flags.add("-" + name);
      } else if (!name.isEmpty() && !IGNORED.contains(name) && !name.startsWith("x-systemd")) {
        flags.add("--" + name.replace('_', '-') + (equals < 0 ? "" : "=" + value));
      }
    }
    return chosen;
  }

  private static List<String> split(String text) {
    try {
      return SeparatedList.commas(text);
    } catch (BadValueException e) {
      return List.of(text.split(",", -1));
    }
  }
}
