package exfilwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.alert.EcsSchema.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Holds the table that alerts are validated with to Elastic's own package of the schema, of a later
 * version: what is valid by the table is valid there. The script of the continuous integration gets
 * the package.
 */
class OfficialEcsTest {

  private static final Path PACKAGE = Path.of("target/ecs/fields.json");

  @Test
  void theTableSaysWhatElasticsPackageSays() throws Exception {
    assumeThat(PACKAGE).as("Elastic's package; .ci/run gets it").exists();
    JsonNode official = new ObjectMapper().readTree(PACKAGE.toFile());
    List<Field> theirs = new ArrayList<>();
    for (Field field : EcsSchema.fields().values()) {
      JsonNode node = official.path(field.name());
      List<String> allowed = new ArrayList<>();
      node.path("allowed_values").forEach(value -> allowed.add(value.get("name").asText()));
      assertThat(allowed).as(field.name()).containsAll(field.allowed());
      theirs.add(
          new Field(
              field.name(),
              node.path("type").asText(),
              node.path("normalize").toString().contains("array"),
              field.allowed(),
              node.path("pattern").asText("-")));
    }
    assertThat(theirs).containsExactlyElementsOf(EcsSchema.fields().values());
  }
}
