package exfilwatch.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} has the operators of the graph: each of them, and no other. */
class ArchitecturePageTest {

  private static final Path PAGE = Path.of("docs", "architecture.md");
  private static final Path SOURCES = Path.of("src/main/java/exfilwatch");

  private static final List<String> GRAPH =
      List.of(
          "job/DetectionGraph",
          "job/StreamingJob",
          "job/ContentUse",
          "job/Hunt",
          "job/BoundedJob",
          "job/ReportFile",
          "correlation/CorrelationPattern");

  private static final Pattern UID = Pattern.compile("uid\\(\\s*\"([^\"]+)\"");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]*) \\|(?:[^|]*\\|){3}$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void namesEveryOperator() throws IOException {
    StringBuilder graph = new StringBuilder();
    for (String file : GRAPH) {
      graph.append(Files.readString(SOURCES.resolve(file + ".java")));
    }
    String code = graph.toString();
    Set<String> uids = found(UID, code);
    Set<String> told =
        found(ROW, Files.readString(PAGE)).stream()
            .flatMap(cell -> found(CODE, cell).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(uids).hasSizeGreaterThan(12);
    assertThat(told).containsAll(uids);
    assertThat(told).allSatisfy(uid -> assertThat(code).contains('"' + uid + '"'));
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
