package exfilwatch.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * JSON for a script element: nothing in it can end the element or open a comment, because {@code
 * <}, {@code >} and {@code &} are escaped, and all of it is ASCII. Text is made visible.
 */
final class PageJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonMapper.builder().build().getFactory().copy().setCharacterEscapes(new Markup()))
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private PageJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static String write(JsonNode node) {
    try {
      return JSON.writeValueAsString(visible(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is plain JSON", e);
    }
  }

  private static JsonNode visible(JsonNode node) {
    if (node.isTextual()) {
      String text = node.textValue();
      String visible = VisibleText.of(text);
      return visible.equals(text) ? node : TextNode.valueOf(visible);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JSON.createArrayNode();
      array.forEach(element -> copy.add(visible(element)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JSON.createObjectNode();
      object
          .properties()
          .forEach(field -> copy.set(VisibleText.of(field.getKey()), visible(field.getValue())));
      return copy;
    }
    return node;
  }

  /** What HTML would read as markup. */
  private static final class Markup extends CharacterEscapes {

    private static final long serialVersionUID = 1;

    private final int[] escapes = standardAsciiEscapesForJSON();

    Markup() {
      for (char c : new char[] {'<', '>', '&', '\''}) {
        escapes[c] = ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return null;
    }
  }
}
