package exfilwatch.rclone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command of rclone, from {@code commands.tsv}.
 *
 * @param path its words below the root, {@code "config create"}; {@code ""} is rclone alone
 * @param maxArgs {@link Integer#MAX_VALUE} when unlimited
 * @param roles of its positional arguments: {@code src}, {@code dst}, {@code mnt}, {@code url} or
 *     {@code -}
 * @param distinctive whether its words are a command of no other tool
 */
record Command(
    String path,
    int minArgs,
    int maxArgs,
    boolean movesData,
    Purpose purpose,
    List<String> roles,
    boolean distinctive) {

  static final Command ROOT = new Command("", 0, 0, false, Purpose.OTHER, List.of(), false);

  /** By parent path, then by word (name or alias). */
  private static final Map<String, Map<String, Command>> CHILDREN = load();

  @Nullable Command child(String word) {
    Map<String, Command> children = CHILDREN.get(path);
    return children == null ? null : children.get(word);
  }

  boolean isRoot() {
    return path.isEmpty();
  }

  boolean isParent() {
    return CHILDREN.containsKey(path);
  }

  static Iterable<String> rootWords() {
    return CHILDREN.getOrDefault("", Map.of()).keySet();
  }

  private static Map<String, Map<String, Command>> load() {
    Map<String, Map<String, Command>> children = new HashMap<>();
    for (String[] row : Table.rows("commands.tsv", 10)) {
      int blank = row[0].lastIndexOf(' ');
      String parent = blank < 0 ? "" : row[0].substring(0, blank);
      Command command =
          new Command(
              row[0],
              Integer.parseInt(row[1]),
              row[2].equals("*") ? Integer.MAX_VALUE : Integer.parseInt(row[2]),
              row[3].equals("yes"),
              Purpose.of(row[4]),
              row[5].isEmpty() ? List.of() : List.of(row[5].split(" ", -1)),
              row[6].equals("1"));
      List<String> words = new ArrayList<>(List.of(row[0].substring(blank + 1)));
      if (!row[7].isEmpty()) {
        words.addAll(List.of(row[7].split(",", -1)));
      }
      for (String word : words) {
        children.computeIfAbsent(parent, key -> new HashMap<>()).putIfAbsent(word, command);
      }
    }
    return Map.copyOf(children);
  }
}
