package exfilwatch.job.kafka;

import exfilwatch.job.config.KafkaConfig;
import java.util.Properties;

/** The configured client properties, sorted out for the kind of client. */
final class ClientProperties {

  private static final String CONSUMER = "consumer.";
  private static final String PRODUCER = "producer.";

  private ClientProperties() {}

  static Properties admin(KafkaConfig kafka) {
    return of(kafka, "");
  }

  static Properties consumer(KafkaConfig kafka) {
    return of(kafka, CONSUMER);
  }

  static Properties producer(KafkaConfig kafka) {
    return of(kafka, PRODUCER);
  }

  private static Properties of(KafkaConfig kafka, String prefix) {
    Properties properties = new Properties();
    kafka
        .properties()
        .forEach(
            (key, value) -> {
              if (!key.startsWith(CONSUMER) && !key.startsWith(PRODUCER)) {
                properties.putIfAbsent(key, value);
              } else if (!prefix.isEmpty() && key.startsWith(prefix)) {
                properties.put(key.substring(prefix.length()), value);
              }
            });
    return properties;
  }
}
