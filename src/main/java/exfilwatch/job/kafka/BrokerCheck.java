package exfilwatch.job.kafka;

import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.config.KafkaConfig.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks before the job is submitted whether the broker and the topics are there. */
public final class BrokerCheck {

  private static final Config NO_CONFIG = new Config(List.of());
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

  /**
   * Looks for the topics that change the content only.
   *
   * @throws BrokerException as {@link #run(KafkaConfig)}
   */
  public static void content(KafkaConfig kafka, KafkaConfig.Content topics) {
    BrokerCheck check = new BrokerCheck(kafka, PATIENCE);
    check.ask(admin -> check.checkContent(admin, topics));
  }

  private void run() {
    ask(
        admin -> {
          checkTelemetry(admin);
          checkTopic(admin, "kafka.alerts", kafka.alerts());
          checkTopic(admin, "kafka.dead_letters", kafka.deadLetters());
          checkTopic(admin, "kafka.late", kafka.late());
          if (kafka.content() != null) {
            checkContent(admin, kafka.content());
          }
        });
  }

  private void ask(Consumer<Admin> questions) {
    Properties properties = ClientProperties.admin(kafka);
    properties.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    String millis = String.valueOf(patience.toMillis());
    properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    try (Admin admin = Admin.create(properties)) {
      answer(admin.describeCluster().nodes());
      questions.accept(admin);
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

  /** Changes have an order, and are kept until others take their place. */
  private void checkContent(Admin admin, KafkaConfig.Content topics) {
    checkTopic(admin, "kafka.content_status", topics.status());
    TopicDescription changes = checkTopic(admin, "kafka.content", topics.changes());
    if (changes.partitions().size() != 1) {
      throw new BrokerException(
          "kafka.content: topic %s has %d partitions; it must have one, since changes have an order"
              .formatted(topics.changes(), changes.partitions().size()));
    }
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, topics.changes());
    try {
      Config config =
          answer(admin.describeConfigs(Set.of(topic)).all()).getOrDefault(topic, NO_CONFIG);
      ConfigEntry cleanup = config.get("cleanup.policy");
      if (cleanup != null && !cleanup.value().equals("compact")) {
        throw new BrokerException(
            "kafka.content: topic %s has cleanup.policy=%s and would lose content; set it to compact"
                .formatted(topics.changes(), cleanup.value()));
      }
    } catch (AuthorizationException e) {
      // not allowed to know; then somebody else has seen to it
    }
  }

  private TopicDescription checkTopic(Admin admin, String key, String topic) {
    try {
      Map<String, TopicDescription> found =
          answer(admin.describeTopics(Set.of(topic)).allTopicNames());
      return Objects.requireNonNull(found.get(topic), topic);
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
