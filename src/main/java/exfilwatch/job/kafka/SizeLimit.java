package exfilwatch.job.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.job.config.KafkaConfig;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Makes records fit into what a producer sends: one that is too large would be refused at every
 * attempt, and so stop the job for ever. What comes in compressed may be larger than what may go
 * out.
 *
 * @param bytes of a value, at most
 */
record SizeLimit(int bytes) implements Serializable {

  /** For key, headers and framing. */
  private static final int OVERHEAD = 4096;

  private static final int DEFAULT = 1 << 20; // as Kafka's producers and brokers
  private static final String CUT = "[cut]";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What {@code max.request.size} leaves. */
  static SizeLimit of(KafkaConfig kafka) {
    String configured =
        ClientProperties.producer(kafka).getProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    int size = configured == null ? DEFAULT : Integer.parseInt(configured.trim());
    return new SizeLimit(Math.max(OVERHEAD, size - OVERHEAD));
  }

  boolean isExceededBy(byte[] value) {
    return value.length > bytes;
  }

  /** The beginning of what is too large. */
  byte[] beginningOf(byte[] value) {
    return isExceededBy(value) ? Arrays.copyOf(value, bytes) : value;
  }

  /**
   * The document with its long texts and lists cut short, as much as needed; {@code [cut]} says so.
   */
  byte[] fit(byte[] json) {
    byte[] fitting = json;
    for (int longest = 1 << 15; isExceededBy(fitting) && longest >= 8; longest /= 4) {
      try {
        fitting = JSON.writeValueAsBytes(cut(JSON.readTree(json), longest));
      } catch (IOException e) {
        throw new UncheckedIOException("what this program wrote is JSON", e);
      }
    }
    return fitting;
  }

  private static JsonNode cut(JsonNode node, int longest) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(cut(field.getValue(), longest)));
    } else if (node instanceof ArrayNode array) {
      cutList(array, longest);
    } else if (node.isTextual() && node.textValue().length() > longest) {
      return JsonNodeFactory.instance.textNode(node.textValue().substring(0, longest) + CUT);
    }
    return node;
  }

  private static void cutList(ArrayNode array, int longest) {
    int most = Math.max(8, longest / 32);
    if (array.size() > most) {
      boolean texts = array.get(0).isTextual();
      while (array.size() > most) {
        array.remove(array.size() - 1);
      }
      if (texts) {
        array.add(CUT);
      }
    }
    for (int i = 0; i < array.size(); i++) {
      array.set(i, cut(array.get(i), longest));
    }
  }
}
