package exfilwatch.job.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a change, as the status topic says it: {@code {"id", "publication", "outcome":
 * "accepted" | "refused", "message", "number", "version", "time"}}, the last in ISO 8601, UTC.
 *
 * @param id of the document, or {@link ContentRecord#END} for the publication as a whole
 * @param publication null for a change that was sent by itself
 * @param message why it was refused, or what an accepted one did
 * @param number of the version in force after it
 * @param version its hash, as alerts tell it
 * @param time epoch milliseconds
 */
public record ContentStatus(
    String id,
    @Nullable String publication,
    boolean accepted,
    String message,
    long number,
    String version,
    long time) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** As UTF-8. */
  public byte[] toJson() {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", id);
    if (publication != null) {
      node.put("publication", publication);
    }
    node.put("outcome", accepted ? "accepted" : "refused");
    node.put("message", message);
    node.put("number", number);
    node.put("version", version);
    node.put("time", Instant.ofEpochMilli(time).toString());
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a status is plain JSON", e);
    }
  }

  /** Reads what {@link #toJson} wrote; null for anything else. */
  public static @Nullable ContentStatus of(byte[] json) {
    try {
      JsonNode node = JSON.readTree(new String(json, UTF_8));
      return new ContentStatus(
          node.path("id").asText(),
          node.path("publication").asText(null),
          node.path("outcome").asText().equals("accepted"),
          node.path("message").asText(),
          node.path("number").asLong(),
          node.path("version").asText(),
          Instant.parse(node.path("time").asText()).toEpochMilli());
    } catch (IOException | java.time.DateTimeException e) {
      return null;
    }
  }
}
