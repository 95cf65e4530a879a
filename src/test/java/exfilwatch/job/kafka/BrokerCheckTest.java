package exfilwatch.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.config.KafkaConfig.Delivery;
import exfilwatch.job.config.KafkaConfig.Telemetry;
import exfilwatch.job.config.KafkaConfig.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerCheckTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void saysThatNobodyAnswers() throws IOException {
    String address;
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + silent.getLocalPort();
      assertNobodyAnswers(address);
    }
    assertNobodyAnswers(address);
  }

  private static void assertNobodyAnswers(String address) {
    assertThatThrownBy(() -> BrokerCheck.run(config(address, Map.of()), SECOND))
        .isInstanceOf(BrokerException.class)
        .hasMessage(
            "kafka.bootstrap_servers: no broker answered at "
                + address
                + " within 1 s; start it, correct the address, or check security.protocol in"
                + " kafka.properties");
  }

  @Test
  void saysWhatIsWrongWithTheAddressOrAProperty() {
    assertThatThrownBy(() -> BrokerCheck.run(config("nonsense", Map.of()), SECOND))
        .isInstanceOf(BrokerException.class)
        .hasMessageStartingWith("kafka: ")
        .hasMessageContaining("nonsense");
    Map<String, String> properties = Map.of("security.protocol", "MAGIC");
    assertThatThrownBy(() -> BrokerCheck.run(config("127.0.0.1:1", properties), SECOND))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("MAGIC");
  }

  @Test
  void propertiesWithAPrefixAreForThatClientOnly() {
    KafkaConfig kafka =
        config("h:1", Map.of("a", "all", "consumer.a", "reader", "producer.b", "writer"));
    assertThat(ClientProperties.admin(kafka)).isEqualTo(Map.of("a", "all"));
    assertThat(ClientProperties.consumer(kafka)).isEqualTo(Map.of("a", "reader"));
    assertThat(ClientProperties.producer(kafka)).isEqualTo(Map.of("a", "all", "b", "writer"));
  }

  private static KafkaConfig config(String address, Map<String, String> properties) {
    return new KafkaConfig(
        address,
        properties,
        Telemetry.of(List.of(new Topic("telemetry", "auto"))),
        "alerts",
        "dead",
        "late",
        "group",
        Delivery.EXACTLY_ONCE);
  }
}
