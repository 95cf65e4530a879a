package exfilwatch.job.kafka;

import exfilwatch.telemetry.decode.TelemetryReader;
import exfilwatch.telemetry.decode.Trace;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads telemetry in the thread that fetches it, as long as the one that decodes it has enough to
 * do anyway: so both are busy, and neither waits for the other. The value stays where it is.
 * Kafka's consumer makes one for each subtask.
 */
public final class TelemetryDeserializer extends FetchingDeserializer {

  /** Further topics are left to the decoder, because each reader may remember some megabytes. */
  private static final int MAX_READERS = 64;

  /** One value in so many has a receipt: to look at another core's memory takes time. */
  private static final int INTERVAL = 32;

  /**
   * Flink lets two polls wait while a third one is decoded and a fourth one fetched: with so many
   * to go there is time.
   */
  private static final int POLLS_TO_GO = 2;

  private final Map<String, TelemetryReader> readers = new HashMap<>();

  /** Of the values that were handed out last; the oldest is replaced next. */
  private Receipt[] receipts = receipts(ConsumerConfig.DEFAULT_MAX_POLL_RECORDS);

  private int oldest;
  private int untilReceipt;
  private boolean ahead;

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    Object polled = configs.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
    if (polled != null) {
      receipts = receipts(Integer.parseInt(polled.toString()));
    }
  }

  private static Receipt[] receipts(int polled) {
    long count = (long) POLLS_TO_GO * polled / INTERVAL;
    Receipt[] receipts = new Receipt[(int) Math.min(Math.max(count, 1), 10_000)];
    Arrays.setAll(receipts, i -> new Receipt(true));
    return receipts;
  }

  @Override
  public FetchedValue deserialize(String topic, Headers headers, ByteBuffer data) {
    byte[] array;
    int offset = 0;
    int length = data.remaining();
    if (data.hasArray()) {
      array = data.array();
      offset = data.arrayOffset() + data.position();
    } else {
      array = new byte[length];
      data.duplicate().get(array);
    }
    Receipt receipt = receipt();
    Trace trace = ahead ? read(topic, array, offset, length) : null;
    return new FetchedValue(array, offset, length, trace, receipt);
  }

  /** For the next value; null when it needs none. */
  private @Nullable Receipt receipt() {
    if (untilReceipt-- > 0) {
      return null;
    }
    untilReceipt = INTERVAL - 1;
    Receipt receipt = new Receipt(false);
    ahead = !receipts[oldest].isTaken();
    receipts[oldest] = receipt;
    oldest = (oldest + 1) % receipts.length;
    return receipt;
  }

  /** Null when the decoder has to read it: an exception here would stop the job for ever. */
  private @Nullable Trace read(String topic, byte[] array, int offset, int length) {
    TelemetryReader reader = readers.get(topic);
    if (reader == null) {
      if (readers.size() == MAX_READERS) {
        return null;
      }
      reader = new TelemetryReader();
      readers.put(topic, reader);
    }
    try {
      return reader.read(array, offset, length);
    } catch (RuntimeException | StackOverflowError e) {
      return null;
    }
  }
}
