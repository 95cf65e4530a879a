package exfilwatch.rclone.filter;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The files that {@code --files-from} lists name, relative to the source: only they are taken, and
 * only their directories entered.
 */
public final class FileSet {
  private final Set<String> files = new HashSet<>();
  private final Set<String> directories = new HashSet<>();

  public FileSet(Collection<String> entries) {
    for (String entry : entries) {
      String file = trimSlashes(entry);
      files.add(file);
      String parent = parent(file);
      while (!parent.equals(".") && directories.add(parent)) {
        parent = parent(parent);
      }
    }
  }

  /** Whether the file is listed. */
  public boolean includes(String path) {
    return files.contains(path);
  }

  /** Whether a listed file is below the directory. */
  public boolean includesDirectory(String path) {
    return directories.contains(trimSlashes(path));
  }

  private static String trimSlashes(String path) {
    int start = 0;
    int end = path.length();
    while (start < end && path.charAt(start) == '/') {
      start++;
    }
    while (end > start && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(start, end);
  }

  /** As Go's path.Dir of a relative path: cleaned, {@code .} at the top. */
  private static String parent(String file) {
    int slash = file.lastIndexOf('/');
    if (slash < 0) {
      return ".";
    }
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : file.substring(0, slash).split("/", -1)) {
      if (segment.equals("..") && !segments.isEmpty() && !segments.getLast().equals("..")) {
        segments.removeLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return segments.isEmpty() ? "." : String.join("/", segments);
  }
}
