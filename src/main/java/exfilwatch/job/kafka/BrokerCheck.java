package exfilwatch.job.kafka;

import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.config.KafkaConfig.Topic;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks before the job is submitted whether the broker and the topics are there. */
public final class BrokerCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaConfig kafka;
  private final Duration patience;

  private BrokerCheck(KafkaConfig kafka, Duration patience) {
    this.kafka = kafka;
    this.patience = patience;
  }

  /**
   * Takes a moment, or ten seconds when nobody answers.
   *
   * @throws BrokerException naming the key of the configuration that does not fit
   */
  public static void run(KafkaConfig kafka) {
    run(kafka, PATIENCE);
  }

  static void run(KafkaConfig kafka, Duration patience) {
    new BrokerCheck(kafka, patience).run();
  }

  private void run() {
    Properties properties = ClientProperties.admin(kafka);
    properties.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    String millis = String.valueOf(patience.toMillis());
    properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    try (Admin admin = Admin.create(properties)) {
      answer(admin.describeCluster().nodes());
      checkTelemetry(admin);
      checkTopic(admin, "kafka.alerts", kafka.alerts());
      checkTopic(admin, "kafka.dead_letters", kafka.deadLetters());
      checkTopic(admin, "kafka.late", kafka.late());
    } catch (KafkaException e) {
      throw new BrokerException("kafka: " + innermost(e).getMessage());
    }
  }

  private void checkTelemetry(Admin admin) {
    Pattern pattern = kafka.telemetry().pattern();
    if (pattern == null) {
      for (Topic topic : kafka.telemetry().topics()) {
        checkTopic(admin, "kafka.telemetry", topic.name());
      }
      return;
    }
    Set<String> names = answer(admin.listTopics().names());
    if (names.stream().noneMatch(name -> pattern.matcher(name).matches())) {
      throw new BrokerException(
          "kafka.telemetry.pattern: no topic at %s matches %s; create one or correct the pattern"
              .formatted(kafka.bootstrapServers(), pattern));
    }
  }

  private void checkTopic(Admin admin, String key, String topic) {
    try {
      answer(admin.describeTopics(Set.of(topic)).allTopicNames());
    } catch (UnknownTopicOrPartitionException e) {
      throw new BrokerException(
          "%s: topic %s does not exist at %s; create it or correct the name"
              .formatted(key, topic, kafka.bootstrapServers()));
    } catch (AuthorizationException e) {
      throw new BrokerException(
          "%s: this user may not see topic %s at %s; grant it, or correct kafka.properties"
              .formatted(key, topic, kafka.bootstrapServers()));
    }
  }

  private <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof AuthenticationException) {
        throw new BrokerException(
            "kafka.properties: %s refused the login: %s"
                .formatted(kafka.bootstrapServers(), cause.getMessage()));
      }
      if (cause instanceof KafkaException failure
          && !(cause instanceof org.apache.kafka.common.errors.TimeoutException)) {
        throw failure;
      }
      throw nobodyThere();
    } catch (TimeoutException e) {
      throw nobodyThere();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while waiting for " + kafka.bootstrapServers());
    }
  }

  private BrokerException nobodyThere() {
    return new BrokerException(
        ("kafka.bootstrap_servers: no broker answered at %s within %d s; start it, correct the"
                + " address, or check security.protocol in kafka.properties")
            .formatted(kafka.bootstrapServers(), patience.toSeconds()));
  }

  private static Throwable innermost(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
