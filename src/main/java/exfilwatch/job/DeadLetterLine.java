package exfilwatch.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.apache.flink.api.common.functions.MapFunction;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as a line of JSON: {@code {"origin", "position", "reason", "detail", "original"}};
 * where the bytes are not UTF-8, {@code original_base64} instead of {@code original}.
 */
final class DeadLetterLine implements MapFunction<DeadLetter, byte[]> {

  private static final long serialVersionUID = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public byte[] map(DeadLetter letter) throws Exception {
    ObjectNode node = JSON.createObjectNode();
    node.put("origin", letter.origin());
    node.put("position", letter.position());
    node.put("reason", letter.reason());
    node.put("detail", letter.detail());
    String text = text(letter.bytes());
    if (text != null) {
      node.put("original", text);
    } else {
      node.put("original_base64", letter.bytes());
    }
    return JSON.writeValueAsBytes(node);
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
