package exfilwatch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Holds alerts against the schemas that they claim: every end-to-end test does so with all. */
public final class AlertSchemas {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final JsonSchema ECS = FACTORY.getSchema(EcsSchema.jsonSchema());
  private static final JsonSchema OCSF = ocsf();

  private AlertSchemas() {}

  private static JsonSchema ocsf() {
    String name = "ocsf-detection-finding-" + OcsfAlert.OCSF_VERSION + ".schema.json";
    try (InputStream in = AlertSchemas.class.getResourceAsStream(name)) {
      return FACTORY.getSchema(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The alert, if it is valid. */
  public static JsonNode requireValid(byte[] alert) {
    try {
      return requireValid(JSON.readTree(alert));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The alert, if it is valid: ECS, or OCSF when it has a class. */
  public static JsonNode requireValid(JsonNode alert) {
    JsonSchema schema = alert.has("class_uid") ? OCSF : ECS;
    assertThat(
            schema.validate(
                alert, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)))
        .as("%s", alert)
        .isEmpty();
    if (schema == ECS) {
      MappedFields.requireMapped(alert);
    }
    return alert;
  }
}
