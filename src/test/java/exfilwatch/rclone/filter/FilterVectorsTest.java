package exfilwatch.rclone.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FilterVectorsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_450_000_000);

  static Stream<JsonNode> rows() throws IOException {
    return Vectors.read("filter-vectors.jsonl");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void agreesWithRclone(JsonNode row) throws BadValueException {
    switch (row.get("kind").asText()) {
      case "glob_path_to_regexp" -> regexp(row, Glob::path);
      case "glob_string_to_regexp" ->
          regexp(row, (glob, ignoreCase) -> Glob.string(glob, true, ignoreCase));
      case "glob_to_dir_globs" ->
          assertThat(DirectoryGlobs.of(text(row, "glob"))).isEqualTo(texts(row.get("dirs")));
      case "add_rule" -> addRule(row);
      case "match" ->
          assertThat(isIncluded(rules(row), row)).isEqualTo(row.get("included").asBoolean());
      case "listing" -> {
        FilterRules rules = rules(row);
        assertThat(texts(row.get("tree")).stream().filter(rules::takes))
            .isEqualTo(texts(row.get("listed")));
        assertThat(rules.errors().isEmpty()).isEqualTo(row.get("rc").asInt() == 0);
      }
      case "files_from" -> {
        FileSet files = new FileSet(texts(row.get("files_from")));
        String path = text(row, "path");
        assertThat(
                row.get("is_dir").asBoolean()
                    ? files.includesDirectory(path)
                    : files.includes(path))
            .isEqualTo(row.get("included").asBoolean());
      }
      case "hash_filter_parse" -> hashFilter(row);
      case "size_filter" ->
          assertThat(sizes(row).includesSize(row.get("size").asLong()))
              .isEqualTo(row.get("included").asBoolean());
      case "modtime_filter" ->
          assertThat(ages(row).includesModified(Instant.ofEpochSecond(row.get("modtime").asLong())))
              .isEqualTo(row.get("included").asBoolean());
      case "list_file_lines" -> listFile(row);
      default -> throw new IllegalStateException("no test for the kind " + row.get("kind"));
    }
  }

  private interface GlobParser {
    Glob parse(String glob, boolean ignoreCase) throws BadValueException;
  }

  private static void regexp(JsonNode row, GlobParser parser) {
    String outcome;
    try {
      outcome = parser.parse(text(row, "glob"), row.get("ignore_case").asBoolean()).regexp();
    } catch (BadValueException e) {
      outcome = e.getMessage();
    }
    assertThat(outcome).isEqualTo(text(row, row.has("error") ? "error" : "regexp"));
  }

  private static void addRule(JsonNode row) {
    PathRules rules = new PathRules(false);
    String error = "";
    try {
      rules.add(row.get("include").asBoolean(), text(row, "glob"));
    } catch (BadValueException e) {
      error = e.getMessage();
    }
    assertThat(error).isEqualTo(row.has("error") ? text(row, "error") : "");
    assertThat(rules.files().rules())
        .extracting(Object::toString)
        .isEqualTo(texts(row.get("file_rules")));
    assertThat(rules.directories().rules())
        .extracting(Object::toString)
        .isEqualTo(texts(row.get("dir_rules")));
  }

  private static boolean isIncluded(FilterRules rules, JsonNode row) {
    String path = text(row, "path");
    return row.get("is_dir").asBoolean() ? rules.includesDirectory(path) : rules.includes(path);
  }

  private static FilterRules rules(JsonNode row) throws BadValueException {
    FilterOptions.Builder options = FilterOptions.builder();
    for (String flag :
        List.of("filter", "exclude", "include")) { // the order between flags must not matter
      for (String value : texts(row.get(flag))) {
        options.add(flag, value, NOW, ZoneOffset.UTC);
      }
    }
    options.add("ignore-case", text(row, "ignore_case"), NOW, ZoneOffset.UTC);
    return new FilterRules(options.build(), NOW);
  }

  private static FilterRules sizes(JsonNode row) throws BadValueException {
    FilterOptions.Builder options = FilterOptions.builder();
    for (String flag : List.of("min", "max")) {
      long bytes = row.get(flag + "_size").asLong();
      options.add(flag + "-size", bytes < 0 ? "off" : bytes + "B", NOW, ZoneOffset.UTC);
    }
    return new FilterRules(options.build(), NOW);
  }

  private static FilterRules ages(JsonNode row) throws BadValueException {
    FilterOptions.Builder options = FilterOptions.builder();
    for (Map.Entry<String, String> bound :
        Map.of("mod_from", "max-age", "mod_to", "min-age").entrySet()) {
      JsonNode time = row.get(bound.getKey());
      if (!time.isNull()) {
        options.add(
            bound.getValue(),
            Duration.between(Instant.ofEpochSecond(time.asLong()), NOW).toSeconds() + "s",
            NOW,
            ZoneOffset.UTC);
      }
    }
    return new FilterRules(options.build(), NOW);
  }

  private static void hashFilter(JsonNode row) {
    String outcome;
    try {
      HashFilter filter = HashFilter.parse(text(row, "in"));
      outcome = Long.toUnsignedString(filter.k()) + " of " + Long.toUnsignedString(filter.n());
    } catch (BadValueException e) {
      outcome = e.getMessage();
    }
    if (row.has("error")) {
      assertThat(outcome).contains(text(row, "error"));
    } else {
      assertThat(outcome).isEqualTo(text(row, "k") + " of " + text(row, "n"));
    }
  }

  private static void listFile(JsonNode row) {
    String text = text(row, "text");
    List<String> lines =
        row.get("nul").asBoolean()
            ? ListFile.nulSeparated(text)
            : row.get("raw").asBoolean() ? ListFile.rawLines(text) : ListFile.lines(text);
    assertThat(lines).isEqualTo(texts(row.get("lines")));
  }

  private static String text(JsonNode row, String field) {
    return row.get(field).asText();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  @Test
  void everyVectorIsTested() throws IOException {
    assertThat(rows()).hasSize(705);
  }
}
