package exfilwatch.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.alert.AlertFields;
import exfilwatch.alert.AlertFields.AlertField;
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
import java.util.stream.Collectors;
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
  private static final String HEADING =
      "| field | type | stages | means | example |\n|---|---|---|---|---|\n";
  private static final int EXAMPLE_CHARS = 60;

  /** Depends on when the test runs. */
  private static final String CREATED = "event.created";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What only streaming can fill, since it needs a clock or a full memory. */
  private static final Set<String> NOT_IN_HUNTS = Set.of("exfil.clock_ahead", "exfil.cut");

  /** Our own fields by name. */
  private static final Map<String, AlertField> OURS =
      AlertFields.all().stream()
          .collect(
              Collectors.toMap(
                  AlertField::name, field -> field, (one, same) -> one, LinkedHashMap::new));

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
    Set<String> described = new TreeSet<>(OURS.keySet());
    described.addAll(EcsFields.meanings().keySet());
    assertThat(without(seen.keySet(), described)).as("fields to describe").isEmpty();
    described.removeAll(NOT_IN_HUNTS);
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
    AlertField ours = OURS.get(name);
    if (ours != null && isOne(ours.type())) {
      see(name, "", node.toString(), stage);
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
          see(name, "list", "", stage);
          walk(name, element, stage);
        } else {
          see(nameOf(name), "list", element.asText(), stage);
        }
      }
    } else {
      see(nameOf(name), type(node), node.asText(), stage);
    }
  }

  /** Whether what lies below the field is not described by itself. */
  private static boolean isOne(AlertFields.Type type) {
    return type == AlertFields.Type.FLATTENED || type == AlertFields.Type.STORED;
  }

  /** The name that describes a field: its own, or one for all that its parent may have. */
  private static String nameOf(String name) {
    String any = name.substring(0, name.lastIndexOf('.') + 1) + "*";
    return !OURS.containsKey(name) && OURS.containsKey(any) ? any : name;
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
    StringBuilder tables = new StringBuilder("\n## Our own\n\n" + HEADING);
    for (AlertField field : OURS.values()) {
      String type = field.type() + (field.many() ? " list" : "");
      row(tables, field.name(), type.replace("stored", "object"), field.meaning());
    }
    tables.append("\n## Of the Elastic Common Schema\n\n" + HEADING);
    EcsFields.meanings()
        .forEach(
            (name, meaning) -> row(tables, name, String.join(", ", seen.get(name).types), meaning));
    return tables.toString();
  }

  private void row(StringBuilder table, String name, String type, String meaning) {
    Seen field = seen.getOrDefault(name, new Seen());
    List<String> stages = STAGES.stream().filter(field.stages::contains).toList();
    String when =
        NOT_IN_HUNTS.contains(name)
            ? "streaming"
            : stages.size() == STAGES.size() ? "all" : String.join(", ", stages);
    table
        .append("| `")
        .append(name)
        .append("` | ")
        .append(type)
        .append(" | ")
        .append(when)
        .append(" | ")
        .append(meaning.replace("|", "\\|"))
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
