package exfilwatch.job.kafka;

/**
 * {@code topic-partition}, as Kafka writes it: what {@code RawRecord.origin} is of a Kafka record.
 */
public final class Origins {

  private Origins() {}

  static String name(String topic, int partition) {
    return topic + "-" + partition;
  }

  /** The topic of an origin. */
  public static String topic(String origin) {
    int dash = origin.lastIndexOf('-');
    return dash < 0 ? origin : origin.substring(0, dash);
  }

  /** The partition of an origin; empty when it is none of Kafka. */
  static String partition(String origin) {
    return origin.substring(origin.lastIndexOf('-') + 1);
  }
}
