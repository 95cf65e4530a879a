package exfilwatch.job.kafka;

import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.content.ContentLog;
import exfilwatch.job.content.ContentRecord;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** Follows the content topic in a thread of its own. */
final class ContentFollower implements ContentLog.Reader {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final long RETRY_MS = 2_000;

  private final KafkaConfig kafka;
  private final TopicPartition partition;
  private final Queue<ContentRecord> records = new ConcurrentLinkedQueue<>();
  private final AtomicLong errors = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> current;
  private long next;

  private ContentFollower(KafkaConfig kafka, String topic, long from) {
    this.kafka = kafka;
    this.partition = new TopicPartition(topic, 0);
    this.next = from;
    this.thread = new Thread(this::follow, "content-follower");
    thread.setDaemon(true);
  }

  static ContentFollower start(KafkaConfig kafka, String topic, long from) {
    ContentFollower follower = new ContentFollower(kafka, topic, from);
    follower.thread.start();
    return follower;
  }

  @Override
  public @Nullable ContentRecord poll() {
    return records.poll();
  }

  @Override
  public long errors() {
    return errors.get();
  }

  private void follow() {
    while (!closed) {
      try (KafkaConsumer<byte[], byte[]> consumer = ContentTopic.consumer(kafka)) {
        current = consumer;
        consumer.assign(List.of(partition));
        consumer.seek(partition, next);
        while (!closed) {
          consumer
              .poll(POLL)
              .forEach(
                  record -> {
                    records.add(ContentTopic.record(record));
                    next = record.offset() + 1;
                  });
        }
      } catch (WakeupException e) {
        return; // closed
      } catch (KafkaException e) {
        errors.incrementAndGet();
        pause();
      }
    }
  }

  private void pause() {
    try {
      for (long ms = 0; ms < RETRY_MS && !closed; ms += POLL.toMillis()) {
        Thread.sleep(POLL.toMillis());
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    KafkaConsumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
