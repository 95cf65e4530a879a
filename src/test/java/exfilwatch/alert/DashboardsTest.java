package exfilwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.alert.AlertFields.AlertField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in {@code conf/dashboards} fits the alerts, and itself. */
class DashboardsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("conf/dashboards");

  /** OpenSearch's names of the same, or of what comes nearest. */
  private static final Map<String, String> OPENSEARCH =
      Map.of("wildcard", "keyword", "match_only_text", "text", "flattened", "flat_object");

  @Test
  void mappingsHaveEveryFieldOfTheCatalogueAndOnlyThose() {
    Map<String, String> ours = new TreeMap<>();
    for (AlertField field : AlertFields.all()) {
      if (!field.name().contains("*")) {
        String type = field.type().toString();
        ours.put(field.name(), type.equals("stored") ? "object" : type);
      }
    }
    Map<String, String> mapped = MappedFields.of("elasticsearch").types();
    Map<String, String> others = new TreeMap<>(mapped);
    others.keySet().removeIf(name -> name.startsWith("exfil."));
    mapped.keySet().removeIf(name -> !name.startsWith("exfil."));
    assertThat(mapped).isEqualTo(ours);
    others.forEach(
        (name, type) -> assertThat(type).as(name).isEqualTo(EcsSchema.fields().get(name).type()));
  }

  @Test
  void openSearchHasTheSameFields() {
    Map<String, String> expected = MappedFields.of("elasticsearch").types();
    expected.replaceAll((name, type) -> OPENSEARCH.getOrDefault(type, type));
    assertThat(MappedFields.of("opensearch").types()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"elasticsearch", "opensearch"})
  void indexTemplatesMakeADataStreamOfTheComponent(String product) throws Exception {
    JsonNode template = read(product + "-index-template.json");
    assertThat(template.get("data_stream").isObject()).isTrue();
    assertThat(template.at("/composed_of/0").asText()).isEqualTo("exfilwatch-alert");
    assertThat(template.at("/index_patterns/0").asText()).isEqualTo(pattern("kibana.ndjson"));
    assertThat(template.at("/template/settings/index").has("lifecycle")).isFalse();
    assertThat(template.at("/template/lifecycle/data_retention").asText())
        .isEqualTo(product.equals("elasticsearch") ? "365d" : "");
    String readme = Files.readString(FOLDER.resolve("README.md"));
    assertThat(readme)
        .contains("_component_template/exfilwatch-alert", product + "-index-template.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kibana.ndjson", "opensearch-dashboards.ndjson"})
  void savedObjectsReferToEachOtherAndToFieldsThatAreThere(String file) throws Exception {
    MappedFields mapped =
        MappedFields.of(file.startsWith("kibana") ? "elasticsearch" : "opensearch");
    Map<String, String> types = mapped.types();
    Map<String, JsonNode> objects = savedObjects(file);
    assertThat(objects.values())
        .extracting(object -> object.get("type").asText())
        .contains("index-pattern", "search", "dashboard")
        .filteredOn("visualization"::equals)
        .hasSizeGreaterThan(5);
    Set<String> fields = new HashSet<>();
    for (JsonNode object : objects.values()) {
      Set<String> names = new HashSet<>();
      for (JsonNode reference : object.get("references")) {
        assertThat(objects)
            .containsKey(reference.get("type").asText() + "/" + reference.get("id").asText());
        names.add(reference.get("name").asText());
      }
      JsonNode attributes = object.get("attributes");
      JsonNode source = embedded(attributes.at("/kibanaSavedObjectMeta/searchSourceJSON"));
      if (source.has("indexRefName")) {
        assertThat(names).contains(source.get("indexRefName").asText());
      }
      for (JsonNode panel : embedded(attributes.path("panelsJSON"))) {
        assertThat(names).contains(panel.get("panelRefName").asText());
      }
      for (JsonNode aggregation : embedded(attributes.path("visState")).path("aggs")) {
        fields.add(aggregation.at("/params/field").asText());
      }
      attributes.path("columns").forEach(column -> fields.add(column.asText()));
    }
    assertThat(types.keySet()).containsAll(fields);
    assertThat(fields)
        .hasSizeGreaterThan(15)
        .noneMatch(mapped::isNested)
        .filteredOn(field -> !field.equals("message"))
        .allMatch(field -> !types.get(field).contains("text"), "can be aggregated");
  }

  @Test
  void noPanelCoversAnother() throws Exception {
    JsonNode dashboard = savedObjects("kibana.ndjson").get("dashboard/exfilwatch");
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : embedded(dashboard.at("/attributes/panelsJSON"))) {
      JsonNode grid = panel.get("gridData");
      int right = grid.get("x").asInt() + grid.get("w").asInt();
      int bottom = grid.get("y").asInt() + grid.get("h").asInt();
      assertThat(right).isLessThanOrEqualTo(48);
      for (int x = grid.get("x").asInt(); x < right; x++) {
        for (int y = grid.get("y").asInt(); y < bottom; y++) {
          assertThat(cells.add(x + "/" + y)).as("%s at %s/%s", panel, x, y).isTrue();
        }
      }
    }
  }

  private static String pattern(String file) throws IOException {
    return savedObjects(file)
        .get("index-pattern/exfilwatch-alerts")
        .at("/attributes/title")
        .asText();
  }

  private static Map<String, JsonNode> savedObjects(String file) throws IOException {
    Map<String, JsonNode> objects = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(FOLDER.resolve(file));
    for (String line : lines) {
      JsonNode object = JSON.readTree(line);
      objects.put(object.get("type").asText() + "/" + object.get("id").asText(), object);
    }
    assertThat(objects).hasSameSizeAs(lines);
    return objects;
  }

  private static JsonNode embedded(JsonNode text) throws IOException {
    return text.isTextual() ? JSON.readTree(text.asText()) : JSON.createObjectNode();
  }

  private static JsonNode read(String file) throws IOException {
    return JSON.readTree(FOLDER.resolve(file).toFile());
  }
}
