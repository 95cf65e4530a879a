package exfilwatch.rclone;

import java.util.Locale;
import java.util.Set;

/** Names of programs as command lines have them. */
final class Programs {

  private static final Set<String> RCLONE =
      Set.of("rclone", "mount.rclone", "rclonefs", "git-annex-remote-rclone-builtin");

  private Programs() {}

  /** {@code C:\Windows\System32\Cmd.EXE} is {@code cmd}. */
  static String baseName(String path) {
    int start = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
    int end = path.length();
    if (end - start > 4 && path.charAt(end - 4) == '.') {
      String extension = path.substring(end - 3).toLowerCase(Locale.ROOT);
      if (Set.of("exe", "cmd", "bat", "com").contains(extension)) {
        end -= 4;
      }
    }
    return path.substring(start, end).toLowerCase(Locale.ROOT);
  }

  static boolean isRclone(String path) {
    return RCLONE.contains(baseName(path));
  }
}
