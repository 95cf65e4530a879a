package exfilwatch.rclone.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * How rclone reads the lines of {@code --include-from}, {@code --filter-from}, {@code --files-from}
 * and their like.
 */
public final class ListFile {
  private ListFile() {}

  /** Trimmed lines without empty ones and comments ({@code #} or {@code ;} first). */
  public static List<String> lines(String text) {
    return rawLines(text).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != ';')
        .toList();
  }

  /** All lines as they are, for {@code --files-from-raw}. */
  public static List<String> rawLines(String text) {
    return split(text, '\n').stream()
        .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
        .toList();
  }

  /** Items that end with NUL, for {@code --files-from0} (rclone 1.75). */
  public static List<String> nulSeparated(String text) {
    return split(text, '\0');
  }

  private static List<String> split(String text, char end) {
    List<String> items = new ArrayList<>();
    int start = 0;
    for (int at = text.indexOf(end); at >= 0; at = text.indexOf(end, start)) {
      items.add(text.substring(start, at));
      start = at + 1;
    }
    if (start < text.length()) {
      items.add(text.substring(start));
    }
    return items;
  }
}
