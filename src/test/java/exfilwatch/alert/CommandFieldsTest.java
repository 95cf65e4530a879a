package exfilwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.rclone.Invocation;
import exfilwatch.rclone.Os;
import exfilwatch.rclone.Rclone;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandFieldsTest {

  @Test
  void theAccountOfTheSourceIsNotTheOneToHaveTakenDown() {
    ObjectNode destination = destination("rclone copy :s3,access_key_id=OURS:backup :mega:loot");
    assertThat(destination.get("backend").asText()).isEqualTo("mega");
    assertThat(destination.has("account")).isFalse();
    assertThat(destination.has("access_key_id")).isFalse();
  }

  @Test
  void theAccountBelowAWrapperIs() {
    ObjectNode destination =
        destination("rclone copy /srv ':crypt,remote=\":mega,user=u@example.test:e\":x'");
    assertThat(destination.get("account").asText()).isEqualTo("u@example.test");
    assertThat(destination.get("user").asText()).isEqualTo("u@example.test");
  }

  private static ObjectNode destination(String commandLine) {
    Invocation invocation = Rclone.explain(commandLine, Os.POSIX, null, Map.of()).invocation();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    CommandFields.destination(node, invocation);
    return (ObjectNode) node.get("destination");
  }
}
