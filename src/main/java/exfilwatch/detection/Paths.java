package exfilwatch.detection;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Paths as the system will read them, so that {@code D:\\Backup\\..\\HR} can't pass for something
 * below {@code D:\\Backup}.
 */
final class Paths {

  private Paths() {}

  /**
   * The path without {@code .}, {@code ..} and doubled separators; a Windows path also with
   * backslashes only and without {@code \\\\?\\}. By its text alone: links are not followed.
   */
  static String resolved(String path) {
    String text = isWindows(path) ? path.replace('/', '\\') : path;
    if (text.startsWith("\\\\?\\UNC\\")) {
      text = "\\\\" + text.substring(8);
    } else if (text.startsWith("\\\\?\\") || text.startsWith("\\\\.\\")) {
      text = text.substring(4);
    }
    char separator = text.indexOf('\\') >= 0 ? '\\' : '/';
    int root = 0;
    while (root < text.length() && text.charAt(root) == separator) {
      root++;
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : text.substring(root).split(separator == '/' ? "/" : "\\\\", -1)) {
      boolean up = part.equals("..");
      if (up && !parts.isEmpty() && !parts.peekLast().equals("..")) {
        if (!parts.peekLast().endsWith(":")) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".") && !(up && root > 0)) {
        parts.addLast(part);
      }
    }
    String rest = String.join(String.valueOf(separator), parts);
    boolean drive = rest.length() == 2 && rest.charAt(1) == ':' && text.length() > 2;
    return text.substring(0, Math.min(root, 2)) + rest + (drive ? separator : "");
  }

  private static boolean isWindows(String path) {
    boolean drive = path.length() > 1 && path.charAt(1) == ':';
    return drive || path.startsWith("\\\\") || path.startsWith("//");
  }
}
