package exfilwatch.rclone;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A storage backend, from {@code backends.tsv}.
 *
 * @param prefix of its flags, {@code gcs}
 * @param hostPatterns host names that it contacts, {@code *.example.com} or whole names, as the
 *     table has them; empty when only its options say where
 */
record Backend(
    String type,
    String prefix,
    String protocolClass,
    List<String> hostPatterns,
    Set<String> options) {

  private static final Set<String> BUCKETS =
      Set.of(
          "s3",
          "google cloud storage",
          "b2",
          "azureblob",
          "swift",
          "oracleobjectstorage",
          "qingstor",
          "internetarchive",
          "memory",
          "smb");

  private static final Map<String, Backend> BY_NAME = load();

  /** By type, flag prefix or type without blanks; case matters, as to rclone. */
  static @Nullable Backend named(String name) {
    return BY_NAME.get(name);
  }

  boolean isWrapper() {
    return protocolClass.equals("wrapper");
  }

  /** Whether the first element of a path is a bucket, container or share. */
  boolean hasBuckets() {
    return BUCKETS.contains(type);
  }

  private static Map<String, Backend> load() {
    Map<String, Set<String>> options = new HashMap<>();
    for (String[] row : Table.rows("flags.tsv", 9)) {
      if (row[3].equals("backend")) {
        options
            .computeIfAbsent(row[4], key -> new HashSet<>())
            .add(new Flag(row[0], "", "", row[4], true, true).option());
      }
    }
    Map<String, Backend> byName = new HashMap<>();
    for (String[] row : Table.rows("backends.tsv", 10)) {
      Set<String> own = new HashSet<>(options.getOrDefault(row[1], Set.of()));
      own.addAll(Set.of("type", "description"));
      Backend backend = new Backend(row[0], row[1], row[3], hosts(row[5], row[6]), Set.copyOf(own));
      byName.putIfAbsent(row[0], backend);
      byName.putIfAbsent(row[1], backend);
      if (!row[2].isEmpty()) {
        byName.putIfAbsent(row[2], backend);
      }
    }
    return Map.copyOf(byName);
  }

  /** What looks like a host name in the table's prose. */
  private static List<String> hosts(String suffixes, String hosts) {
    return Arrays.stream((suffixes + " " + hosts).split("[\\s,;()]+", -1))
        .filter(word -> word.matches("(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)*\\.[a-z]{2,}"))
        .distinct()
        .toList();
  }
}
