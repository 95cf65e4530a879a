package exfilwatch.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.JobConfig;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/alerts.md} describes the fields of real alerts: each of them, and no other. Run with
 * {@code -Dexfilwatch.docs=write} to write its tables anew.
 */
class AlertReferenceTest {

  private static final Path PAGE = Path.of("docs", "alerts.md");
  private static final String BEGIN = "<!-- fields: begin -->\n";
  private static final String END = "<!-- fields: end -->";
  private static final List<String> STAGES = List.of("started", "correlated", "closed");
  private static final int EXAMPLE_CHARS = 60;

  /** Depends on when the test runs. */
  private static final String CREATED = "event.created";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A field as real alerts have it. */
  private static final class Seen {
    final Set<String> types = new TreeSet<>();
    final Set<String> stages = new TreeSet<>();
    String example = "";
  }

  private final Map<String, Seen> seen = new TreeMap<>();

  @TempDir private Path folder;

  @Test
  void describesEveryFieldOfAnAlertAndNoOther() throws Exception {
    hunt();
    Set<String> described = AlertFields.meanings().keySet();
    assertThat(without(seen.keySet(), described)).as("fields to describe in AlertFields").isEmpty();
    assertThat(without(described, seen.keySet())).as("fields that no alert has").isEmpty();
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    if ("write".equals(System.getProperty("exfilwatch.docs"))) {
      Files.writeString(PAGE, page.substring(0, from) + tables() + page.substring(to));
      return;
    }
    assertThat(page.substring(from, to))
        .as("%s; -Dexfilwatch.docs=write writes it anew", PAGE)
        .isEqualTo(tables());
  }

  private static Set<String> without(Set<String> names, Set<String> those) {
    Set<String> rest = new TreeSet<>(names);
    rest.removeAll(those);
    return rest;
  }

  private void hunt() throws Exception {
    Path rare = Files.write(folder.resolve("rare.ndjson"), RareIncidents.lines());
    Path alerts = folder.resolve("alerts.ndjson");
    Path conf = Files.writeString(folder.resolve("conf.yaml"), configuration());
    JobConfig config = JobConfig.load(conf);
    new Hunt(
            DetectionContent.load(config.rules(), List.of(), config.destinationContent()),
            GraphSettings.bounded(config))
        .run(
            List.of("jobs/sample", rare.toString()),
            "auto",
            InputStream.nullInputStream(),
            alerts.toString(),
            null);
    for (String line : Files.readAllLines(alerts)) {
      JsonNode alert = JSON.readTree(line);
      walk("", alert, alert.at("/exfil/stage").asText());
    }
  }

  private static String configuration() {
    Path shipped = Path.of("conf").toAbsolutePath();
    return "rules: ['"
        + shipped.resolve("rules")
        + "']\ndestinations: '"
        + shipped.resolve("destinations.yaml")
        + "'\n"
        + RareIncidents.CONFIGURATION;
  }

  private void walk(String name, JsonNode node, String stage) {
    String whole = wholeOf(name);
    if (whole != null) {
      see(whole, "object", node.toString(), stage);
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              child ->
                  walk(
                      name.isEmpty() ? child.getKey() : name + "." + child.getKey(),
                      child.getValue(),
                      stage));
    } else if (node.isArray()) {
      for (JsonNode element : node) {
        if (element.isObject()) {
          walk(name, element, stage);
        } else {
          see(name, "list", element.asText(), stage);
        }
      }
    } else {
      see(name, type(node), node.asText(), stage);
    }
  }

  /** The {@code .*} that describes all below the field, or null. */
  private static String wholeOf(String name) {
    String whole = name + ".*";
    return AlertFields.meanings().containsKey(whole) ? whole : null;
  }

  private void see(String name, String type, String example, String stage) {
    Seen field = seen.computeIfAbsent(name, n -> new Seen());
    field.types.add(type);
    field.stages.add(stage);
    if (field.example.isEmpty() && !name.equals(CREATED)) {
      field.example = example;
    }
  }

  private static String type(JsonNode node) {
    if (node.isTextual()) {
      return node.asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z") ? "date" : "text";
    }
    return node.isBoolean() ? "boolean" : "number";
  }

  private String tables() {
    Map<Boolean, StringBuilder> parts = new LinkedHashMap<>();
    parts.put(true, new StringBuilder("\n## Our own\n\n"));
    parts.put(false, new StringBuilder("\n## Of the Elastic Common Schema\n\n"));
    parts
        .values()
        .forEach(
            part -> part.append("| field | | stages | means | example |\n|---|---|---|---|---|\n"));
    AlertFields.meanings()
        .forEach((name, meaning) -> row(parts.get(name.startsWith("exfil.")), name, meaning));
    StringBuilder streaming =
        new StringBuilder("\nOnly streaming has these:\n\n| | |\n|---|---|\n");
    AlertFields.NOT_IN_HUNTS.forEach(
        (name, meaning) ->
            streaming.append("| `").append(name).append("` | ").append(meaning).append(" |\n"));
    return parts.get(true).toString() + streaming + parts.get(false);
  }

  private void row(StringBuilder table, String name, String meaning) {
    Seen field = seen.get(name);
    List<String> stages = STAGES.stream().filter(field.stages::contains).toList();
    table
        .append("| `")
        .append(name)
        .append("` | ")
        .append(String.join(", ", field.types))
        .append(" | ")
        .append(stages.size() == STAGES.size() ? "all" : String.join(", ", stages))
        .append(" | ")
        .append(meaning)
        .append(" | ")
        .append(code(field.example))
        .append(" |\n");
  }

  private static String code(String text) {
    if (text.isEmpty()) {
      return "";
    }
    String cut =
        text.codePointCount(0, text.length()) <= EXAMPLE_CHARS
            ? text
            : text.substring(0, text.offsetByCodePoints(0, EXAMPLE_CHARS)) + "…";
    return "`" + cut.replace("|", "\\|").replace("`", "'") + "`";
  }
}
