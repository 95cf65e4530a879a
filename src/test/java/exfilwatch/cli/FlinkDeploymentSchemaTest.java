package exfilwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * jobs/kubernetes by the schema of the operator's custom resource. Kubernetes drops fields that the
 * schema doesn't know, silently; here they are errors.
 */
class FlinkDeploymentSchemaTest {

  private static final String CRD = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonSchema schema;

  @BeforeAll
  static void loadTheSchema() throws IOException {
    try (InputStream crd = FlinkDeploymentSchemaTest.class.getResourceAsStream(CRD)) {
      ObjectNode open =
          (ObjectNode)
              yaml(new String(crd.readAllBytes(), StandardCharsets.UTF_8))
                  .at("/spec/versions/0/schema/openAPIV3Schema");
      forbidUnknown(open.at("/properties/spec"));
      // The published schema is of an operator that is older than Flink 2
      ((ArrayNode) open.at("/properties/spec/properties/flinkVersion/enum")).add("v2_2");
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(open);
    }
  }

  @Test
  void theDeploymentIsValid() throws IOException {
    assertThat(problems(deployment())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/job, upgradeMode, sometimes",
    "/job, paralelism, 4",
    "'', flinkVersion, v2_9",
    "/podTemplate/spec/containers/0, volumeMount, x",
    "/jobManager, replicas, one"
  })
  void theCheckFails(String at, String field, String value) throws IOException {
    ObjectNode deployment = deployment();
    ((ObjectNode) deployment.at("/spec" + at)).put(field, value);
    assertThat(problems(deployment)).hasSize(1);
  }

  private static List<String> problems(JsonNode deployment) {
    return schema.validate(deployment).stream().map(Object::toString).toList();
  }

  private static void forbidUnknown(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.has("properties")
        && !object.has("additionalProperties")
        && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      object.put("additionalProperties", false);
    }
    node.forEach(FlinkDeploymentSchemaTest::forbidUnknown);
  }

  private static ObjectNode deployment() throws IOException {
    return (ObjectNode) yaml(Files.readString(Path.of("jobs", "kubernetes", "exfilwatch.yaml")));
  }

  private static JsonNode yaml(String text) {
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }
}
