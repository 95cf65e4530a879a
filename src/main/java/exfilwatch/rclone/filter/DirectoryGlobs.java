package exfilwatch.rclone.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * The directories that rclone must enter to find what a file glob asks for, as globs with a
 * trailing {@code /}.
 */
final class DirectoryGlobs {
  static final String ANY = "/**";

  private static final int MAX_CHARACTERS = 32_768;

  private DirectoryGlobs() {}

  /**
   * From the deepest up; {@link #ANY} where the glob is too hard for rclone to tell (or, which is
   * ours, absurdly deep). {@code /} is the root.
   */
  static List<String> of(String glob) {
    if (isTooHard(glob)) {
      return List.of(ANY);
    }
    String rest = squashSlashes(glob);
    List<String> directories = new ArrayList<>();
    int characters = 0;
    while (true) {
      int slash = rest.lastIndexOf('/');
      int stars = rest.lastIndexOf("**");
      int cut = Math.max(slash, stars);
      if (cut < 0) {
        return directories.isEmpty() ? List.of(ANY) : directories;
      }
      rest = rest.substring(0, cut);
      String directory = rest + (stars > slash ? "**/" : "/");
      if (directories.isEmpty() || !directories.get(directories.size() - 1).equals(directory)) {
        directories.add(directory);
      }
      characters += directory.length();
      if (characters > MAX_CHARACTERS) {
        return List.of(ANY);
      }
    }
  }

  /** Braces that hold a {@code /}, a {@code **} or braces, and {@code {{regexp}}}. */
  private static boolean isTooHard(String glob) {
    if (glob.contains("}}")) {
      return true;
    }
    int open = -1;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '{') {
        if (open >= 0) {
          return true;
        }
        open = i;
      } else if (c == '}' && open >= 0) {
        String inside = glob.substring(open + 1, i);
        if (inside.indexOf('/') >= 0 || inside.contains("**")) {
          return true;
        }
        open = -1;
      }
    }
    return false;
  }

  private static String squashSlashes(String glob) {
    if (!glob.contains("//")) {
      return glob;
    }
    StringBuilder squashed = new StringBuilder(glob.length());
    for (int i = 0; i < glob.length(); i++) {
      if (glob.charAt(i) != '/' || i == 0 || glob.charAt(i - 1) != '/') {
        squashed.append(glob.charAt(i));
      }
    }
    return squashed.toString();
  }
}
