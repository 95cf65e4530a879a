package exfilwatch.rclone.filter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which kinds of files there are: the catalogue {@code file-kinds.tsv}. All in lower case. */
final class FileKinds {
  private static final FileKinds CATALOGUE = load();

  private final Map<String, Set<String>> extensionsOf = new LinkedHashMap<>();
  private final Map<String, Set<String>> byExtension = new LinkedHashMap<>();
  private final Map<String, Set<String>> byName = new LinkedHashMap<>();
  private final Map<String, Set<String>> byWord = new LinkedHashMap<>();

  private FileKinds() {}

  static FileKinds catalogue() {
    return CATALOGUE;
  }

  private static FileKinds load() {
    try (InputStream in = FileKinds.class.getResourceAsStream("file-kinds.tsv")) {
      if (in == null) {
        throw new IllegalStateException("file-kinds.tsv is not in the jar");
      }
      FileKinds kinds = new FileKinds();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(kinds::add);
      return kinds;
    } catch (IOException e) {
      throw new UncheckedIOException("file-kinds.tsv can't be read", e);
    }
  }

  private void add(String line) {
    String[] columns = line.split("\t", -1);
    String category = columns[0];
    extensionsOf.put(category, Set.copyOf(index(columns[1], category, byExtension)));
    index(columns[2], category, byName);
    index(columns[3], category, byWord);
  }

  private static List<String> index(
      String items, String category, Map<String, Set<String>> categories) {
    List<String> all = items.isEmpty() ? List.of() : List.of(items.split(" "));
    all.forEach(
        item -> categories.computeIfAbsent(item, absent -> new LinkedHashSet<>()).add(category));
    return all;
  }

  Set<String> categories() {
    return extensionsOf.keySet();
  }

  Set<String> extensions() {
    return byExtension.keySet();
  }

  Set<String> extensionsOf(String category) {
    return extensionsOf.getOrDefault(category, Set.of());
  }

  Set<String> byExtension(String extension) {
    return byExtension.getOrDefault(extension, Set.of());
  }

  /** What the name tells, apart from its extension. */
  Set<String> byName(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    Set<String> known = byName.get(name);
    if (known != null) {
      return known;
    }
    for (Map.Entry<String, Set<String>> word : byWord.entrySet()) {
      if (name.contains(word.getKey())) {
        return word.getValue();
      }
    }
    return Set.of();
  }
}
