package exfilwatch.rclone;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Programs whose arguments end in another program's command line: {@code sudo -u x COMMAND}.
 *
 * @param valued options that take the next word
 * @param positions words between the options and the command
 */
record Wrappers(Set<String> valued, int positions) {

  private static final Map<String, Wrappers> TAILS = new HashMap<>();

  static {
    tail("sudo", 0, "-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir");
    tail("doas", 0, "-u -C");
    tail("env", 0, "-u -C --unset --chdir");
    for (String plain :
        "nohup setsid command builtin busybox toybox caffeinate call".split(" ", -1)) {
      tail(plain, 0, "");
    }
    tail("exec", 0, "-a");
    tail("time", 0, "-o -f --output --format");
    tail("nice", 0, "-n --adjustment");
    tail("ionice", 0, "-c -n -p --class --classdata");
    tail("chrt", 1, "-T -P -D");
    tail("stdbuf", 0, "-i -o -e");
    tail("timeout", 1, "-s -k --signal --kill-after");
    tail("chroot", 1, "");
    tail("flock", 1, "-w -E --timeout");
    tail("torsocks", 0, "-u -p -a -P");
    tail("torify", 0, "");
    tail("proxychains", 0, "-f");
    tail("proxychains4", 0, "-f");
    tail("unshare", 0, "");
    tail("nsenter", 0, "-t --target");
    tail("strace", 0, "-o -e -p -s");
    tail("watch", 0, "-n --interval");
    tail("xargs", 0, "-I -n -P -L -d -a -s -E");
    tail(
        "systemd-run",
        0,
        "-u -p -E -M -H -t --unit --property --setenv --uid --gid --slice --description"
            + " --working-directory --on-calendar --on-active --on-boot --timer-property --nice");
    tail("wsl", 0, "-d -u --distribution --user --cd");
    tail("conhost", 0, "");
    tail("psexec", 0, "-u -p -n -r -w -a -g");
    tail("psexec64", 0, "-u -p -n -r -w -a -g");
    tail("paexec", 0, "-u -p -n -rlo -to -w -a");
  }

  /** Options of {@code docker run} before the image that take the next word. */
  static final Set<String> CONTAINER_VALUED =
      Set.of(
          "-v",
          "--volume",
          "-e",
          "--env",
          "--env-file",
          "--name",
          "-w",
          "--workdir",
          "-u",
          "--user",
          "-p",
          "--publish",
          "--network",
          "--net",
          "--mount",
          "--entrypoint",
          "-h",
          "--hostname",
          "--restart",
          "--memory",
          "-m",
          "--cpus",
          "--label",
          "-l",
          "--device",
          "--add-host",
          "--dns",
          "--platform",
          "--pull",
          "--cap-add",
          "--security-opt",
          "--tmpfs",
          "--group-add",
          "--pid",
          "--ipc",
          "--log-driver",
          "--log-opt",
          "-c",
          "--ulimit");

  private static void tail(String program, int positions, String valued) {
    TAILS.put(program, new Wrappers(Set.of(valued.split(" ", -1)), positions));
  }

  static @Nullable Wrappers of(String program) {
    return TAILS.get(program.toLowerCase(Locale.ROOT));
  }
}
